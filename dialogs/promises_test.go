package dialogs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"satark/dialogs"
	"satark/fraud"
)

// promising is an engine of an operator who promises p.
func promising(p dialogs.Promises) *dialogs.Engine {
	return dialogs.New(dialogs.Config{
		Languages: []dialogs.Language{{Tag: "en", Autonym: "English", Name: "English"}, {Tag: "hi", Autonym: "हिन्दी", Name: "Hindi"}},
		Words:     catalogue.Words, Promises: p,
		Label: func(tag, key string) string { s, _ := catalogue.Text(tag, key, nil); return s },
	})
}

// texts are the keys of all parts of the last replies.
func texts(out dialogs.Outcome) (all []string) {
	for _, r := range out.Replies {
		for _, l := range slices.Concat(r.Lead, []dialogs.Text{{Key: r.Key}}, r.Lines) {
			all = append(all, l.Key)
		}
		if r.Foot != nil {
			all = append(all, r.Foot.Key)
		}
	}
	return all
}

func TestForgetTellsWhatStaysAndUntilWhen(t *testing.T) {
	for days, want := range map[int][]string{
		0:   {"forget_ask", "forget.stays", "forget.elsewhere"},
		365: {"forget_ask", "forget.stays", "forget.vault", "forget.elsewhere"},
	} {
		k := suspectByCall(t)
		k.e = promising(dialogs.Promises{VaultDays: days})
		k.command("forget", "")
		if got := texts(k.last); !slices.Equal(got, want) {
			t.Errorf("%d days: told %q, want %q", days, got, want)
		}
		if days > 0 {
			args := k.last.Replies[0].Lines[1].Args
			if until := args["Until"].(dialogs.When).At; until.Before(k.now.AddDate(0, 0, days)) || until.After(k.now.AddDate(0, 0, days+1)) {
				t.Errorf("until %s", until)
			}
			if from := args["From"].(dialogs.When).At; !from.Equal(fraud.RuleVault.Info().From) {
				t.Errorf("in force from %s", from)
			}
		}
		k.press("btn.forget_yes")
		k.expect("forgetting")
		if kept := len(k.s.Filed) > 0; kept != (days > 0) || count(k.last, dialogs.EffectForget) != 1 {
			t.Errorf("%d days: the session for the copy: %+v", days, k.s)
		}
	}
}

func TestTheNoticeSaysHowLong(t *testing.T) {
	p := dialogs.Promises{VaultDays: 30, Drafts: 365, Evidence: 400, Reports: 1095, WarnDays: 30}
	k := newTalk(t)
	k.e = promising(p)
	k.command("privacy", "")
	want := []string{"privacy", "privacy.until", "privacy.after.drafts", "privacy.after.evidence", "privacy.after.reports", "privacy.warned",
		"forget.stays", "forget.vault", "forget.elsewhere", "privacy.rights"}
	if got := texts(k.last); !slices.Equal(got, want) {
		t.Errorf("told %q", got)
	}
	k.e = promising(dialogs.Promises{WarnDays: 30})
	k.command("privacy", "")
	if got := texts(k.last); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "privacy.after") || s == "privacy.warned" }) {
		t.Errorf("told of what is not so: %q", got)
	}
}

// Who agreed to less than is true now is asked before the next form; the form they are in
// goes on, and no button leads into a circle.
func TestConsentIsAskedAgainWhenTheFactsChange(t *testing.T) {
	for name, change := range map[string]func(*talk){
		"an older notice":  func(k *talk) { k.s.Consent.Version = 1 },
		"a vault":          func(k *talk) { k.e = promising(dialogs.Promises{VaultDays: 30}) },
		"a longer vault":   func(k *talk) { k.s.Consent.Vault = 30; k.e = promising(dialogs.Promises{VaultDays: 365}) },
		"the same or less": func(k *talk) { k.s.Consent.Vault = 365; k.e = promising(dialogs.Promises{VaultDays: 30}) },
	} {
		t.Run(name, func(t *testing.T) {
			k := toLossForm(t)
			k.press("today")
			old := buttons(k.last)[0].Data
			draft := k.s.Active
			change(k)
			k.data(old)
			k.expect("q.loss.bank")
			k.command("cancel", "")
			k.press("btn.resume_loss")
			if name == "the same or less" {
				k.expect("q.loss.bank")
				return
			}
			k.expect("consent")
			if !slices.Contains(texts(k.last), "consent.changed") {
				t.Errorf("not told why: %q", texts(k.last))
			}
			k.data(old) // a button of the old screen leads to the question, not into a circle
			k.expect("consent")
			k.press("btn.decline")
			k.expect("declined.again")
			if k.s.Drafts[draft] == nil || count(k.last, dialogs.EffectErase) != 0 {
				t.Error("what was told under the earlier notice is gone")
			}
			k.data("g:resume:" + draft)
			k.press("btn.agree")
			k.expect("q.loss.bank")
			if !k.s.Consent.At.Equal(k.now) {
				t.Errorf("consent %+v", k.s.Consent)
			}
		})
	}
}

