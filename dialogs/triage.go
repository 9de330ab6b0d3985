package dialogs

import "satark/fraud"

// suspect opens a suspected-fraud report: one triage question first, because
// money or a shared secret changes the way. medium is what a deep link knows.
func (t *turn) suspect(medium string) {
	d := t.s.begin(t.e.forms[formSuspected], t.in.At)
	if medium != "" {
		d.put("medium", Answer{Code: medium, Read: true})
	}
	t.triage(d, "triage")
}

// triage asks what happened beyond the attempt. Nothing is stored by asking.
func (t *turn) triage(d *Draft, key string) {
	t.s.Active, t.s.Pending = "", d.ID
	r := t.say(key, phones(),
		row(global("btn.triage_none", "triage:none")),
		row(global("btn.triage_money", "lost")),
		row(global("btn.triage_shared", "triage:shared")),
		row(global("btn.triage_danger", "triage:danger")),
		row(global("btn.home_else", "else"), global("btn.language", "lang")))
	if key == "understood" {
		r.Lines = t.understoodLines(d)
	}
}

// triaged acts on the answer.
func (t *turn) triaged(arg string) {
	d := t.s.draftByID(t.s.Pending)
	if d == nil {
		if t.s.draft() != nil { // a second tap: the form is under way
			t.out.Toast = "toast.noted"
			return
		}
		d = t.s.begin(t.e.forms[formSuspected], t.in.At)
	}
	switch arg {
	case "danger":
		t.say("danger", phones(), row(global("btn.home_lost", "lost")), row(Button{Key: "btn.resume_" + d.Form, Data: "g:resume:" + d.ID}, global("btn.home", "home")))
	case "shared":
		d.put("gave", Answer{Code: "secret", Read: true})
		t.s.Pending = d.ID
		t.say("contain", phones(), row(global("btn.home_lost", "lost")), row(global("btn.go_on_report", "triage:go")), row(global("btn.home", "home"), global("btn.language", "lang")))
	case "none":
		d.put("gave", Answer{Code: "nothing", Read: true})
		t.start(d)
	default:
		t.start(d)
	}
}

// understoodLines says what was read from the first message, line by line.
func (t *turn) understoodLines(d *Draft) []Text {
	f := t.e.forms[d.Form]
	var lines []Text
	for _, key := range f.shown(d) {
		q, row := f.locate(key)
		if !q.Silent {
			lines = append(lines, Text{Key: "line." + q.ID, Args: Args{"Row": row, "Value": f.value(q, d.Answers[key])}})
		}
	}
	if n := len(d.Evidence); n > 0 {
		lines = append(lines, Text{Key: "line.files", Args: Args{"Files": n}})
	}
	return lines
}

// entrance answers whatever is sent first: a forwarded message, a screenshot, half
// a sentence, a number. It fills a draft with what it read and asks one question.
func (t *turn) entrance() {
	if n, err := fraud.ParseNumber(t.in.Text); err == nil {
		if f := t.s.filed(n); f != nil {
			t.report(f)
			return
		}
	}
	if t.moreOfPending() {
		return
	}
	d := t.s.begin(t.e.forms[formSuspected], t.in.At)
	f := t.e.forms[formSuspected]
	readMessage(f, d, t.in, t.e.words)
	if t.in.Media != nil {
		t.keepFile(d)
	}
	if d.empty() {
		t.s.drop(d.ID)
		t.home()
		return
	}
	if fraud.MoneyMoved(t.in.Text) {
		t.carryToLoss(d)
		t.emergency()
		return
	}
	t.s.Burst = Burst{Key: "details", At: t.in.At, Album: t.in.Album}
	t.triage(d, "understood")
}

// moreOfPending adds what follows at once (an album, a burst of forwards) to the
// draft that waits for triage, without asking twice.
func (t *turn) moreOfPending() bool {
	d := t.s.draftByID(t.s.Pending)
	return d != nil && t.continues(d, t.e.forms[d.Form])
}

// carryToLoss moves the story of a suspicion into a loss draft.
func (t *turn) carryToLoss(d *Draft) {
	loss := t.s.unfinishedOf(formLoss)
	if loss == nil {
		loss = t.s.begin(t.e.forms[formLoss], t.in.At)
	}
	for from, to := range map[string]string{"details": "details", "suspect": "suspects"} {
		if a, ok := d.Answers[from]; ok && !loss.has(to) && a.Skipped == "" {
			loss.put(to, a)
		}
	}
	loss.Evidence = append(loss.Evidence, d.Evidence...)
	t.s.drop(d.ID)
}
