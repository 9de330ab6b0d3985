package dialogs

import (
	"errors"

	"satark/fraud"
)

// refuse says kindly what was wrong and asks again; what else the message held is kept.
func (t *turn) refuse(d *Draft, q *Question, err error) {
	var bad *fraud.Invalid
	if !errors.As(err, &bad) {
		bad = &fraud.Invalid{What: "text", Why: "shape"}
	}
	if bad.What == "moment" && bad.Why == "ambiguous" {
		t.askWhichDay(d)
		return
	}
	kept := t.absorb(d)
	key := t.complaint(bad)
	if q.Kind == KindChoice || q.Kind == KindMedia {
		key = "invalid." + string(q.Kind)
	}
	if kept && q.Kind == KindChoice {
		key = "kept_choose"
	} else if kept {
		t.leadWith("kept", nil)
	}
	t.leadWith(key, nil)
	t.ask()
}

// complaint is the catalogue key that explains bad: the exact one, or that of
// everything of its kind.
func (t *turn) complaint(bad *fraud.Invalid) string {
	if key := "invalid." + bad.What + "." + bad.Why; t.e.label(t.s.Lang, key) != "" {
		return key
	}
	return "invalid." + bad.What
}

// askWhichDay answers "kal" and "parso", which look both ways: both days are
// offered by date.
func (t *turn) askWhichDay(d *Draft) {
	day := func(code string) Button {
		m, _ := t.moment(d, code)
		return Button{Key: "btn.day_" + code, Args: Args{"Day": When{At: m.At}}, Data: "q:" + d.ID + ":" + d.At + ":" + code}
	}
	t.say("which_day", nil, ways(row(day("today"), day("yesterday")), row(day("before")), t.navRow(d))...)
}
