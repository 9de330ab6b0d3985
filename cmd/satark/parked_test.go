package main

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"satark/bot"
	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/store/sqlitestore"
)

// allergic is a dialogue that panics at one word, until it is cured.
type allergic struct {
	bot.Dialogue
	word  string
	cured atomic.Bool
}

func (a *allergic) Step(s dialogs.Session, in dialogs.Input) dialogs.Outcome {
	if in.Text == a.word && !a.cured.Load() {
		panic("call +919876501234")
	}
	return a.Dialogue.Step(s, in)
}

// onStore sets the environment for an operator's command on a directory.
func onStore(t *testing.T, dir string) {
	t.Helper()
	for _, item := range settingsTable(testLanguages) {
		t.Setenv(item.name, "")
	}
	t.Setenv("SATARK_STORE", "file:"+dir)
}

// A poisonous update is parked, seen by the operator while the bot runs, put back when the
// cause is mended, and answered then.
func TestParkedUpdatesAreListedRetriedAndDiscarded(t *testing.T) {
	sick := &allergic{word: "poison"}
	dir := t.TempDir()
	s, err := setStage(staging{dir: dir, seams: seams{dialogue: func(d bot.Dialogue) bot.Dialogue { sick.Dialogue = d; return sick }}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.strike(); err != nil {
			t.Error(err)
		}
	})
	if err := s.boot(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := s.sandbox.Citizen(41, sandbox.Profile{First: "Asha", Lang: "en"})
	first, second := c.Say("poison"), c.Say("poison")
	for _, update := range []int64{first, second} {
		if err := s.parts.store.settled(t.Context(), 41, update); err != nil {
			t.Fatal(err)
		}
	}

	onStore(t, dir)
	_, list, _ := invoke(t, "", "parked")
	if !strings.Contains(list, fmt.Sprint(first)) || !strings.Contains(list, "panic at satark/cmd") || !strings.Contains(list, "2 parked") {
		t.Errorf("the list:\n%s", list)
	}
	if strings.Contains(list, "98765") || strings.Contains(list, "poison") {
		t.Errorf("the list tells what was written:\n%s", list)
	}
	if _, shown, _ := invoke(t, "", "parked", "show", fmt.Sprint(first)); !strings.Contains(shown, `"poison"`) {
		t.Errorf("shown: %s", shown)
	}
	before := len(c.Messages())
	sick.cured.Store(true)
	if code, out, errs := invoke(t, "", "parked", "retry", fmt.Sprint(first)); code != exitFine || !strings.Contains(out, "put back") {
		t.Fatalf("retry: %d, %s, %s", code, out, errs)
	}
	eventually(t, "answered", func() bool { return len(c.Messages()) > before })
	if code, _, errs := invoke(t, "", "parked", "discard", fmt.Sprint(second), "77"); code != exitFault || !strings.Contains(errs, "nothing is parked as 77") {
		t.Errorf("discard: %d, %s", code, errs)
	}
	if _, list, _ := invoke(t, "", "parked"); list != "Nothing is parked.\n" {
		t.Errorf("at the end:\n%s", list)
	}
}

// The operator's key is changed while the bot runs: what was told before and what is told
// meanwhile opens, and in the end the new key is enough.
func TestTheKeyIsChangedWhileTheBotRuns(t *testing.T) {
	nowhere := terminal{out: io.Discard, err: io.Discard}
	v := startServe(t, nil)
	dir := v.s.Store.Dir
	for id := range int64(5) {
		c := v.box.Citizen(41+id, sandbox.Profile{First: "Asha", Lang: "en"})
		c.Say("/start")
		answered(t, c)
	}
	onStore(t, dir)
	if err := newKey(dir); err != nil {
		t.Fatal(err)
	}
	o, err := operate(t.Context(), flag.NewFlagSet("rekey", flag.ContinueOnError), nil, nowhere, rekeyStory)
	if err != nil {
		t.Fatal(err)
	}
	defer o.store.Close()
	if changed, err := o.rekey(t.Context(), nowhere); err != nil || changed != 5 {
		t.Fatalf("wrapped anew: %d, %v", changed, err)
	}
	// The bot has not read the file again yet: it does when something does not open.
	old, fresh := v.box.Citizen(41, sandbox.Profile{}), v.box.Citizen(99, sandbox.Profile{First: "Ravi", Lang: "hi"})
	fresh.Say("/start")
	answered(t, fresh)
	old.Say("/help")
	answered(t, old)
	if err := v.end(t); err != nil {
		t.Fatal(err)
	}
	// Somebody who came before the bot noticed may be under the old key still: then the
	// first look mends that and the second finds nothing.
	_, _, _ = invoke(t, "", "rekey", "--drop")
	if code, _, errs := invoke(t, "", "rekey", "--drop"); code != exitFine {
		t.Fatalf("drop: %d, %s", code, errs)
	}
	if keys, _, err := sqlitestore.KeyFile(dir); err != nil || len(keys) != 1 {
		t.Fatalf("%d keys are left, %v", len(keys), err)
	}
	all, err := openStore(t.Context(), Settings{Store: StoreAt{Dir: dir}}, opening{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	for _, chat := range []int64{41, 42, 43, 44, 45, 99} {
		if c, err := all.Load(t.Context(), chat); err != nil || c.Version == 0 {
			t.Errorf("chat %d: version %d, %v", chat, c.Version, err)
		}
	}
}
