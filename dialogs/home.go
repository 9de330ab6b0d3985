package dialogs

// home is the first screen. It asks nothing and stores nothing: it says what this
// is, shows 1930 and 112 as text, and offers the three ways in.
func (t *turn) home() {
	t.s.Await = nil
	rows := [][]Button{}
	for _, d := range t.s.unfinished()[:min(3, len(t.s.unfinished()))] {
		rows = append(rows, row(Button{Key: "btn.resume_" + d.Form, Data: "g:resume:" + d.ID}))
	}
	rows = append(rows,
		row(global("btn.home_lost", "lost")),
		row(global("btn.home_suspect", "sus")),
		row(global("btn.home_else", "else")))
	if len(t.s.Filed) > 0 {
		rows = append(rows, row(global("btn.reports", "reports")))
	}
	rows = append(rows, t.languageRow())
	t.say("home", phones(), rows...)
}

// languageRow offers the other languages at once while they are few, and the menu
// when they are many.
func (t *turn) languageRow() []Button {
	var r []Button
	for _, l := range t.e.languages {
		if l.Tag != t.s.Lang && len(t.e.languages) <= 4 {
			r = append(r, Button{Text: l.Autonym, Data: "g:lang:" + l.Tag})
		}
	}
	return append(r, global("btn.language", "lang"))
}

func (t *turn) help() {
	t.say("help", phones(), row(global("btn.home_lost", "lost")), row(global("btn.home_suspect", "sus"), global("btn.home_else", "else")),
		row(global("btn.home", "home"), global("btn.language", "lang")))
	t.offerResume()
}

// offerResume puts a way back to the active draft on the last reply.
func (t *turn) offerResume() {
	if d := t.s.draft(); d != nil && len(t.out.Replies) > 0 {
		r := &t.out.Replies[len(t.out.Replies)-1]
		r.Rows = append([][]Button{row(Button{Key: "btn.resume_" + d.Form, Data: "g:resume:" + d.ID})}, r.Rows...)
	}
}

// resume shows again what was on the screen.
func (t *turn) resume() {
	switch {
	case t.s.draft() != nil:
		t.ask()
	case t.s.Await != nil:
		t.askAwaited()
	default:
		t.home()
	}
}

// resumeDraft goes on with a draft, through the notice if it was never agreed to.
func (t *turn) resumeDraft(id string) {
	d := t.s.draftByID(id)
	if d == nil {
		t.pressGone(id)
		return
	}
	if !t.agreedFor(d) {
		t.askConsent(d)
		return
	}
	t.activate(d)
	t.ask()
}

// stop leaves the form and says what was kept.
func (t *turn) stop() {
	t.s.Await = nil
	d := t.s.draft()
	if d == nil {
		d = t.s.draftByID(t.s.Pending)
	}
	t.s.Active = ""
	t.s.Pending = ""
	if d == nil || d.empty() {
		t.home()
		return
	}
	t.say("stopped", Args{"Answers": len(t.e.forms[d.Form].shown(d)), "Files": len(d.Evidence)},
		row(Button{Key: "btn.resume_" + d.Form, Data: "g:resume:" + d.ID}),
		row(Button{Key: "btn.drop", Data: "g:drop:" + d.ID}, global("btn.home", "home")))
}
