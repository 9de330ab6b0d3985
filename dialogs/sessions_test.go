package dialogs_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"satark/dialogs"
)

var update = flag.Bool("update", false, "write testdata/sessions anew for the present form versions")

// Sessions of every form version ever shipped must load, show where they were and
// keep each answer. With -update the present version's are written; those of older
// versions are never touched.
func TestOldSessionsLoad(t *testing.T) {
	dir := filepath.Join("testdata", "sessions")
	if *update {
		writeSessions(t, dir)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d sessions in %s, %v", len(files), dir, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { loadAndResume(t, file) })
	}
}

func loadAndResume(t *testing.T, file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	k := newTalk(t)
	if err := json.Unmarshal(raw, &k.s); err != nil {
		t.Fatal(err)
	}
	before := drafts(t, k.s)
	k.command("start", "")
	k.expect("home")
	if got := drafts(t, k.s); got != before {
		t.Errorf("the drafts changed:\n%s\n%s", before, got)
	}
	for id, d := range k.s.Drafts {
		if len(d.Answers) == 0 {
			continue
		}
		want := len(d.Answers)
		k.data("g:resume:" + id)
		if k.s.Consent.Version > 0 && len(k.s.Drafts[id].Answers) != want {
			t.Errorf("draft %s has %d answers, want %d", id, len(k.s.Drafts[id].Answers), want)
		}
	}
}

func writeSessions(t *testing.T, dir string) {
	t.Helper()
	n := 0
	everyStep(t, func(k *talk) {
		n++
		version := 1
		if d := k.s.Drafts[k.s.Active]; d != nil {
			version = d.Version
		}
		b, err := json.MarshalIndent(k.s, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("v%d-%02d.json", version, n)), append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	})
}

// A draft of a form that this version does not know is set aside, not lost.
func TestUnknownFormIsSetAside(t *testing.T) {
	k := newTalk(t)
	k.s = dialogs.Session{Lang: "en", Active: "7", Drafts: map[string]*dialogs.Draft{"7": {ID: "7", Form: "later", Version: 3, Answers: map[string]dialogs.Answer{"a": {Text: "kept"}}}}}
	k.say("hello there")
	if d := k.s.Aside["7"]; d == nil || d.Answers["a"].Text != "kept" || k.s.Active != "" {
		t.Errorf("session %+v", k.s)
	}
}
