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
