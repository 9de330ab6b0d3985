package main

import (
	"log/slog"
	"net/netip"
	"os"
	"slices"
	"strings"

	"satark/store/sqlitestore"
)

// Settings is everything the environment says, parsed and checked once at start.
// Parts of it are passed down by value; no other package sees the struct.
type Settings struct {
	Token         Secret
	APIURL        string // without a slash at the end
	WebhookURL    string // "": polling
	WebhookSecret Secret
	Listen        string // host:port
	OpsListen     string // host:port
	Store         StoreAt
	StorePassword Secret
	// StoreMayForget opens a Redis that is not durable.
	StoreMayForget bool
	StoreWait      int    // copies of a Redis that must hold a turn before it is acknowledged
	Blobs          string // directory
	Key            Secret // 32 bytes in hex or base64; "": the embedded store's own
	KeyAlso        Secret // keys that open and do not wrap, with commas
	Vault          string // age recipient; "": /forget leaves nothing
	VaultDir       string // directory; "": beside the store
	VaultDays      int
	Keep           Keeping
	Admins         []int64
	Languages      []string // in the order they are offered; nil: all
	Rate           float64  // messages a second, overall
	ChatRate       float64  // messages a second, one chat
	PersonRate     float64  // messages a minute that one person is heard
	Log            slog.Level

	// Unknown are variables that begin with SATARK_ and mean nothing: a warning, since
	// Kubernetes makes such names for a service called satark.
	Unknown []string
}

// Source is where settings come from: the process's environment, or a test's.
type Source struct {
	Lookup   func(name string) (string, bool)
	ReadFile func(path string) ([]byte, error)
	Names    []string // every variable there is, to find misspelt ones
}

// environment is the process's own.
func environment() Source {
	var names []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	return Source{Lookup: os.LookupEnv, ReadFile: os.ReadFile, Names: names}
}

// readSettings parses every setting and returns all faults at once, as Faults.
// known are the language tags that SATARK_LANGUAGES may name.
func readSettings(src Source, known []string) (Settings, error) {
	var s Settings
	var faults Faults
	for _, item := range settingsTable(known) {
		value, err := src.value(item)
		if err == nil && value != "" {
			err = item.set(&s, value)
		}
		faults = faults.add(item.name, err)
	}
	if len(faults) == 0 {
		faults = s.together()
	}
	s.Unknown = src.unknown(known)
	if len(faults) > 0 {
		return s, faults
	}
	return s, nil
}

// readStoreSettings is readSettings for commands that need the store and nothing else:
// what is wrong with other settings is no fault of theirs.
func readStoreSettings(src Source, known []string) (Settings, error) {
	s, err := readSettings(src, known)
	all, ok := err.(Faults)
	if err != nil && !ok {
		return s, err
	}
	var faults Faults
	for _, f := range all {
		if slices.ContainsFunc(storeSettings, func(prefix string) bool { return strings.HasPrefix(f.Name, prefix) }) {
			faults = append(faults, f)
		}
	}
	if len(faults) == 0 && s.Store.Redis() && s.Key == "" {
		faults = s.keyMissing(faults)
	}
	if len(faults) > 0 {
		return s, faults
	}
	return s, nil
}

// storeSettings are how the names of settings begin that tell what the store is.
var storeSettings = []string{"SATARK_STORE", "SATARK_BLOBS", "SATARK_KEY", "SATARK_VAULT"}

func (s Settings) keyMissing(faults Faults) Faults {
	return faults.add("SATARK_KEY", fault("is not set although the store is Redis", "make one and keep it apart from the data: openssl rand -hex 32"))
}

// value is the setting's text: the variable, the file named by NAME_FILE for a
// secret, or the default.
func (src Source) value(item setting) (string, error) {
	value, set := src.Lookup(item.name)
	set = set && value != ""
	if item.secret {
		path, fromFile := src.Lookup(item.name + "_FILE")
		if fromFile && path != "" {
			if set {
				return "", fault("is set together with "+item.name+"_FILE", "unset one of the two")
			}
			return src.file(item.name, path)
		}
	}
	if !set {
		return item.def, nil
	}
	return strings.TrimSpace(value), nil
}

func (src Source) file(name, path string) (string, error) {
	text, err := src.ReadFile(path)
	if err != nil {
		return "", fault("cannot be read from the file in "+name+"_FILE: "+err.Error(), "check the path and its permissions")
	}
	value := strings.TrimSpace(string(text))
	if value == "" {
		return "", fault("is empty in the file named by "+name+"_FILE", "write the value into that file")
	}
	return value, nil
}

// together checks what one setting means for another.
func (s Settings) together() Faults {
	var faults Faults
	if s.Token == "" {
		faults = faults.add("SATARK_TOKEN", fault("is not set", "ask @BotFather in Telegram for a bot and its token, or run `satark demo`, which needs none"))
	}
	if s.WebhookURL != "" && s.WebhookSecret == "" {
		faults = faults.add("SATARK_WEBHOOK_SECRET", fault("is not set although SATARK_WEBHOOK_URL is", "make one: openssl rand -hex 32"))
	}
	if s.WebhookURL == "" && s.WebhookSecret != "" {
		faults = faults.add("SATARK_WEBHOOK_URL", fault("is not set although SATARK_WEBHOOK_SECRET is", "set the public https address, or unset the secret to poll"))
	}
	if s.Store.Redis() && s.Key == "" {
		faults = s.keyMissing(faults)
	}
	if s.Key == "" && s.KeyAlso != "" {
		faults = faults.add("SATARK_KEY_ALSO", fault("is set although SATARK_KEY is not", "set SATARK_KEY to the key that locks from now on; the embedded store keeps its own keys in "+sqlitestore.KeyName))
	}
	if !s.Store.Redis() && s.StoreWait > 0 {
		faults = faults.add("SATARK_STORE_WAIT", fault("is set although the store is a directory", "unset it: a directory has no copies"))
	}
	if !s.Store.Redis() && s.StorePassword != "" {
		faults = faults.add("SATARK_STORE_PASSWORD", fault("is set although the store is a directory", "unset it, or name a Redis in SATARK_STORE"))
	}
	if s.Listen == s.OpsListen && !anyPort(s.Listen) {
		faults = faults.add("SATARK_OPS_LISTEN", fault("is the same as SATARK_LISTEN", "give it a port of its own, not published"))
	}
	return faults
}

func anyPort(listen string) bool {
	addr, err := netip.ParseAddrPort(listen)
	return err == nil && addr.Port() == 0
}

// unknown lists variables that look like settings and are none.
func (src Source) unknown(known []string) []string {
	meant := map[string]bool{}
	for _, item := range settingsTable(known) {
		meant[item.name] = true
		meant[item.name+"_FILE"] = item.secret
	}
	var found []string
	for _, name := range src.Names {
		if strings.HasPrefix(name, "SATARK_") && !strings.HasPrefix(name, "SATARK_TEST_") && !meant[name] {
			found = append(found, name)
		}
	}
	return found
}
