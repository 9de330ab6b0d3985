package dialogs

import (
	"strings"
	"time"

	"satark/fraud"
)

// answer takes a message as the answer to the question on the screen. Whatever
// cannot be the answer is kept where it belongs, and the question is asked again.
func (t *turn) answer() {
	d := t.s.draft()
	f := t.e.forms[d.Form]
	if t.continues(d, f) {
		return
	}
	q, row := f.locate(d.At)
	if q == nil {
		t.atReview(d, f)
		return
	}
	a, err := t.read(d, q, row)
	if t.in.Media != nil {
		t.keepFile(d)
		if q.Kind == KindMedia || t.in.Text == "" && a.Code != "voice" {
			t.leadWith("file_kept", Args{"Files": len(d.Evidence)})
			t.ask()
			return
		}
	}
	if err != nil {
		t.refuse(d, q, err)
		return
	}
	t.accept(d, q, row, a)
}

// accept stores an answer and asks what is missing next.
func (t *turn) accept(d *Draft, q *Question, row int, a Answer) {
	f := t.e.forms[d.Form]
	if q.Check != nil && a.Skipped == "" {
		if bad := q.Check(d, row, a, t.in.At); bad != nil {
			t.refuse(d, q, bad)
			return
		}
	}
	key := q.key(row)
	if q.ID == "more" && a.Code == "yes" && row == d.Rows {
		d.Rows++
	}
	d.put(key, a)
	t.s.Burst = Burst{Key: key, At: t.in.At, Album: t.in.Album}
	if f.Read != nil {
		f.Read(d, key)
	}
	t.noticeMoney(d, q, a)
	t.showClocks(d, q, a)
	if t.s.Contact {
		t.s.Contact = false
		t.say("contact_closed", nil).Ask = AskRemove
	}
	f.advance(d)
	t.ask()
}

// noticeMoney points to 1930 when a suspicion turns out to be a loss.
func (t *turn) noticeMoney(d *Draft, q *Question, a Answer) {
	if d.Form == formSuspected && q.Kind == KindText && fraud.MoneyMoved(a.Text) {
		t.leadWith("money_moved", phones())
	}
}

// choose takes a tapped option.
func (t *turn) choose(d *Draft, q *Question, row int, code string) {
	a, ok := t.chosen(d, q, row, code)
	if !ok {
		t.stale()
		return
	}
	t.accept(d, q, row, a)
}

// chosen turns an option's code into an answer: most stand for themselves, the
// options of a moment for a time, "profile" for the citizen's own name.
func (t *turn) chosen(d *Draft, q *Question, row int, code string) (Answer, bool) {
	switch {
	case code == "old":
		return Answer{Code: code}, true
	case q.Kind == KindMoment:
		m, ok := t.moment(d, code)
		return Answer{Moment: m}, ok
	case code == "profile":
		name := t.profileName()
		return Answer{Text: name}, name != ""
	}
	for _, o := range t.optionsOf(d, q, row) {
		if o.Code == code {
			if o.Text != "" && q.Kind == KindText {
				return Answer{Text: o.Text}, true
			}
			return Answer{Code: code}, true
		}
	}
	return Answer{}, false
}

// moment is what a tapped time means.
func (t *turn) moment(d *Draft, code string) (*fraud.Moment, bool) {
	noon := func(daysAgo int) *fraud.Moment {
		y, m, day := t.in.At.In(fraud.IST).Date()
		at := time.Date(y, m, day-daysAgo, 12, 0, 0, 0, fraud.IST)
		if at.After(t.in.At) {
			at = t.in.At
		}
		return &fraud.Moment{At: at.UTC()}
	}
	switch code {
	case "now":
		return &fraud.Moment{At: t.in.At.UTC(), Exact: true}, true
	case "today":
		return noon(0), true
	case "yesterday":
		return noon(1), true
	case "before":
		return noon(2), true
	case "same":
		m := d.Answers["when"].Moment
		return m, m != nil
	}
	return nil, false
}

func (t *turn) profileName() string {
	return clip(strings.TrimSpace(t.in.Profile.First+" "+t.in.Profile.Last), 80)
}
