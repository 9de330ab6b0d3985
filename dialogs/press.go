package dialogs

import (
	"strings"

	"satark/fraud"
)

// Callback data is one of
//
//	g:<action>[:<argument>[:<argument>]]   works at any time
//	q:<draft>:<answer key>:<option>        answers a question; options with _ navigate
//	r:<draft>:<action>[:<answer key>]      the review
//
// in ASCII and at most 64 bytes. A button stays good for ever: pressed late, twice
// or in another language it is answered politely and changes nothing by surprise.
const (
	navBack    = "_back"
	navSkip    = "_skip"
	navUnknown = "_unknown"
	navKeep    = "_keep"
	navDone    = "_done"
)

func (t *turn) press() {
	kind, rest, _ := strings.Cut(t.in.Data, ":")
	switch kind {
	case "g":
		t.pressGlobal(rest)
	case "q", "r":
		id, rest, _ := strings.Cut(rest, ":")
		d := t.s.draftByID(id)
		if d == nil {
			t.pressGone(id)
			return
		}
		t.activate(d)
		switch {
		case t.askedBefore() && !t.agreedFor(d): // the notice has changed since
			t.askConsent(d)
		case kind == "q":
			t.pressAnswer(d, rest)
		default:
			t.pressReview(d, rest)
		}
	default:
		t.stale()
	}
}

// activate makes d the draft being filled. A draft that still waits for consent
// keeps waiting: its buttons lead back to the notice.
func (t *turn) activate(d *Draft) {
	if t.agreed() {
		t.s.Active, t.s.Pending = d.ID, ""
		t.s.Await = nil
	}
}

// pressGone answers a button whose draft is no longer there: submitted, or deleted.
func (t *turn) pressGone(id string) {
	if f, ok := t.s.filedByDraft(id); ok {
		t.out.Toast = "toast.already_filed"
		t.say("already_filed", Args{"Number": f.Number}, row(global("btn.open_report", "rep:"+string(f.Number))))
		return
	}
	t.stale()
}

func (t *turn) stale() {
	t.out.Toast = "toast.stale"
	t.leadWith("stale", nil)
	t.resume()
}

// pressAnswer handles an option of a question.
func (t *turn) pressAnswer(d *Draft, rest string) {
	key, code, ok := strings.Cut(rest, ":")
	f := t.e.forms[d.Form]
	q, row := f.locate(key)
	if !ok || q == nil || !t.agreedFor(d) {
		t.stale()
		return
	}
	if key != d.At {
		t.pressElsewhere(d, key, code)
		return
	}
	if strings.HasPrefix(code, "_") {
		t.navigate(d, code)
		return
	}
	t.choose(d, q, row, code)
}

// pressElsewhere answers a press on a question that is not on the screen: a double
// tap is noted silently, another choice is offered as a change.
func (t *turn) pressElsewhere(d *Draft, key, code string) {
	old, answered := d.Answers[key]
	switch {
	case answered && (old.Code == code || strings.HasPrefix(code, "_") || old.Code == "" && old.Moment != nil):
		t.out.Toast = "toast.noted"
	case answered:
		t.out.Toast = "toast.answered"
		t.say("answered_before", nil, row(
			Button{Key: "btn.change_it", Data: "r:" + d.ID + ":edit:" + key},
			Button{Key: "btn.go_on", Data: "r:" + d.ID + ":go"}))
	default:
		t.stale()
	}
}

// navigate handles back, skip, don't know, keep and done.
func (t *turn) navigate(d *Draft, code string) {
	f := t.e.forms[d.Form]
	q, row := f.locate(d.At)
	switch {
	case code == navBack:
		if !f.back(d) {
			t.leadWith("at_first", nil)
		}
	case q == nil:
	case code == navKeep && d.has(d.At):
		d.put(d.At, d.Answers[d.At])
		f.advance(d)
	case code == navSkip && q.Skip:
		t.accept(d, q, row, Answer{Skipped: "skip"})
		return
	case code == navUnknown && q.Unknown:
		t.accept(d, q, row, Answer{Skipped: "unknown"})
		return
	case code == navDone && q.Kind == KindMedia:
		t.accept(d, q, row, Answer{Code: "done"})
		return
	default:
		t.leadWith("cannot_skip", nil)
	}
	t.ask()
}

func (t *turn) pressGlobal(rest string) {
	action, arg, _ := strings.Cut(rest, ":")
	switch action {
	case "home":
		t.home()
	case "lost":
		t.emergency()
	case "loss":
		t.startLoss(arg)
	case "sus":
		t.suspect(arg)
	case "triage":
		t.triaged(arg)
	case "agree":
		t.agree()
	case "minor":
		t.minor()
	case "decline":
		t.decline()
	case "notice":
		t.notice()
	case "lang":
		t.languagePressed(arg)
	case "stop":
		t.stop()
	case "resume":
		t.resumeDraft(arg)
	case "drop":
		t.dropDraft(arg)
	case "else":
		t.elseMenu()
	case "card":
		t.card(arg)
	case "help":
		t.help()
	case "forget":
		t.forget(arg)
	case "stay":
		t.stay()
	default:
		t.pressReport(action, arg)
	}
}

// pressReport handles the buttons of my reports.
func (t *turn) pressReport(action, arg string) {
	num, desk, _ := strings.Cut(arg, ":")
	n := fraud.Number(num)
	if action == "reports" {
		t.reports()
		return
	}
	f := t.s.filed(n)
	if f == nil {
		t.stale()
		return
	}
	switch action {
	case "rep":
		t.report(f)
	case "amend":
		t.amend(f)
	case "packs":
		t.packsAgain(f)
	case "wd":
		t.askWithdraw(f)
	case "wdok":
		t.withdraw(f)
	case "filed":
		t.askReference(f, desk)
	case "noref":
		t.recordFiling(f, desk, fraud.Identifier{})
	default:
		t.stale()
	}
}
