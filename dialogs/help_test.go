package dialogs_test

import (
	"encoding/json"
	"testing"

	"satark/dialogs"
)

// everyStep plays a whole talk of each form and calls visit after each turn.
func everyStep(t *testing.T, visit func(*talk)) {
	t.Helper()
	plain := func(text string) func(*talk) { return func(k *talk) { k.say(text) } }
	tap := func(label string) func(*talk) { return func(k *talk) { k.press(label) } }
	cmd := func(name, payload string) func(*talk) { return func(k *talk) { k.command(name, payload) } }
	talks := [][]func(*talk){
		{cmd("start", ""), tap("btn.home_suspect"), tap("btn.triage_none"), tap("btn.agree"), tap("call"), plain("98765 43210"),
			plain("He spoke and spoke and wanted something"), tap("kyc_payment"), tap("today"), tap("add.name"), plain("Asha"), tap("add.mobile"), tap("btn.skip"),
			tap("add.evidence"), tap("btn.skip"), tap("btn.change"), tap("btn.to_review"), tap("btn.submit"), tap("btn.i_filed"), tap("btn.no_reference"),
			tap("btn.reports")},
		{cmd("lost", ""), tap("btn.prepare_loss"), tap("btn.agree"), tap("now"), tap("upi"), tap("SBI"), plain("5000"), plain("632815012345"), plain("xy@ybl"),
			tap("yes"), tap("cash"), plain("700"), tap("same"), tap("btn.dont_know"), tap("no"), tap("call"), tap("btn.skip"), plain("He said he is from the bank"),
			tap("Asha"), tap("btn.skip"), tap("btn.skip"), tap("btn.skip"), tap("btn.change"), tap("btn.to_review"), tap("btn.submit")},
		{cmd("language", ""), cmd("privacy", ""), cmd("mydata", ""), cmd("forget", ""), cmd("reports", ""), cmd("help", "")},
		{cmd("start", ""), tap("btn.home_else"), tap("else.frozen"), tap("btn.back_else"), tap("else.child")},
	}
	for _, steps := range talks {
		k := newTalk(t)
		for _, do := range steps {
			do(k)
			visit(k)
		}
	}
}

func TestHelpFromEveryStep(t *testing.T) {
	cries := []dialogs.Input{
		{Kind: dialogs.InputText, Text: "paise kat gaye"},
		{Kind: dialogs.InputText, Text: "I lost money"},
		{Kind: dialogs.InputText, Text: "पैसे कट गए"},
		{Kind: dialogs.InputText, Text: "PAISE KAT GAYE!!"},
		{Kind: dialogs.InputCommand, Command: "lost"},
		{Kind: dialogs.InputPress, Data: "g:lost"},
	}
	steps := 0
	everyStep(t, func(k *talk) {
		steps++
		for _, cry := range cries {
			side := *k // the cry is a fork of the talk
			before := side.s
			out := side.step(cry)
			if !hasCard(out) {
				t.Errorf("after turn %d, %q does not bring the 1930 card first: %v", k.turns, cry.Text+cry.Command+cry.Data, keys(out))
			}
			if got, want := drafts(t, side.s), drafts(t, before); got != want {
				t.Errorf("after turn %d, the drafts changed:\n%s\n%s", k.turns, want, got)
			}
			if before.Active == "" {
				continue
			}
			was, now := side.s.Drafts[before.Active], ""
			out = side.data("g:resume:" + before.Active)
			if d := out.Session.Drafts[before.Active]; d != nil {
				now = d.At
			}
			if now != was.At || out.Session.Active != before.Active {
				t.Errorf("after turn %d, resume came back to %q, want %q", k.turns, now, was.At)
			}
		}
	})
	if steps < 40 {
		t.Errorf("only %d steps were visited", steps)
	}
}

func drafts(t *testing.T, s dialogs.Session) string {
	t.Helper()
	b, err := json.Marshal(s.Drafts)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The 1930 button, a language button and a way out stand under every question.
func TestEveryQuestionHasItsWaysOut(t *testing.T) {
	everyStep(t, func(k *talk) {
		if k.s.Active == "" {
			return
		}
		have := map[string]bool{}
		for _, b := range buttons(k.last) {
			have[b.Data] = true
		}
		for _, want := range []string{"g:lost", "g:lang", "g:stop"} {
			if !have[want] {
				t.Errorf("turn %d (%v) has no button %s", k.turns, keys(k.last), want)
			}
		}
	})
}
