package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/fraud"
	"satark/locales"
)

const (
	hindiStory   = "एक आदमी ने बिजली विभाग का बनकर फ़ोन किया और ऐप डलवाया। फिर दो बार पैसे कट गए।"
	firstUTR     = "632815012345"
	secondUTR    = "SBIN426328001234"
	payeeVPA     = "bijli.bill@ybl"
	payeeAccount = "12345678901"
	payeeIFSC    = "HDFC0001234"
	caller       = "+919123456780"
	ownMobile    = "+919812345678"
	wrongRupees  = "75,500"
	rightRupees  = "७५,५००.५०"
)

// A whole report of a loss in Hindi: two transactions, a wrong UTR, English in the
// middle and back, a step back, an answer changed in the review, and a double tap at
// the end, while the bot is slow.
func browseWholeLoss(t *testing.T, browser context.Context, words *locales.Catalogue) {
	clock := runningClock() // what failed is tried again in time
	clock.forward(time.Until(talkTime()))
	s := testStage(t, staging{clock: clock})
	w := openPage(t, browser, s, 1000, 860).addCitizen(words, sandbox.Profile{First: "Asha", Last: "Devi", Lang: "hi", Phone: ownMobile})
	askForHelp(w)
	tellFirstTransaction(w)
	tellSecondTransaction(w)
	tellOfCaller(w)
	tellOfOneself(w)
	changeAmount(w)
	number := submitTwice(w, s)
	checkWholeLoss(t, s, w.id, number)
}

func askForHelp(w *webPhone) {
	w.t.Helper()
	w.start()
	w.sees("btn.home_lost")
	w.press("btn.home_lost")
	w.sees("card.1930")
	w.until(fmt.Sprintf("%s?.href === 'tel:1930'", w.in("[data-testid=call]")))
	w.press("btn.prepare_loss")
	w.sees("btn.agree")
	w.press("btn.agree")
	w.sees("q.loss.when")
	w.say("२४/११/२०२६ १४:०५")
}

func tellFirstTransaction(w *webPhone) {
	w.t.Helper()
	w.sees("q.loss.mode", inRow(1))
	w.press("mode.upi")
	w.sees("q.loss.bank", inRow(1))
	w.pressLabel("SBI")
	w.sees("q.loss.amount", inRow(1))
	w.say("१,२५,०००")
	w.sees("q.loss.utr", inRow(1))
	w.say("12345")
	w.sees("invalid.utr.short")
	w.sees("q.loss.utr", inRow(1))

	switchTo(w, "en")
	w.sees("q.loss.utr", inRow(1))
	w.say(firstUTR)
	w.sees("q.loss.to", inRow(1))
	switchTo(w, "hi")
	w.sees("q.loss.to", inRow(1))
	w.say(payeeVPA)
	w.sees("q.loss.more")
}

func switchTo(w *webPhone, lang string) {
	w.t.Helper()
	w.press("btn.language")
	w.sees("language")
	w.pressLabel(w.autonym(lang))
	w.lang = lang
	w.sees("language_set")
}

func tellSecondTransaction(w *webPhone) {
	w.t.Helper()
	w.press("opt.more.yes")
	w.sees("q.loss.mode", inRow(2))
	w.press("mode.netbanking")
	w.sees("q.loss.bank", inRow(2))
	w.say("ग्रामीण बैंक")
	w.sees("q.loss.amount", inRow(2))
	w.say(wrongRupees)
	w.sees("q.loss.utr", inRow(2))
	w.say(firstUTR)
	w.sees("invalid.utr.twice")
	w.say(secondUTR)
	w.sees("q.loss.txwhen", inRow(2))
	w.press("opt.when.yesterday")
	w.sees("q.loss.to", inRow(2))
	w.say("खाता " + payeeAccount + ", IFSC " + payeeIFSC)
	w.sees("q.loss.more")
	w.press("opt.more.no")
}

func tellOfCaller(w *webPhone) {
	w.t.Helper()
	w.sees("q.loss.contact")
	w.press("opt.medium.whatsapp")
	w.sees("q.loss.suspects")
	w.press("btn.back")
	w.sees("note.current", holes{"Value": w.text("opt.medium.whatsapp")})
	w.press("opt.medium.call")
	w.sees("q.loss.suspects")
	w.say(caller)
	w.sees("q.loss.details")
	w.say(hindiStory)
}

