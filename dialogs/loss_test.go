package dialogs_test

import (
	"slices"
	"testing"

	"satark/dialogs"
	"satark/fraud"
)

// toLossForm walks to the first question of a loss.
func toLossForm(t tb) *talk {
	k := newTalk(t)
	k.command("start", "lost")
	if !hasCard(k.last) {
		t.Fatalf("the first reply to a loss is not the 1930 card: %v", keys(k.last))
	}
	k.press("btn.prepare_loss")
	k.expect("consent")
	k.press("btn.agree")
	k.expect("q.loss.when")
	return k
}

func TestLossWithTwoTransactions(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	k.press("upi")
	k.press("SBI")
	k.say("₹1,25,000")
	k.say("12345") // too short for a UTR
	k.expect("invalid.utr.short")
	k.say("६३२८१५०१२३४५")
	k.say("cheat@ybl")
	k.press("yes")
	k.press("netbanking")
	k.say("Gramin Bank")
	k.say("1.5 lakh")
	k.press("btn.dont_know")
	k.press("yesterday")
	k.say("account 123456789012 IFSC SBIN0001234")
	k.press("no")
	k.press("whatsapp")
	k.say("+91 91234 56780, www.fake-trade.in")
	k.say("They promised double money in share market and I sent it")
	k.press("Asha")
	k.step(dialogs.Input{Kind: dialogs.InputContact, Contact: &dialogs.Contact{Phone: "919812345678", Own: true}})
	k.say("Jaipur, Rajasthan")
	k.press("btn.skip")
	k.expect("review.loss")
	k.press("btn.submit")
	if len(k.created) != 1 {
		t.Fatalf("reports %v", k.created)
	}
	checkTwoTransactions(t, k.reports[k.created[0]])
}

func checkTwoTransactions(t *testing.T, r fraud.Report) {
	t.Helper()
	l := r.Loss
	if len(l.Transactions) != 2 || l.Total() != 275000_00 {
		t.Fatalf("transactions %+v", l.Transactions)
	}
	one, two := l.Transactions[0], l.Transactions[1]
	if one.Mode != fraud.ModeUPI || one.Bank != "SBI" || one.Amount != 125000_00 || one.UTR.Value != "632815012345" || one.To[0].Value != "cheat@ybl" {
		t.Errorf("first %+v", one)
	}
	if two.Mode != fraud.ModeNetBanking || two.Bank != "Gramin Bank" || !two.UTR.IsZero() || len(two.To) != 2 || !two.At.Before(one.At) {
		t.Errorf("second %+v", two)
	}
	if len(l.Suspects) != 2 || l.Contact != fraud.MediumWhatsApp {
		t.Errorf("suspects %+v contact %s", l.Suspects, l.Contact)
	}
	p := r.Reporter
	if p.Name != "Asha" || p.Mobile.Value != "+919812345678" || !p.Verified || p.State == "" || p.District != "Jaipur" {
		t.Errorf("person %+v", p)
	}
	if r.Decision.Row != 3 {
		t.Errorf("decision %+v", r.Decision)
	}
}

// A transaction number that could be an Aadhaar number is masked; the way out that
// the citizen is told works.
func TestDoubtfulNumberWithItsWord(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	k.press("upi")
	k.press("SBI")
	k.say("500")
	const doubtful = "999941057058"
	if _, found := fraud.Scrub(doubtful, k.e.Expecting(k.s)); len(found) != 1 {
		t.Fatalf("found %v", found)
	}
	clean, found := fraud.Scrub("UTR "+doubtful, k.e.Expecting(k.s))
	if len(found) != 0 {
		t.Fatalf("found %v", found)
	}
	k.say(clean)
	k.expect("q.loss.to")
	clean, found = fraud.Scrub("A/C "+doubtful, k.e.Expecting(k.s))
	if len(found) != 0 {
		t.Fatalf("found %v", found)
	}
	k.say(clean)
	d := k.s.Drafts[k.s.Active]
	if got := d.Answers["utr.1"].IDs; len(got) != 1 || got[0].Value != doubtful {
		t.Errorf("utr %+v", got)
	}
	if got := d.Answers["to.1"].IDs; len(got) != 1 || got[0].Kind != fraud.KindAccount || got[0].Value != doubtful {
		t.Errorf("to %+v", got)
	}
}

