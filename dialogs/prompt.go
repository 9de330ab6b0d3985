package dialogs

import (
	"strings"

	"satark/fraud"
)

// ask shows what the active draft needs next: a question, or the review.
func (t *turn) ask() {
	d := t.s.draft()
	if d == nil {
		t.home()
		return
	}
	f := t.e.forms[d.Form]
	q, row := f.locate(d.At)
	if q == nil {
		f.advance(d)
		if q, row = f.locate(d.At); q == nil {
			t.review(d)
			return
		}
	}
	t.prompt(d, f, q, row)
}

// prompt shows one question with its options, its present answer if it has one,
// and the way out of it.
func (t *turn) prompt(d *Draft, f *Form, q *Question, row int) {
	args := phones()
	args["Row"] = row
	args["Files"] = len(d.Evidence)
	words := "q." + f.ID + "." + q.ID
	if q.Variant != nil {
		words += "." + q.Variant(d)
	}
	r := t.say(words, args)
	key := q.key(row)
	if a, ok := d.Answers[key]; ok {
		r.Lines = []Text{{Key: "note.current", Args: Args{"Value": f.value(q, a)}}}
	}
	r.Rows = t.optionRows(d, q, row)
	if d.has(key) {
		r.Rows = append(r.Rows, []Button{t.nav(d, "btn.keep", navKeep)})
	}
	r.Rows = ways(append(r.Rows, t.navRow(d))...)
	step, of := f.progress(d)
	r.Foot = &Text{Key: "progress", Args: Args{"Bar": bar(step, of), "Step": step, "Of": of}}
	if q.Kind == KindContact && !t.s.Contact {
		t.s.Contact = true
		t.say("contact_hint", nil).Ask = AskContact
	}
}

// bar draws progress as ten blocks at most.
func bar(step, of int) string {
	n := min(of, 10)
	full := step * n / max(of, 1)
	return strings.Repeat("▰", full) + strings.Repeat("▱", n-full)
}

func (t *turn) nav(d *Draft, label, code string) Button {
	return Button{Key: label, Data: "q:" + d.ID + ":" + d.At + ":" + code}
}

// navRow holds back, skip and "I don't know", as far as the question allows.
func (t *turn) navRow(d *Draft) []Button {
	q, _ := t.e.forms[d.Form].locate(d.At)
	buttons := []Button{}
	if len(d.Trail) > 0 {
		buttons = append(buttons, t.nav(d, "btn.back", navBack))
	}
	if q.Kind == KindMedia && len(d.Evidence) > 0 {
		return append(buttons, t.nav(d, "btn.done", navDone))
	}
	if q.Skip {
		buttons = append(buttons, t.nav(d, "btn.skip", navSkip))
	}
	if q.Unknown {
		buttons = append(buttons, t.nav(d, "btn.dont_know", navUnknown))
	}
	return buttons
}

// optionsOf are the options of a question as shown now.
func (t *turn) optionsOf(d *Draft, q *Question, row int) []Option {
	opts := q.Options
	if q.Suggest != nil {
		opts = q.Suggest(d, row)
	}
	if q.ID == "name" && t.profileName() != "" {
		opts = append([]Option{{Code: "profile", Text: t.profileName(), Wide: true}}, opts...)
	}
	return opts
}

// optionRows lays options out two in a row, wide ones alone.
func (t *turn) optionRows(d *Draft, q *Question, row int) [][]Button {
	var rows [][]Button
	var half []Button
	flush := func() {
		if half != nil {
			rows, half = append(rows, half), nil
		}
	}
	for _, o := range t.optionsOf(d, q, row) {
		b := Button{Key: o.Key, Text: o.Text, Data: "q:" + d.ID + ":" + q.key(row) + ":" + o.Code}
		if o.Wide {
			flush()
			rows = append(rows, []Button{b})
			continue
		}
		if half = append(half, b); len(half) == 2 {
			flush()
		}
	}
	flush()
	return rows
}

// value is how an answer is shown.
func (f *Form) value(q *Question, a Answer) any {
	switch {
	case a.Skipped != "":
		return Label("value." + a.Skipped)
	case a.Moment != nil:
		return When{At: a.Moment.At, Exact: a.Moment.Exact}
	case len(a.IDs) == 1:
		return a.IDs[0]
	case len(a.IDs) > 1:
		return joined(a.IDs)
	case q.Kind == KindMoney:
		return a.Amount
	case q.Kind == KindPlace:
		return place(a)
	case a.Text != "":
		return clip(unlinked(a.Text), 400)
	}
	if o := q.option(a.Code); o != nil {
		if o.Text != "" {
			return o.Text
		}
		return Label(o.Key)
	}
	return Label("value." + a.Code)
}

// unlinked shows a citizen's words with every link made harmless: Telegram would
// turn the fraudster's address into one tap.
func unlinked(text string) string {
	var b strings.Builder
	at := 0
	for _, f := range fraud.Find(text) {
		if f.Kind != fraud.KindURL {
			continue
		}
		b.WriteString(text[at:f.Start])
		b.WriteString(f.Display())
		at = f.End
	}
	return b.String() + text[at:]
}

func joined(ids []fraud.Identifier) string {
	shown := make([]string, len(ids))
	for i, id := range ids {
		shown[i] = id.Display()
	}
	return strings.Join(shown, ", ")
}

// place shows a district and a state; states are written in English, as every form does.
func place(a Answer) string {
	name := a.Code
	for _, s := range fraud.States() {
		if s.Code == a.Code {
			name = s.Name
		}
	}
	return strings.Trim(a.Text+", "+name, ", ")
}
