package fraud

import (
	"slices"
	"sync"
)

// Decision is one row of the table with its reason. The row is never shown to a
// citizen as a rule of the authorities: the table is ours, built on their facts.
type Decision struct {
	Row     int    `json:"row"` // 1 to 21; 0 none
	Primary []Desk `json:"primary"`
	Also    []Desk `json:"also,omitempty"`
	Not     []Desk `json:"not,omitempty"`
	Reason  string `json:"reason"` // a code: catalogue key "reason.<code>"
}

type decisionEntry struct {
	Dated
	Decision
	When []string `json:"when"` // conditions that must all be met
}

var decisionFacts = sync.OnceValue(func() []decisionEntry { return readFacts[decisionEntry]("decisions.json") })

// Decide returns the first row of facts/decisions.json that matches: danger and a
// child's abuse before money, money before everything else. When none matches the row
// is 0 and the reason "none". Chakshu is an additional desk only for what its form
// takes: a call, SMS or WhatsApp message of the last 30 days.
func Decide(s Situation) Decision {
	for _, row := range decisionFacts() {
		if row.matches(s) {
			return row.decide(s)
		}
	}
	return Decision{Reason: "none"}
}

func (e decisionEntry) decide(s Situation) Decision {
	d := e.Decision
	d.Primary, d.Not = slices.Clone(d.Primary), slices.Clone(d.Not)
	d.Also = slices.DeleteFunc(slices.Clone(d.Also), func(desk Desk) bool {
		return desk == DeskChakshu && !(s.Medium.Chakshu() && s.Age <= chakshuWindow)
	})
	return d
}

func (e decisionEntry) matches(s Situation) bool {
	for _, name := range e.When {
		if met, _ := s.holds(name); !met {
			return false
		}
	}
	return true
}
