package dialogs_test

import (
	"testing"

	"satark/dialogs"
	"satark/fraud"
)

func count(out dialogs.Outcome, kind dialogs.EffectKind) (n int) {
	for _, e := range out.Effects {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

func TestSubmitOnce(t *testing.T) {
	k := suspectByCall(t)
	submit := "r:" + k.s.Filed[0].Draft + ":submit"
	for range 50 {
		k.data(submit)
		k.expect("already_filed")
	}
	if len(k.created) != 1 || len(k.s.Filed) != 1 {
		t.Errorf("created %v, filed %v", k.created, k.s.Filed)
	}
}

func TestAmend(t *testing.T) {
	k := suspectByCall(t)
	n := k.created[0]
	k.command("reports", "")
	k.press(string(n))
	k.press("btn.amend")
	k.expect("review.amend")
	k.press("btn.change")
	k.press("edit.suspect")
	k.expect("q.suspected.suspect.call")
	k.say("98765 43211")
	k.expect("review.amend")
	k.press("btn.submit_amended")
	r := k.reports[n]
	if len(k.created) != 1 || r.Suspicion.Suspect[0].Value != "+919876543211" || r.Number != n {
		t.Errorf("created %v, report %+v", k.created, r.Suspicion)
	}
	if count(k.last, dialogs.EffectPack) != 1 {
		t.Errorf("effects %+v", k.last.Effects)
	}
}

func TestWithdrawAndComeBack(t *testing.T) {
	k := suspectByCall(t)
	n := k.created[0]
	k.command("reports", "")
	k.press(string(n))
	k.press("btn.withdraw")
	k.press("btn.withdraw_yes")
	if k.reports[n].Status != fraud.StatusWithdrawn || k.s.Filed[0].Status != fraud.StatusWithdrawn {
		t.Errorf("report %s, list %s", k.reports[n].Status, k.s.Filed[0].Status)
	}
	k.data("g:wdok:" + string(n)) // a second tap
	k.expect("reports.one")
	k.press("btn.amend")
	k.press("btn.submit_amended")
	if k.reports[n].Status != fraud.StatusPrepared {
		t.Errorf("after amending: %s", k.reports[n].Status)
	}
}

func TestCitizenTellsTheAcknowledgement(t *testing.T) {
	k := toLossForm(t)
	for _, do := range []string{"now", "cash"} {
		k.press(do)
	}
	k.say("700")
	k.press("btn.dont_know")
	k.press("no")
	k.press("call")
	k.press("btn.skip")
	k.say("he took my bag of cash at the door")
	k.press("Asha")
	k.press("btn.skip")
	k.press("btn.skip")
	k.press("btn.skip")
	k.press("btn.submit")
	if count(k.last, dialogs.EffectRemind) != 2 {
		t.Errorf("reminders: %+v", k.last.Effects)
	}
	n := k.created[0]
	k.press("btn.i_filed")
	k.say("123")
	k.expect("invalid.ncrp")
	k.say("3 2911 2600 12345")
	k.expect("filing_noted")
	r := k.reports[n]
	if r.Status != fraud.StatusFiled || len(r.Filings) != 1 || r.Filings[0].Reference.Value != "32911260012345" {
		t.Errorf("status %s, filings %+v", r.Status, r.Filings)
	}
}

func TestForget(t *testing.T) {
	k := suspectByCall(t)
	k.command("forget", "")
	if len(k.s.Filed) != 1 {
		t.Fatal("forgot without asking")
	}
	k.press("btn.forget_yes")
	if len(k.s.Filed) != 0 || k.s.Consent.Version != 0 || count(k.last, dialogs.EffectForget) != 1 {
		t.Errorf("session %+v, effects %+v", k.s, k.last.Effects)
	}
}

func TestFilingIsToldOnce(t *testing.T) {
	k := suspectByCall(t)
	n := k.created[0]
	k.press("btn.i_filed")
	again := "g:noref:" + string(n) + ":chakshu"
	k.data(again)
	k.expect("filing_noted")
	k.data(again)
	if told := k.reports[n].Filings; len(told) != 1 || k.last.Toast != "toast.noted" {
		t.Errorf("filings %+v, toast %q", told, k.last.Toast)
	}
}