// Nothing is kept of who says no, or is a child: not the draft, and not the file that was
// on its way.
func TestWhoDoesNotAgreeLeavesNothing(t *testing.T) {
	for _, button := range []string{"btn.decline", "btn.minor"} {
		k := newTalk(t)
		k.command("start", "")
		k.step(dialogs.Input{Kind: dialogs.InputMedia, Media: photo("p1"), Text: "He said my bank KYC has expired, install this app"})
		k.press("btn.triage_none")
		k.expect("consent")
		k.press(button)
		if len(k.s.Drafts) != 0 || k.s.Pending != "" || count(k.last, dialogs.EffectErase) != 1 || !slices.Contains(k.s.Dropped, "p1") {
			t.Errorf("%s: session %+v, effects %+v", button, k.s, k.last.Effects)
		}
	}
}

func TestADeletedDraftTakesItsFilesAlong(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	for _, id := range []string{"a", "b"} {
		k.step(dialogs.Input{Kind: dialogs.InputMedia, Media: photo(id)})
	}
	draft := k.s.Active
	k.command("cancel", "")
	k.data("g:drop:" + draft)
	k.expect("dropped")
	if count(k.last, dialogs.EffectErase) != 2 || !slices.Equal(k.s.Dropped, []string{"a", "b"}) {
		t.Errorf("effects %+v, dropped %q", k.last.Effects, k.s.Dropped)
	}
}

// A report being changed and then left alone keeps the files it had.
func TestADeletedAmendmentLeavesTheReportItsFiles(t *testing.T) {
	k := newTalk(t)
	k.command("report", "")
	k.press("btn.triage_none")
	k.press("btn.agree")
	for _, do := range []func(){
		func() { k.press("call") }, func() { k.say("98765 43210") }, func() { k.say("He said my bank KYC has expired") }, func() { k.press("today") },
		func() { k.step(dialogs.Input{Kind: dialogs.InputMedia, Media: photo("old")}) }, func() { k.press("btn.submit") },
	} {
		do()
	}
	n := k.created[0]
	k.data("g:amend:" + string(n))
	k.step(dialogs.Input{Kind: dialogs.InputMedia, Media: photo("new")})
	draft := k.s.Active
	k.data("g:drop:" + draft)
	k.expect("dropped")
	if count(k.last, dialogs.EffectErase) != 1 || !slices.Equal(k.s.Dropped, []string{"new"}) {
		t.Errorf("effects %+v, dropped %q", k.last.Effects, k.s.Dropped)
	}
}

func TestThePressOfStayEndsTheSilence(t *testing.T) {
	k := suspectByCall(t)
	k.s.Warned = k.now.AddDate(0, 0, 335)
	k.now = k.s.Warned.AddDate(0, 0, 20)
	k.data(dialogs.StayButton().Data)
	if !slices.Contains(texts(k.last), "stays") || !k.s.Heard.After(k.s.Warned) {
		t.Errorf("told %q, heard %s, warned %s", texts(k.last), k.s.Heard, k.s.Warned)
	}
}

func TestHeardIsKeptToTheHour(t *testing.T) {
	k := newTalk(t)
	k.command("start", "")
	first := k.s.Heard
	k.say("hello")
	if !k.s.Heard.Equal(first) {
		t.Errorf("heard anew after %s", k.s.Heard.Sub(first))
	}
	k.now = k.now.Add(time.Hour)
	k.say("hello")
	if !k.s.Heard.Equal(k.now) {
		t.Errorf("heard at %s, it is %s", k.s.Heard, k.now)
	}
}

// Every button that carries a label of the catalogue is known by its data again, and every
// answer on the review is told, for whoever reads it months later.
func TestWhatWasPressedAndToldIsKnownAgain(t *testing.T) {
	seen := map[string]bool{}
	same := map[string]string{"btn.home_lost": "btn.lost", "btn.triage_money": "btn.lost", "btn.back_else": "btn.home_else"}
	everyStep(t, func(k *talk) {
		for _, b := range buttons(k.last) {
			if b.Key == "" || b.Data == "" || strings.HasPrefix(b.Data, "g:resume:") {
				continue
			}
			got, ok := dialogs.Pressed(b.Data)
			want := b.Key
			if other, twin := same[want]; twin {
				want = other
			}
			if strings.HasPrefix(want, "add.") && want != "add.evidence" {
				want = "edit." + strings.TrimPrefix(want, "add.")
			}
			if !ok || got.Key != want {
				t.Errorf("%q reads %q, known as %q", b.Data, b.Key, got.Key)
			}
			seen[got.Key] = true
		}
		if len(k.last.Replies) == 0 || !strings.HasPrefix(k.last.Replies[0].Key, "review.") {
			return
		}
		var keys []string
		for _, told := range dialogs.Told(*k.s.Drafts[k.s.Active]) {
			keys = append(keys, told.Key)
		}
		for _, line := range k.last.Replies[0].Lines {
			if strings.HasPrefix(line.Key, "line.") && line.Key != "line.files" && !slices.Contains(keys, line.Key) {
				t.Errorf("%s is not told: %q", line.Key, keys)
			}
		}
	})
	if len(seen) < 40 {
		t.Errorf("only %d labels were pressed", len(seen))
	}
}

func TestToldIsWhole(t *testing.T) {
	long := strings.Repeat("word ", 500)
	d := dialogs.Draft{Form: "suspected", Answers: map[string]dialogs.Answer{"details": {Text: long}}}
	told := dialogs.Told(d)
	if len(told) != 1 || told[0].Args["Value"] != long {
		t.Errorf("told %d lines", len(told))
	}
	if dialogs.Told(dialogs.Draft{Form: "of tomorrow"}) != nil {
		t.Error("an unknown form is told")
	}
}
