package main

import (
	"bytes"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/fraud"
	"satark/locales"
	"satark/store"
)

// checkAgainst sets the environment for a check against a sandbox.
func checkAgainst(t *testing.T, vars map[string]string) *sandbox.Server {
	t.Helper()
	box := sandbox.New(sandbox.Options{Token: goodToken})
	api := httptest.NewServer(box.Handler())
	t.Cleanup(func() { box.Close(); api.Close() })
	for _, item := range settingsTable(testLanguages) {
		t.Setenv(item.name, "")
	}
	t.Setenv("SATARK_TOKEN", goodToken)
	t.Setenv("SATARK_API_URL", api.URL)
	dir := t.TempDir()
	begin(t, Settings{Store: StoreAt{Dir: dir}})
	t.Setenv("SATARK_STORE", "file:"+dir)
	for name, value := range vars {
		t.Setenv(name, value)
	}
	return box
}

// begin makes an empty store.
func begin(t *testing.T, s Settings) {
	t.Helper()
	kept, err := openStore(t.Context(), s, opening{}, quietly())
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestCheck(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "nowhere")
	tests := []struct {
		name string
		vars map[string]string
		code int
		says []string
	}{
		{"all is well", nil, exitFine, []string{"ok     the token is that of @satark_sandbox_bot", "no webhook is set", "The operator's key opens the store", "0 to mend"}},
		{"a wrong token", map[string]string{"SATARK_TOKEN": strings.Replace(goodToken, "A", "B", 1)}, exitFault, []string{"FAULT  the token is not let in: Unauthorized", "mend: copy the token anew", "1 to mend"}},
		{"nobody at the address", map[string]string{"SATARK_API_URL": "http://127.0.0.1:1"}, exitFault, []string{"FAULT  the token is not let in: no answer"}},
		{"two bad settings", map[string]string{"SATARK_RATE": "x", "SATARK_LOG": "x"}, exitFault, []string{"FAULT  SATARK_RATE is", "FAULT  SATARK_LOG is", "mend: choose debug", "2 to mend"}},
		{"a webhook not yet set", map[string]string{"SATARK_WEBHOOK_URL": "https://bot.example.org", "SATARK_WEBHOOK_SECRET": "x"}, exitFine, []string{"warn   the webhook set at Telegram is not SATARK_WEBHOOK_URL"}},
		{"a misspelt setting", map[string]string{"SATARK_TOKN": "x"}, exitFine, []string{"warn   SATARK_TOKN is set and means nothing"}},
		{"a store that is not there", map[string]string{"SATARK_STORE": "file:" + missing}, exitFine, []string{"warn   the directory is not there yet"}},
		{"a directory without a store", map[string]string{"SATARK_STORE": "file:" + t.TempDir()}, exitFine, []string{"warn   there is no store in the directory yet"}},
		{"no Redis there", map[string]string{"SATARK_STORE": "redis://127.0.0.1:1", "SATARK_KEY": goodKey, "SATARK_BLOBS": "file://" + t.TempDir()}, exitFault, []string{"FAULT  the store cannot be opened"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkAgainst(t, tt.vars)
			code, out, _ := invoke(t, "", "check")
			if code != tt.code {
				t.Errorf("code %d, want %d", code, tt.code)
			}
			for _, want := range tt.says {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not said in\n%s", want, out)
				}
			}
			for _, secret := range []string{goodToken, goodToken[7:], goodKey} {
				if strings.Contains(out, secret) {
					t.Errorf("a secret is printed in\n%s", out)
				}
			}
		})
	}
}

func TestCheckOfAnotherKey(t *testing.T) {
	dir := t.TempDir()
	begin(t, Settings{Store: StoreAt{Dir: dir}, Key: goodKey})
	for i, key := range []string{goodKey, strings.Repeat("0123456789abcdef", 4)} {
		checkAgainst(t, map[string]string{"SATARK_STORE": "file:" + dir, "SATARK_KEY": key})
		code, out, _ := invoke(t, "", "check", "--offline")
		if wrong := strings.Contains(out, "set SATARK_KEY to the key the store was begun with"); wrong != (i == 1) || (code == exitFault) != wrong {
			t.Errorf("key %d: code %d\n%s", i, code, out)
		}
	}
}

func TestCheckHealth(t *testing.T) {
	v := startServe(t, nil)
	t.Setenv("SATARK_OPS_LISTEN", v.s.OpsListen)
	if code, _, errs := invoke(t, "", "check", "--health"); code != exitFine {
		t.Errorf("alive: code %d, %s", code, errs)
	}
	t.Setenv("SATARK_OPS_LISTEN", freeAddr(t))
	if code, _, _ := invoke(t, "", "check", "--health"); code != exitFault {
		t.Errorf("nobody there: code %d", code)
	}
}

func TestFindings(t *testing.T) {
	var out bytes.Buffer
	c := &checking{out: &out, now: talkTime()}
	c.finding(store.Finding{Level: store.Fault, What: "It forgets.", Mend: "Stop that."})
	c.finding(store.Finding{Level: store.Fine, What: "It stands."})
	c.facts([]fraud.Fact{{File: "helplines.json", ID: "1930", Source: "https://example.org", Verified: talkTime().Add(-400 * 24 * time.Hour), Why: "old"}}, 9)
	if err := c.verdict(); err != errFaulty {
		t.Errorf("got %v, want errFaulty", err)
	}
	for _, want := range []string{"FAULT  It forgets.", "mend: Stop that.", "ok     It stands.", "warn   1930 in helplines.json is old", "9 facts, 1 to look at", "1 to mend, 1 to look at"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said in\n%s", want, out.String())
		}
	}
}

func TestHere(t *testing.T) {
	for listen, want := range map[string]string{"0.0.0.0:9090": "127.0.0.1:9090", ":9090": "127.0.0.1:9090", "[::]:1": "127.0.0.1:1", "10.0.0.7:1": "10.0.0.7:1"} {
		if got := here(listen); got != want {
			t.Errorf("here(%q) = %q, want %q", listen, got, want)
		}
	}
}

func TestOfferedLanguages(t *testing.T) {
	all, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	some := offer(all, []string{"en"})
	if got := some.Languages(); len(got) != 1 || got[0].Tag != "en" {
		t.Errorf("offered: %v", got)
	}
	if _, ok := some.Match("hi"); ok {
		t.Error("a language that is not offered is chosen by itself")
	}
	if tag, ok := some.Match("en-GB"); !ok || tag != "en" {
		t.Errorf("en-GB is %q, %v", tag, ok)
	}
	if some.label("hi", "btn.back") == "" {
		t.Error("text of a language taken off the list is gone")
	}
	if tag, ok := offer(all, nil).Match("hi"); !ok || tag != "hi" {
		t.Errorf("hi is %q, %v when all are offered", tag, ok)
	}
}
