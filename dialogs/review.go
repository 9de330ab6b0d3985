package dialogs

import "strings"

// review shows everything that would be filed, with a way to change each line.
func (t *turn) review(d *Draft) {
	f := t.e.forms[d.Form]
	key := "review." + f.ID
	if d.Number != "" {
		key = "review.amend"
	}
	r := t.say(key, Args{"Number": d.Number})
	for _, k := range f.shown(d) {
		if q, row := f.locate(k); !q.Silent {
			r.Lines = append(r.Lines, Text{Key: "line." + q.ID, Args: Args{"Row": row, "Value": f.value(q, d.Answers[k])}})
		}
	}
	if n := len(d.Evidence); n > 0 {
		r.Lines = append(r.Lines, Text{Key: "line.files", Args: Args{"Files": n}})
	}
	r.Lines = append(r.Lines, f.warnings(d, t.in.At)...)
	r.Foot = &Text{Key: "review.declare"}
	r.Rows = t.reviewRows(d, f)
}

func (t *turn) reviewRows(d *Draft, f *Form) [][]Button {
	submit := "btn.submit"
	if d.Number != "" {
		submit = "btn.submit_amended"
	}
	press := func(label, data string) Button { return Button{Key: label, Data: "r:" + d.ID + ":" + data} }
	rows := [][]Button{row(press(submit, "submit")), row(press("btn.change", "change"))}
	if f.ID == formLoss {
		rows[1] = append(rows[1], press("btn.add_transaction", "add"))
	}
	var half []Button
	for i := range f.Questions {
		q := &f.Questions[i]
		if !q.Later || d.has(q.ID) || !q.applies(d, 0) {
			continue
		}
		if half = append(half, press("add."+q.ID, "edit:"+q.ID)); len(half) == 2 {
			rows, half = append(rows, half), nil
		}
	}
	if half != nil {
		rows = append(rows, half)
	}
	return ways(rows...)
}

// pressReview handles the buttons of the review.
func (t *turn) pressReview(d *Draft, rest string) {
	if !t.agreedFor(d) {
		t.stale()
		return
	}
	f := t.e.forms[d.Form]
	action, key, _ := strings.Cut(rest, ":")
	switch action {
	case "submit":
		t.submit(d, f)
	case "change":
		t.changeMenu(d, f)
	case "go":
		t.ask()
	case "show":
		d.At = ""
		t.ask()
	case "add":
		t.addRow(d, f)
	case "edit":
		if q, _ := f.locate(key); q == nil {
			t.stale()
			return
		}
		d.At = key
		t.ask()
	default:
		t.stale()
	}
}

// changeMenu lists the answers as buttons: tap one to change it.
func (t *turn) changeMenu(d *Draft, f *Form) {
	r := t.say("change_which", nil)
	var half []Button
	for _, k := range f.shown(d) {
		q, row := f.locate(k)
		if q.Silent {
			continue
		}
		label := "edit." + q.ID
		b := Button{Key: label, Args: Args{"Row": row}, Data: "r:" + d.ID + ":edit:" + k}
		if half = append(half, b); len(half) == 2 {
			r.Rows, half = append(r.Rows, half), nil
		}
	}
	if half != nil {
		r.Rows = append(r.Rows, half)
	}
	r.Rows = ways(append(r.Rows, row(Button{Key: "btn.to_review", Data: "r:" + d.ID + ":show"}))...)
}

// addRow opens another row of the repeated group.
func (t *turn) addRow(d *Draft, f *Form) {
	if d.Rows >= mostRows {
		t.leadWith("rows_full", Args{"Most": mostRows})
	} else if f.next(d) == "" {
		d.put(rowKey("more", d.Rows), Answer{Code: "yes"})
		d.Rows++
		f.advance(d)
	}
	t.ask()
}

// atReview answers a message sent while the review is on the screen.
func (t *turn) atReview(d *Draft, f *Form) {
	switch {
	case t.in.Media != nil:
		t.keepFile(d)
		t.leadWith("file_kept", Args{"Files": len(d.Evidence)})
	case t.e.words.is("yes", t.in.Text) || t.e.words.is("done", t.in.Text):
		if f.next(d) == "" {
			t.submit(d, f)
			return
		}
	case t.e.words.is("no", t.in.Text):
		t.changeMenu(d, f)
		return
	default:
		t.leadWith("review_hint", nil)
	}
	t.ask()
}