func tellOfOneself(w *webPhone) {
	w.t.Helper()
	w.sees("q.loss.name")
	w.pressLabel("Asha Devi")
	w.sees("q.loss.mobile")
	w.mark()
	w.click(w.in("[data-testid=share-contact]"))
	w.sees("q.loss.place")
	w.say("जयपुर, राजस्थान")
	w.sees("q.loss.evidence", holes{"Files": 0})
	w.press("btn.skip")
	w.sees("review.loss")
	w.sees("line.utr", holes{"Value": "6328 1501 2345"})
	w.sees("line.amount", holes{"Value": locales.Money(75_500_00)})
}

func changeAmount(w *webPhone) {
	w.t.Helper()
	w.press("btn.change")
	w.sees("change_which")
	w.press("edit.amount", inRow(2))
	w.sees("q.loss.amount", inRow(2))
	w.say(rightRupees)
	w.sees("review.loss")
	w.sees("line.amount", holes{"Value": locales.Money(75_500_50)})
}

var reportNumber = regexp.MustCompile(`SK-[0-9A-Z]{4}-[0-9A-Z]{4}`)

// submitTwice taps submit twice while the bot is slow to answer, so that the second tap
// finds the button still there, and returns the one number that came of it.
func submitTwice(w *webPhone, s *stage) fraud.Number {
	w.t.Helper()
	s.sandbox.SetFaults(sandbox.Faults{Delay: 400 * time.Millisecond})
	w.mark()
	w.doubleClick(w.button(w.text("btn.submit")))
	w.toast("toast.already_filed")
	s.sandbox.SetFaults(sandbox.Faults{})
	w.sees("pack.ncrp.close", holes{"Helpline": fraud.DeskHelpline.Info().Phone})
	numbers := reportNumber.FindAllString(w.shown(), -1)
	slices.Sort(numbers)
	if numbers = slices.Compact(numbers); len(numbers) != 1 {
		w.t.Fatalf("the page shows the numbers %v, want one", numbers)
	}
	return fraud.Number(numbers[0])
}

func checkWholeLoss(t *testing.T, s *stage, chat int64, number fraud.Number) {
	t.Helper()
	all, err := s.parts.store.Everything(t.Context(), chat)
	if err != nil {
		t.Fatal(err)
	}
	if len(all.Reports) != 1 || len(all.Session.Drafts) != 0 {
		t.Fatalf("%d reports and %d drafts, want one report", len(all.Reports), len(all.Session.Drafts))
	}
	at := time.Date(2026, 11, 24, 14, 5, 0, 0, fraud.IST).UTC()
	got := all.Reports[0]
	want := fraud.Report{
		Number: number, Route: fraud.RouteLoss, Status: fraud.StatusPrepared, Lang: "hi", Form: "loss", Version: 1,
		Created: got.Created, Updated: got.Created,
		Reporter: fraud.Person{
			Name: "Asha Devi", Mobile: identifier(fraud.KindMobile, ownMobile), Verified: true, State: "RJ", District: "जयपुर",
		},
		Loss: &fraud.Loss{
			At: at, Exact: true, Sub: fraud.SubUPI, Contact: fraud.MediumCall, Details: hindiStory,
			Suspects: []fraud.Identifier{identifier(fraud.KindMobile, caller)},
			Transactions: []fraud.Transaction{
				{
					Mode: fraud.ModeUPI, Bank: "SBI", Amount: 125_000_00, UTR: identifier(fraud.KindUTR, firstUTR), At: at, Exact: true,
					To: []fraud.Identifier{identifier(fraud.KindVPA, payeeVPA)},
				},
				{
					Mode: fraud.ModeNetBanking, Bank: "ग्रामीण बैंक", Amount: 75_500_50, UTR: identifier(fraud.KindUTR, secondUTR),
					At: time.Date(2026, 11, 23, 12, 0, 0, 0, fraud.IST).UTC(),
					To: []fraud.Identifier{identifier(fraud.KindAccount, payeeAccount), identifier(fraud.KindIFSC, payeeIFSC)},
				},
			},
		},
		Decision: got.Decision, Answers: got.Answers,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %s\nwant %s", indented(t, got), indented(t, want))
	}
	if took := got.Created.Sub(talkTime()); took < 0 || took > time.Hour {
		t.Errorf("made at %s", got.Created)
	}
	if got.Decision.Row != 3 || !slices.Contains(got.Decision.Primary, fraud.DeskHelpline) {
		t.Errorf("decided as %+v", got.Decision)
	}
}

func identifier(kind fraud.Kind, value string) fraud.Identifier {
	return fraud.Identifier{Kind: kind, Value: value}
}

func indented(t *testing.T, r fraud.Report) string {
	t.Helper()
	r.Answers = nil
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
