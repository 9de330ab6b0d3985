package dialogs_test

import (
	"testing"
	"time"

	"satark/dialogs"
	"satark/fraud"
)

func TestDoubleTapIsNotedSilently(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	first := "q:" + k.s.Active + ":mode.1:upi"
	k.data(first)
	k.expect("q.loss.bank")
	before := encode(t, k.s)
	out := k.data(first)
	if len(out.Replies) != 0 || out.Toast != "toast.noted" || encode(t, k.s) != before {
		t.Errorf("replies %v, toast %q", keys(out), out.Toast)
	}
}

func TestOtherChoiceOnAnOldQuestionIsOffered(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	k.press("upi")
	k.data("q:" + k.s.Active + ":mode.1:card")
	k.expect("answered_before")
	if d := k.s.Drafts[k.s.Active]; d.Answers["mode.1"].Code != "upi" {
		t.Errorf("the answer changed without asking: %+v", d.Answers["mode.1"])
	}
	k.press("btn.change_it")
	k.expect("q.loss.mode")
	k.press("card")
	k.expect("q.loss.bank")
}

func TestButtonsFromLastMonth(t *testing.T) {
	k := suspectByCall(t)
	for _, data := range []string{"q:zz:mode.1:upi", "r:zz:submit", "g:rep:SK-0000-0000", "g:nonsense", "x", "", "q:", "q:1", "q:1:", "q:1:medium", "r:1:", "g:lang:xx", "g:triage:"} {
		k.data(data)
		if len(k.last.Replies) == 0 {
			t.Errorf("%q got no reply", data)
		}
	}
	if len(k.created) != 1 {
		t.Errorf("created %v", k.created)
	}
}

func photo(id string) *fraud.Evidence {
	return &fraud.Evidence{ID: id, FileID: "f" + id, Kind: "photo", MIME: "image/jpeg", Size: 1000}
}

func TestAlbumIsOneAnswer(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	replies := 0
	for i := range 10 {
		out := k.step(dialogs.Input{Kind: dialogs.InputMedia, Album: "a1", Media: photo(string(rune('a' + i)))})
		replies += len(out.Replies)
		if count(out, dialogs.EffectFetch) != 1 {
			t.Errorf("photo %d is not fetched", i)
		}
	}
	d := k.s.Drafts[k.s.Active]
	if len(d.Evidence) != 10 || replies != 1 || d.At != "mode.1" {
		t.Errorf("%d files, %d replies, at %s", len(d.Evidence), replies, d.At)
	}
}

func TestForwardedBurstIsOneAnswer(t *testing.T) {
	k := newTalk(t)
	forward := func(text string, after time.Duration) dialogs.Outcome {
		k.now = start.Add(after - 20*time.Second) // step adds its own twenty
		return k.step(dialogs.Input{Kind: dialogs.InputText, Text: text, Forwarded: &dialogs.Origin{At: start}})
	}
	forward("Sir your electricity will be cut tonight", 0)
	k.expect("understood")
	out := forward("Call the officer at 9876543210 now", time.Second)
	if len(out.Replies) != 0 {
		t.Errorf("the second message got its own reply: %v", keys(out))
	}
	d := k.s.Drafts[k.s.Pending]
	if d == nil || len(k.s.Drafts) != 1 || len(d.Answers["contacts"].IDs) != 1 {
		t.Errorf("drafts %+v", k.s.Drafts)
	}
	forward("Sir last chance, pay now", time.Minute)
	if len(k.s.Drafts) != 2 {
		t.Errorf("a message a minute later belongs to a report of its own: %+v", k.s.Drafts)
	}
}

func TestRefusedFilesAndSecrets(t *testing.T) {
	k := toLossForm(t)
	k.step(dialogs.Input{Kind: dialogs.InputMedia, Refused: "executable"})
	k.expect("refused.executable")
	k.expect("q.loss.when")
	k.step(dialogs.Input{Kind: dialogs.InputText, Text: "OTP ••••••", Secrets: []fraud.Secret{fraud.SecretOTP}})
	k.expect("secret.warning")
	k.expect("q.loss.when")
	if count(k.last, dialogs.EffectDelete) != 1 {
		t.Errorf("the message stays in the chat: %+v", k.last.Effects)
	}
}

func TestKalAsksWhichDay(t *testing.T) {
	k := toLossForm(t)
	k.say("kal")
	k.expect("which_day")
	k.press("btn.day_yesterday")
	k.expect("q.loss.mode")
	m := k.s.Drafts[k.s.Active].Answers["when"].Moment
	if got := m.At.In(fraud.IST).Format("2006-01-02"); got != "2026-11-23" || m.Exact {
		t.Errorf("moment %s exact %t", got, m.Exact)
	}
}

func TestWordsInsteadOfButtons(t *testing.T) {
	k := toLossForm(t)
	k.say("aaj")
	k.expect("q.loss.mode")
	k.say("1")
	k.expect("q.loss.bank")
	k.say("back")
	k.expect("q.loss.mode")
	k.say("हिन्दी")
	k.expect("language_set")
	if k.s.Lang != "hi" {
		t.Errorf("language %s", k.s.Lang)
	}
	k.say("stop")
	k.expect("stopped")
	if len(k.s.Drafts) != 1 || k.s.Active != "" {
		t.Errorf("session %+v", k.s)
	}
}

func TestNothingIsRecordedBeforeConsent(t *testing.T) {
	k := newTalk(t)
	for _, do := range []func() dialogs.Outcome{
		func() dialogs.Outcome { return k.command("start", "campaign_42") },
		func() dialogs.Outcome { return k.say("call from 9876543210 about KYC update") },
		func() dialogs.Outcome { return k.press("btn.triage_none") },
	} {
		if out := do(); !out.Unrecorded {
			t.Errorf("turn %d is recorded", k.turns)
		}
	}
	k.press("btn.decline")
	if len(k.s.Drafts) != 0 {
		t.Errorf("the declined draft is kept: %+v", k.s.Drafts)
	}
	if k.s.Source != "campaign_42" {
		t.Errorf("source %q", k.s.Source)
	}
}