func TestClocksAreShownAtOnce(t *testing.T) {
	k := toLossForm(t)
	k.press("now")
	k.expect("q.loss.mode")
	clocks := 0
	for _, l := range k.last.Replies[0].Lead {
		if until, ok := l.Args["Until"].(dialogs.When); l.Key == "note.clock" && ok && until.At.After(k.now) && until.At.In(fraud.IST).Format("15:04") != "00:00" {
			clocks++
		}
	}
	if clocks == 0 || clocks > 3 {
		t.Errorf("%d clocks run: %+v", clocks, k.last.Replies[0].Lead)
	}
}

func TestTwoTransactionsNeverShareAUTR(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	for _, last := range []string{"q.loss.to", "invalid.utr.twice"} {
		k.press("upi")
		k.press("SBI")
		k.say("500")
		k.say("632815012345")
		k.expect(last)
		if last == "q.loss.to" {
			k.press("btn.dont_know")
			k.press("yes")
		}
	}
	k.expect("q.loss.utr")
}

func TestBackFromAnEditGoesToTheReview(t *testing.T) {
	k := newTalk(t)
	k.command("report", "")
	k.press("btn.triage_none")
	k.press("btn.agree")
	k.press("sms")
	k.say("VM-HDFCBK-S")
	k.say("your KYC is expired")
	k.press("today")
	k.press("btn.change")
	k.press("edit.details")
	k.expect("q.suspected.details")
	k.press("btn.back")
	k.expect("review.suspected")
}

func TestAnAmountIsNoBank(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	k.press("upi")
	k.say("25,000")
	k.expect("q.loss.bank")
	if k.s.Drafts[k.s.Active].Answers["bank.1"].Text != "" {
		t.Error("taken for a bank")
	}
	k.say("बड़ौदा ग्रामीण बैंक 2")
	k.expect("q.loss.amount")
}

func TestPayeeInAnyWriting(t *testing.T) {
	account := fraud.Identifier{Kind: fraud.KindAccount, Value: "12345678901"}
	ifsc := fraud.Identifier{Kind: fraud.KindIFSC, Value: "HDFC0001234"}
	for text, want := range map[string][]fraud.Identifier{
		"12345678901 HDFC0001234":                 {account, ifsc},
		"hdfc0001234, 12345678901":                {ifsc, account},
		"खाता 12345678901, IFSC HDFC0001234":      {account, ifsc},
		"12345678901":                             {account},
		"a/c 12345678901 or 98765 43210":          {account, {Kind: fraud.KindMobile, Value: "+919876543210"}},
		"Cheat@YBL":                               {{Kind: fraud.KindVPA, Value: "cheat@ybl"}},
		"Ramesh, the man from the electricity":    {{Kind: fraud.KindHandle, Value: "Ramesh, the man from the electricity"}},
		"upi id cheat@ybl, account no 1234567890": {{Kind: fraud.KindVPA, Value: "cheat@ybl"}, {Kind: fraud.KindAccount, Value: "1234567890"}},
	} {
		k := toLossForm(t)
		k.press("today")
		k.press("upi")
		k.press("SBI")
		k.say("500")
		k.press("btn.dont_know")
		k.say(text)
		if got := k.s.Drafts[k.s.Active].Answers["to.1"].IDs; !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestBackKeepsTheAnswer(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	k.press("upi")
	k.press("btn.back")
	k.expect("q.loss.mode")
	if k.last.Replies[0].Lines[0].Key != "note.current" {
		t.Errorf("the present answer is not shown: %+v", k.last.Replies[0])
	}
	k.press("btn.keep")
	k.expect("q.loss.bank")
	k.press("btn.back")
	k.press("card")
	k.expect("q.loss.bank")
	if d := k.s.Drafts[k.s.Active]; d.Answers["mode.1"].Code != "card" {
		t.Errorf("answers %+v", d.Answers)
	}
}

func TestSentenceAtAChoiceIsKept(t *testing.T) {
	k := toLossForm(t)
	k.press("today")
	k.say("a man from customer care made me pay twice")
	k.expect("kept_choose")
	d := k.s.Drafts[k.s.Active]
	if d.Answers["details"].Text == "" {
		t.Errorf("the sentence is lost: %+v", d.Answers)
	}
}

func TestSecondTapOnPrepareKeepsTheForm(t *testing.T) {
	k := toLossForm(t)
	first := k.s.Active
	k.data("g:loss")
	if k.s.Active != first || len(k.s.Drafts) != 1 {
		t.Errorf("active %s of %d drafts, want %s alone", k.s.Active, len(k.s.Drafts), first)
	}
	k.expect("q.loss.when")
}
