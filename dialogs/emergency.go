package dialogs

import "satark/fraud"

// emergency is the screen for money that is moving now: the helpline as a card
// that can be tapped to call, then what to do while it rings. It asks nothing and
// needs no consent; an unfinished form stays where it was.
func (t *turn) emergency() {
	t.s.Await = nil
	t.card1930()
	rows := [][]Button{}
	if loss := t.s.unfinishedOf(formLoss); loss != nil {
		rows = append(rows, row(Button{Key: "btn.resume_loss", Data: "g:resume:" + loss.ID}))
	} else {
		rows = append(rows, row(global("btn.prepare_loss", "loss")))
	}
	if d := t.s.draft(); d != nil && !(d.Form == formLoss && d.Number == "") {
		rows = append(rows, row(Button{Key: "btn.resume_" + d.Form, Data: "g:resume:" + d.ID}))
	}
	rows = append(rows, row(Button{Key: "btn.portal", URL: fraud.DeskNCRP.Info().URL}), row(global("btn.language", "lang"), global("btn.home", "home")))
	t.say("emergency", phones(), rows...)
}

func (t *turn) card1930() {
	info := fraud.DeskHelpline.Info()
	lead := t.lead // a card has no words: they open the text below it
	t.lead = nil
	t.say("card.1930", nil).Card = &Card{Phone: info.Phone, NameKey: "card.1930"}
	t.lead = lead
}

// startLoss begins the loss form; a story that led here has already been put into
// a draft and is carried on.
func (t *turn) startLoss(arg string) {
	d := t.s.unfinishedOf(formLoss)
	if now := t.s.draft(); d == nil && now != nil && now.Form == formLoss && now.Number == "" {
		d = now // a second tap: its first question is on the screen
	}
	if d == nil || arg == "new" {
		d = t.s.begin(t.e.forms[formLoss], t.in.At)
	}
	t.start(d)
}

// start makes a draft the one being filled, after consent.
func (t *turn) start(d *Draft) {
	if !t.agreed() {
		t.askConsent(d)
		return
	}
	t.activate(d)
	t.e.forms[d.Form].advance(d)
	t.ask()
}
