package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// setting is one row of the table below: all there is to know of a variable.
type setting struct {
	name   string
	help   string
	def    string // as it would be written
	unset  string // what it means to leave it unset, where there is no default
	secret bool   // may come from NAME_FILE, and is never printed
	set    func(*Settings, string) error
	show   func(Settings) string // not called for secrets
}

// settingsTable is every setting, in the order --help prints them.
func settingsTable(known []string) []setting {
	return []setting{
		{
			name: "SATARK_TOKEN", secret: true, unset: "required",
			help: "the bot's token, from @BotFather",
			set:  func(s *Settings, v string) error { return into(&s.Token, v, parseToken) },
		},
		{
			name: "SATARK_API_URL", def: "https://api.telegram.org",
			help: "Bot API server: Telegram's, your own, or `satark sandbox`",
			set:  func(s *Settings, v string) error { return into(&s.APIURL, v, parseAPIURL) },
			show: func(s Settings) string { return s.APIURL },
		},
		{
			name: "SATARK_WEBHOOK_URL", unset: "polling",
			help: "public https address of POST /telegram; when set, Telegram calls us",
			set:  func(s *Settings, v string) error { return into(&s.WebhookURL, v, parseWebhookURL) },
			show: func(s Settings) string { return s.WebhookURL },
		},
		{
			name: "SATARK_WEBHOOK_SECRET", secret: true, unset: "required with SATARK_WEBHOOK_URL",
			help: "proves that a call comes from Telegram: 1 to 256 of A-Z a-z 0-9 _ -",
			set:  func(s *Settings, v string) error { return into(&s.WebhookSecret, v, parseWebhookSecret) },
		},
		{
			name: "SATARK_LISTEN", def: "127.0.0.1:8080",
			help: "address of the public listener: POST /telegram",
			set:  func(s *Settings, v string) error { return into(&s.Listen, v, parseListen) },
			show: func(s Settings) string { return s.Listen },
		},
		{
			name: "SATARK_OPS_LISTEN", def: "127.0.0.1:9090",
			help: "address of /healthz, /readyz and /metrics; not for the public",
			set:  func(s *Settings, v string) error { return into(&s.OpsListen, v, parseListen) },
			show: func(s Settings) string { return s.OpsListen },
		},
		{
			name: "SATARK_STORE", def: "file:satark-data",
			help: "file:DIR, redis://, rediss://, redis+sentinel://host,host/master or redis+cluster://host,host",
			set:  func(s *Settings, v string) error { return into(&s.Store, v, parseStore) },
			show: func(s Settings) string { return s.Store.String() },
		},
		{
			name: "SATARK_STORE_PASSWORD", secret: true, unset: "none, or the one in SATARK_STORE",
			help: "password of the Redis in SATARK_STORE",
			set:  func(s *Settings, v string) error { return into(&s.StorePassword, v, parseSecret) },
		},
		{
			name: "SATARK_STORE_MAY_FORGET", def: "no",
			help: "yes opens a Redis that may evict or lose what it acknowledged: for trials only",
			set:  func(s *Settings, v string) error { return into(&s.StoreMayForget, v, parseYesNo) },
			show: func(s Settings) string { return yesNo(s.StoreMayForget) },
		},
		{
			name: "SATARK_STORE_WAIT", def: "0",
			help: "copies of the Redis that must hold a turn before it is acknowledged: 1 loses nothing in a failover",
			set:  func(s *Settings, v string) error { return into(&s.StoreWait, v, parseWait) },
			show: func(s Settings) string { return strconv.Itoa(s.StoreWait) },
		},
		{
			name: "SATARK_BLOBS", unset: "blobs/ beside the store, satark-data/blobs with Redis",
			help: "evidence: file://DIR; shared by all copies when there are many",
			set:  func(s *Settings, v string) error { return into(&s.Blobs, v, parseBlobs) },
			show: func(s Settings) string { return s.Blobs },
		},
		{
			name: "SATARK_KEY", secret: true, unset: "made by the embedded store, required with Redis",
			help: "operator's key for encryption: 32 bytes in hex or base64",
			set:  func(s *Settings, v string) error { return into(&s.Key, v, parseKey) },
		},
		{
			name: "SATARK_KEY_ALSO", secret: true, unset: "none",
			help: "keys that open what is kept and lock nothing new, with commas: to change SATARK_KEY while running, see satark rekey",
			set:  func(s *Settings, v string) error { return into(&s.KeyAlso, v, parseKeys) },
		},
		{
			name: "SATARK_VAULT", unset: "/forget leaves nothing",
			help: "public age key (age1…): what /forget erases is kept sealed to it for SATARK_VAULT_DAYS, and only its owner can open it",
			set:  func(s *Settings, v string) error { return into(&s.Vault, v, parseRecipient) },
			show: func(s Settings) string { return s.Vault },
		},
		{
			name: "SATARK_VAULT_DAYS", def: "365",
			help: "days that the vault keeps what was forgotten; Rule 8(3) of the DPDP Rules 2025 says one year from 13 May 2027",
			set:  func(s *Settings, v string) error { return into(&s.VaultDays, v, parseDays) },
			show: func(s Settings) string { return strconv.Itoa(s.VaultDays) },
		},
		{
			name: "SATARK_VAULT_DIR", unset: "vault/ beside the store, satark-data/vault with Redis",
			help: "file://DIR of the vault; shared by all copies when there are many",
			set:  func(s *Settings, v string) error { return into(&s.VaultDir, v, parseBlobs) },
			show: func(s Settings) string { return s.VaultDir },
		},
		{
			name: "SATARK_KEEP", def: "drafts=365d,transcripts=365d,evidence=365d,reports=1095d,parked=0",
			help: "how long after the last word each class of data is kept; 0: until it is forgotten. An open report is never erased without a warning of 30 days",
			set:  func(s *Settings, v string) error { return into(&s.Keep, v, parseKeeping) },
			show: func(s Settings) string { return s.Keep.String() },
		},
		{
			name: "SATARK_ADMINS", unset: "nobody",
			help: "Telegram user ids that are admins from the start, with commas",
			set:  func(s *Settings, v string) error { return into(&s.Admins, v, parseAdmins) },
			show: func(s Settings) string { return joinIDs(s.Admins) },
		},
		{
			name: "SATARK_LANGUAGES", unset: "all: " + strings.Join(known, ","),
			help: "language tags offered, in order, with commas",
			set: func(s *Settings, v string) error {
				return into(&s.Languages, v, func(v string) ([]string, error) { return parseLanguages(v, known) })
			},
			show: func(s Settings) string { return strings.Join(s.Languages, ",") },
		},
		{
			name: "SATARK_RATE", def: "30",
			help: "messages a second, overall; Telegram allows about 30",
			set:  func(s *Settings, v string) error { return into(&s.Rate, v, parseRate) },
			show: func(s Settings) string { return strconv.FormatFloat(s.Rate, 'g', -1, 64) },
		},
		{
			name: "SATARK_CHAT_RATE", def: "1",
			help: "messages a second to one chat; Telegram allows about 1",
			set:  func(s *Settings, v string) error { return into(&s.ChatRate, v, parseRate) },
			show: func(s Settings) string { return strconv.FormatFloat(s.ChatRate, 'g', -1, 64) },
		},
		{
			name: "SATARK_PERSON_RATE", def: "30",
			help: "messages a minute that one person is heard, after a hundred at once; more are counted and answered once a minute",
			set:  func(s *Settings, v string) error { return into(&s.PersonRate, v, parseRate) },
			show: func(s Settings) string { return strconv.FormatFloat(s.PersonRate, 'g', -1, 64) },
		},
		{
			name: "SATARK_LOG", def: "info",
			help: "what is logged: debug, info, warn or error; never what people write",
			set:  func(s *Settings, v string) error { return into(&s.Log, v, parseLevel) },
			show: func(s Settings) string { return strings.ToLower(s.Log.String()) },
		},
	}
}

// into keeps what parse makes of v.
func into[T any](field *T, v string, parse func(string) (T, error)) error {
	parsed, err := parse(v)
	if err == nil {
		*field = parsed
	}
	return err
}

// printSettingsHelp lists every setting with its default.
func printSettingsHelp(w io.Writer, known []string) {
	for _, item := range settingsTable(known) {
		name := item.name
		if item.secret {
			name += ", or " + name + "_FILE naming a file that holds it"
		}
		left := "default: " + item.def
		if item.def == "" {
			left = "unset: " + item.unset
		}
		fmt.Fprintf(w, "  %s\n      %s\n      %s\n", name, item.help, left)
	}
}

// print writes the settings in force, one a line, with secrets hidden. It is the
// only way settings are printed.
func (s Settings) print(w io.Writer, src Source, known []string) {
	for _, item := range settingsTable(known) {
		value, err := src.value(item)
		switch {
		case err != nil:
			value = "(at fault)"
		case value == "":
			value = "(unset: " + item.unset + ")"
		case item.secret:
			value = "(set, hidden)"
		default:
			value = item.show(s)
		}
		fmt.Fprintf(w, "  %-22s %s\n", item.name, value)
	}
}
