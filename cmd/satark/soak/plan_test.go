package soak

import (
	"reflect"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/fraud"
)

func TestPlanFollowsFromItsSeed(t *testing.T) {
	now := talkTime()
	one, again, other := newPlan(7, 3, now), newPlan(7, 3, now), newPlan(8, 3, now)
	if !reflect.DeepEqual(one, again) {
		t.Errorf("two plans of one seed differ:\n%+v\n%+v", one, again)
	}
	if reflect.DeepEqual(one.cases, other.cases) {
		t.Error("plans of two seeds are the same")
	}
}

// What is said must not mean something else to the bot: words of panic, say, lead to
// 1930 and away from the question.
func TestPlansKeepToTheQuestion(t *testing.T) {
	for n := range 300 {
		p := newPlan(1, n, talkTime())
		for _, s := range p.cases {
			for key, said := range s.said {
				if text := said[len(said)-1].text; fraud.Panic(text) || text == wrongAnswer(key) {
					t.Errorf("at %s: %q", key, text)
				}
			}
			if len(s.opening) < 2 || (s.want.report.Loss == nil) == (s.want.report.Suspicion == nil) {
				t.Errorf("story %+v", s)
			}
		}
	}
}

func TestSight(t *testing.T) {
	message := func(data ...string) sandbox.Message {
		m := sandbox.Message{ID: 9, FromBot: true}
		for _, d := range data {
			m.Buttons = append(m.Buttons, []sandbox.Button{{Text: "x", Data: d}})
		}
		return m
	}
	asked, ok := look(message("q:2:bank.1:Bank of Baroda", "q:2:bank.1:_back", "g:lost"))
	if !ok || asked.draft != "2" || asked.key != "bank.1" || len(asked.options) != 1 || asked.review() {
		t.Errorf("question: %+v", asked)
	}
	if asked.choice("Bank of") != "q:2:bank.1:Bank of Baroda" || asked.choice("_keep") != "" {
		t.Errorf("choices: %q, %q", asked.choice("Bank of"), asked.choice("_keep"))
	}
	if shown, _ := look(message("r:2:submit", "r:2:change")); !shown.review() || shown.key != "" {
		t.Errorf("review: %+v", shown)
	}
	for _, m := range []sandbox.Message{message(), {ID: 9, Buttons: message("g:lost").Buttons}, {ID: 9, FromBot: true, Deleted: true}} {
		if _, ok := look(m); ok {
			t.Errorf("something to press on %+v", m)
		}
	}
}

func TestDayCheckAllowsForMidnight(t *testing.T) {
	evening := time.Date(2026, 11, 24, 23, 59, 0, 0, fraud.IST)
	d := dayCheck{from: evening, to: evening.Add(2 * time.Minute)}
	for at, want := range map[time.Time]bool{
		evening:                      true,
		evening.Add(time.Minute):     true,
		evening.Add(-24 * time.Hour): false,
		evening.Add(26 * time.Hour):  false,
	} {
		if d.is(at.UTC(), 0) != want {
			t.Errorf("%s today: %t", at, !want)
		}
	}
	d.jumps = true
	if !d.is(evening.Add(4*time.Hour), 0) || d.is(evening.Add(28*time.Hour), 0) {
		t.Error("clocks that may be four hours wrong")
	}
	if !d.is(time.Time{}, -1) || d.is(evening, -1) {
		t.Error("no moment at all")
	}
}
