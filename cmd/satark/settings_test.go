package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"testing"
	"time"
)

var testLanguages = []string{"en", "hi"}

const (
	goodToken = "123456:AAHrPlantedPlantedPlantedPlanted123"
	goodVault = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
	goodKey   = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
)

// from is a source of the given variables and of files named by their content.
func from(vars map[string]string) Source {
	src := Source{
		Lookup: func(name string) (string, bool) { v, ok := vars[name]; return v, ok },
		ReadFile: func(path string) ([]byte, error) {
			if text, ok := strings.CutPrefix(path, "holds:"); ok {
				return []byte(text + "\n"), nil
			}
			return nil, fs.ErrNotExist
		},
	}
	for name := range vars {
		src.Names = append(src.Names, name)
	}
	return src
}

func with(vars map[string]string, name, value string) map[string]string {
	all := map[string]string{"SATARK_TOKEN": goodToken}
	for k, v := range vars {
		all[k] = v
	}
	all[name] = value
	return all
}

func TestBadSettingNamesFaultAndCure(t *testing.T) {
	redis := map[string]string{"SATARK_STORE": "redis://db:6379/0", "SATARK_KEY": goodKey}
	hook := map[string]string{"SATARK_WEBHOOK_SECRET": "abc"}
	tests := []struct {
		also       map[string]string
		name       string
		value      string
		what, cure string // parts of the message
	}{
		{nil, "SATARK_TOKEN", "", "is not set", "@BotFather"},
		{nil, "SATARK_TOKEN", "123:short", "not a bot token", "@BotFather"},
		{nil, "SATARK_TOKEN_FILE", "holds:" + goodToken, "SATARK_TOKEN is set together", "unset one"},
		{nil, "SATARK_API_URL", "api.telegram.org", "not an http", "https://api.telegram.org"},
		{nil, "SATARK_API_URL", "https://host/?a=b", "more than", "https://api.telegram.org"},
		{hook, "SATARK_WEBHOOK_URL", "http://bot.example.org/telegram", "is not https", "this machine"},
		{hook, "SATARK_WEBHOOK_URL", "https://bot.example.org/other", "/telegram", "https://"},
		{hook, "SATARK_WEBHOOK_URL", "bot", "not an address", "https://"},
		{nil, "SATARK_WEBHOOK_URL", "https://bot.example.org", "SATARK_WEBHOOK_SECRET is not set", "openssl"},
		{nil, "SATARK_WEBHOOK_SECRET", "abc", "SATARK_WEBHOOK_URL is not set", "unset the secret"},
		{nil, "SATARK_WEBHOOK_SECRET", "a b", "character Telegram refuses", "openssl"},
		{nil, "SATARK_WEBHOOK_SECRET", strings.Repeat("a", 257), "more than 256", "openssl"},
		{nil, "SATARK_LISTEN", "8080", "not host:port", "127.0.0.1:8080"},
		{nil, "SATARK_LISTEN", "localhost:70000", "not host:port", "127.0.0.1:8080"},
		{nil, "SATARK_OPS_LISTEN", "x", "not host:port", "127.0.0.1:8080"},
		{nil, "SATARK_OPS_LISTEN", "127.0.0.1:8080", "same as SATARK_LISTEN", "of its own"},
		{nil, "SATARK_STORE", "postgres://db", `unknown kind "postgres"`, "file:DIR"},
		{nil, "SATARK_STORE", "satark-data", "no kind", "file:DIR"},
		{nil, "SATARK_STORE", "file:", "no directory", "file:satark-data"},
		{redis, "SATARK_STORE", "redis:db", "lacks //", "redis://"},
		{redis, "SATARK_STORE", "redis://", "no host", "redis://"},
		{redis, "SATARK_STORE", "redis+sentinel://a:26379,b:26379", "no master", "/master"},
		{redis, "SATARK_KEY", "", "is not set although the store is Redis", "openssl"},
		{nil, "SATARK_STORE_PASSWORD", "x", "store is a directory", "unset it"},
		{redis, "SATARK_STORE_PASSWORD_FILE", "/nowhere", "cannot be read", "path"},
		{redis, "SATARK_STORE_PASSWORD_FILE", "holds:", "is empty", "write the value"},
		{nil, "SATARK_STORE_MAY_FORGET", "perhaps", `"perhaps"`, "yes or no"},
		{nil, "SATARK_BLOBS", "s3://bucket", "not in this version", "file://DIR"},
		{nil, "SATARK_BLOBS", "/var/lib", "is not file://DIR", "file://"},
		{nil, "SATARK_KEY", "zz!", "neither hex", "openssl"},
		{nil, "SATARK_KEY", "0001", "wrong length", "openssl"},
		{nil, "SATARK_KEY_ALSO", "zz!", "not a key", "with commas"},
		{nil, "SATARK_KEY_ALSO", goodKey, "although SATARK_KEY is not", "operator.key"},
		{redis, "SATARK_STORE_WAIT", "many", "number of copies", "write 0, or 1"},
		{nil, "SATARK_STORE_WAIT", "1", "store is a directory", "unset it"},
		{nil, "SATARK_VAULT", goodVault + "x", "not a public age key", "keygen"},
		{nil, "SATARK_VAULT", "AGE-SECRET-KEY-1QQQ", "is the secret key", "away from this machine"},
		{nil, "SATARK_VAULT_DAYS", "a year", "not a number of days", "365"},
		{nil, "SATARK_VAULT_DIR", "/var/lib", "is not file://DIR", "file://"},
		{nil, "SATARK_KEEP", "reports=soon", "no number of days for reports", "reports=0"},
		{nil, "SATARK_KEEP", "letters=1d", `"letters"`, "choose among"},
		{nil, "SATARK_KEEP", "drafts=1d,drafts=2d", `"drafts"`, "each once"},
		{nil, "SATARK_PERSON_RATE", "-1", "not a rate", "above 0"},
		{nil, "SATARK_ADMINS", "12,asha", `"asha"`, "numbers"},
		{nil, "SATARK_ADMINS", "-5", `"-5"`, "numbers"},
		{nil, "SATARK_LANGUAGES", "en,xx", `"xx"`, "en, hi"},
		{nil, "SATARK_LANGUAGES", "en en", "twice", "once"},
		{nil, "SATARK_RATE", "0", "not a rate", "above 0"},
		{nil, "SATARK_RATE", "NaN", "not a rate", "above 0"},
		{nil, "SATARK_CHAT_RATE", "fast", "not a rate", "above 0"},
		{nil, "SATARK_LOG", "loud", `"loud"`, "debug, info"},
	}
	for _, tt := range tests {
		t.Run(tt.name+"="+tt.value, func(t *testing.T) {
			_, err := readSettings(from(with(tt.also, tt.name, tt.value)), testLanguages)
			var faults Faults
			if !errors.As(err, &faults) || len(faults) != 1 {
				t.Fatalf("got %v, want one fault", err)
			}
			name := strings.TrimSuffix(tt.name, "_FILE")
			text := faults[0].Error()
			if !strings.Contains(text, name) || !strings.Contains(text, tt.what) || !strings.Contains(faults[0].Cure, tt.cure) {
				t.Errorf("got %q, want name %s, fault %q, cure %q", text, name, tt.what, tt.cure)
			}
		})
	}
	covered := map[string]bool{}
	for _, tt := range tests {
		covered[strings.TrimSuffix(tt.name, "_FILE")] = true
	}
	for _, item := range settingsTable(testLanguages) {
		if !covered[item.name] {
			t.Errorf("%s has no bad value in this table", item.name)
		}
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	_, err := readSettings(from(map[string]string{"SATARK_TOKEN": "x", "SATARK_LOG": "x", "SATARK_RATE": "x"}), testLanguages)
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Fatalf("got %v, want three faults", err)
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 3 {
		t.Errorf("got %d lines, want one a fault", len(lines))
	}
}

func TestDefaultsAreValid(t *testing.T) {
	s, err := readSettings(from(map[string]string{"SATARK_TOKEN": goodToken}), testLanguages)
	if err != nil {
		t.Fatal(err)
	}
	if s.Store.Dir != "satark-data" || s.APIURL != "https://api.telegram.org" || s.Rate != 30 || s.ChatRate != 1 || s.Log != slog.LevelInfo {
		t.Errorf("unexpected defaults: %+v", s)
	}
}

func TestEverySettingIsRead(t *testing.T) {
	s, err := readSettings(from(map[string]string{
		"SATARK_TOKEN_FILE": "holds:" + goodToken, "SATARK_API_URL": "http://127.0.0.1:8081/",
		"SATARK_WEBHOOK_URL": "https://bot.example.org", "SATARK_WEBHOOK_SECRET": "s3cret",
		"SATARK_LISTEN": ":80", "SATARK_OPS_LISTEN": ":81",
		"SATARK_STORE": "redis+cluster://u@a:1,b:2", "SATARK_STORE_PASSWORD": "p@ss/word",
		"SATARK_STORE_MAY_FORGET": "yes", "SATARK_BLOBS": "file:///b", "SATARK_KEY": goodKey, "SATARK_ADMINS": "7, 8",
		"SATARK_STORE_WAIT": "1", "SATARK_KEY_ALSO": goodKey, "SATARK_VAULT": goodVault, "SATARK_VAULT_DIR": "file:///v", "SATARK_VAULT_DAYS": "400",
		"SATARK_KEEP": "drafts=30,reports=90d", "SATARK_PERSON_RATE": "12",
		"SATARK_LANGUAGES": "hi,en", "SATARK_RATE": "20", "SATARK_CHAT_RATE": "0.5", "SATARK_LOG": "debug",
		"SATARK_TOKN": "x", "SATARK_TEST_NO_SKIP": "1",
	}), testLanguages)
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Token: goodToken, APIURL: "http://127.0.0.1:8081", WebhookURL: "https://bot.example.org/telegram", WebhookSecret: "s3cret",
		Listen: ":80", OpsListen: ":81", Store: StoreAt{URL: "redis+cluster://u@a:1,b:2"}, StorePassword: "p@ss/word", StoreMayForget: true,
		StoreWait: 1, Vault: goodVault, VaultDir: "/v", VaultDays: 400, PersonRate: 12,
		Keep:  Keeping{Drafts: 30 * 24 * time.Hour, Reports: 90 * 24 * time.Hour},
		Blobs: "/b", Key: goodKey, KeyAlso: goodKey, Admins: []int64{7, 8}, Languages: []string{"hi", "en"},
		Rate: 20, ChatRate: 0.5, Log: slog.LevelDebug, Unknown: []string{"SATARK_TOKN"},
	}
	if got, want := revealed(s), revealed(want); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := s.Store.withPassword(s.StorePassword), "redis+cluster://u:p%40ss%2Fword@a:1,b:2"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// revealed prints a struct with the secrets that its types hide, to compare them.
func revealed(s Settings) string {
	return fmt.Sprint(s.Token.Reveal(), s.WebhookSecret.Reveal(), s.StorePassword.Reveal(), s.Key.Reveal(), s.KeyAlso.Reveal(), s.Store.URL) + fmt.Sprintf("%+v", s)
}

func TestNothingPrintsASecret(t *testing.T) {
	planted := map[string]string{
		"SATARK_TOKEN": goodToken, "SATARK_WEBHOOK_URL": "https://bot.example.org", "SATARK_WEBHOOK_SECRET": "plantedHook",
		"SATARK_STORE": "redis://u:plantedInURL@db:6379", "SATARK_STORE_PASSWORD": "plantedPassword", "SATARK_KEY": goodKey,
	}
	src := from(planted)
	s, err := readSettings(src, testLanguages)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	s.print(&out, src, testLanguages)
	fmt.Fprintf(&out, "%v %+v %#v", s, s, s)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("settings", "all", s, "token", s.Token)
	encoded, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(encoded)
	for _, secret := range []string{goodToken, "plantedHook", "plantedInURL", "plantedPassword", goodKey} {
		if bytes.Contains(out.Bytes(), []byte(secret)) {
			t.Errorf("%q is printed in:\n%s", secret, out.String())
		}
	}
	for _, shown := range []string{"SATARK_KEY", "redis://u:(hidden)@db:6379", "https://bot.example.org/telegram"} {
		if !bytes.Contains(out.Bytes(), []byte(shown)) {
			t.Errorf("%q is missing", shown)
		}
	}
}

func TestFaultsHoldNoSecret(t *testing.T) {
	_, err := readSettings(from(map[string]string{
		"SATARK_TOKEN": "plantedToken", "SATARK_WEBHOOK_SECRET": "planted hook", "SATARK_KEY": "plantedKey", "SATARK_STORE": "redis://u:planted@",
	}), testLanguages)
	if err == nil || strings.Contains(err.Error(), "planted") {
		t.Errorf("got %v, want faults without the values", err)
	}
}

func TestHelpListsEverySetting(t *testing.T) {
	var out bytes.Buffer
	printSettingsHelp(&out, testLanguages)
	for _, item := range settingsTable(testLanguages) {
		if !strings.Contains(out.String(), item.name) || !strings.Contains(out.String(), item.help) {
			t.Errorf("%s is missing from the help", item.name)
		}
		if item.def == "" && item.unset == "" {
			t.Errorf("%s says nothing of being unset", item.name)
		}
		if item.secret == (item.show != nil) {
			t.Errorf("%s must be either secret or shown", item.name)
		}
	}
}

func FuzzParseStore(f *testing.F) {
	for _, seed := range []string{"file:x", "redis://u:p@h:1/0", "redis+sentinel://a:1,b:2/m", "redis://@/", "rediss://:@h"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, v string) {
		at, err := parseStore(v)
		if err != nil {
			return
		}
		if at.Redis() == (at.Dir != "") {
			t.Errorf("%q is neither a directory nor a Redis: %#v", v, at)
		}
		_, user, _ := at.split()
		_, shown, _ := StoreAt{URL: at.String()}.split()
		if strings.Contains(user, ":") && !strings.HasSuffix(shown, ":"+hidden) {
			t.Errorf("%q prints its password", v)
		}
	})
}
