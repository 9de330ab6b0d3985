package dialogs_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satark/dialogs"
	"satark/fraud"
)

// Any walk of taps, texts and commands gets an answer each time, fits Telegram's
// limits, names only messages that exist, and files at most one report a draft.
func TestAnyWalk(t *testing.T) {
	texts := []string{"5000", "1.2 lakh", "632815012345", "98765 43210", "xy@ybl", "kal", "today 4 pm", "VM-HDFCBK-S: KYC expired",
		"paise kat gaye", "haan", "no", "back", "skip", "पता नहीं", "Jaipur, Rajasthan", "hello", "…", "SK-7F3K-92QX", "a long story of how I was called by a bank man"}
	commands := []string{"start", "lost", "report", "reports", "language", "help", "privacy", "mydata", "forget", "cancel", "nonsense"}
	rapid.Check(t, func(rt *rapid.T) {
		k := newTalk(rt)
		k.command("start", "")
		for range rapid.IntRange(1, 40).Draw(rt, "turns") {
			all := buttons(k.last)
			switch n := rapid.IntRange(0, 9).Draw(rt, "do"); {
			case n < 6 && len(all) > 0:
				if b := rapid.SampledFrom(all).Draw(rt, "button"); b.Data != "" {
					k.data(b.Data)
				}
			case n < 8:
				k.say(rapid.SampledFrom(texts).Draw(rt, "text"))
			case n == 8:
				k.step(dialogs.Input{Kind: dialogs.InputMedia, Media: photo("p")})
			default:
				k.command(rapid.SampledFrom(commands).Draw(rt, "command"), "")
			}
		}
		seen := map[fraud.Number]bool{}
		for _, n := range k.created {
			if seen[n] {
				rt.Fatalf("report %s was created twice", n)
			}
			seen[n] = true
		}
	})
}

// A switch of language at any point, any number of times, changes no answer: the
// report is the same as without.
func TestLanguageSwitchChangesNoAnswer(t *testing.T) {
	steps := []func(*talk){
		func(k *talk) { k.press("today") }, func(k *talk) { k.press("upi") }, func(k *talk) { k.press("SBI") },
		func(k *talk) { k.say("5 हज़ार") }, func(k *talk) { k.say("632815012345") }, func(k *talk) { k.say("xy@ybl") },
		func(k *talk) { k.press("no") }, func(k *talk) { k.press("call") }, func(k *talk) { k.say("9876543210") },
		func(k *talk) { k.say("उसने कहा मैं बैंक से हूँ") }, func(k *talk) { k.press("Asha") }, func(k *talk) { k.say("9812345678") },
		func(k *talk) { k.say("जयपुर, राजस्थान") }, func(k *talk) { k.press("btn.skip") },
	}
	play := func(t tb, before func(k *talk, i int)) fraud.Report {
		k := toLossForm(t)
		for i, do := range steps {
			before(k, i)
			do(k)
		}
		k.press("btn.submit")
		r := k.reports[k.created[0]]
		r.Number, r.Lang, r.Answers = "", "", nil
		r.Created, r.Updated, r.Loss.At = start, start, r.Loss.At.Truncate(0)
		return r
	}
	want := play(t, func(*talk, int) {})
	rapid.Check(t, func(rt *rapid.T) {
		got := play(rt, func(k *talk, i int) {
			for _, tag := range rapid.SliceOfN(rapid.SampledFrom([]string{"en", "hi"}), 0, 2).Draw(rt, "switch") {
				k.data("g:lang:" + tag)
			}
		})
		got.Loss.At, got.Loss.Transactions[0].At = want.Loss.At, want.Loss.Transactions[0].At // the clock ran on
		if a, b := asJSON(rt, got), asJSON(rt, want); a != b {
			rt.Fatalf("the report changed:\n%s\n%s", a, b)
		}
	})
}

func asJSON(t tb, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// FuzzStep feeds any session a store may hold and any press: no panic, an answer.
func FuzzStep(f *testing.F) {
	f.Add(`{"lang":"hi","active":"1","drafts":{"1":{"id":"1","form":"loss","version":1,"at":"utr.1","rows":1}}}`, "q:1:utr.1:_unknown", "12")
	f.Add(`{}`, "g:lost", "paise")
	e := engine()
	f.Fuzz(func(t *testing.T, session, data, text string) {
		var s dialogs.Session
		if json.Unmarshal([]byte(session), &s) != nil {
			return
		}
		in := dialogs.Input{Kind: dialogs.InputPress, At: start, Data: data, Number: "SK-TEST-TEST"}
		out := e.Step(s, in)
		if out.Need == "" && len(out.Replies) == 0 && out.Toast == "" {
			t.Errorf("press %q got no answer", data)
		}
		if !strings.HasPrefix(text, "/") {
			e.Step(out.Session, dialogs.Input{Kind: dialogs.InputText, At: start, Text: text, Number: "SK-TEST-TEST"})
		}
		e.Expecting(s)
	})
}
