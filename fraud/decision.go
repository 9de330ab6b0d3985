package fraud

import "sync"

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
// is 0 and the reason "none". The slices are shared: read them only.
func Decide(s Situation) Decision {
	for _, row := range decisionFacts() {
		if row.matches(s) {
			return row.Decision
		}
	}
	return Decision{Reason: "none"}
}

func (e decisionEntry) matches(s Situation) bool {
	for _, name := range e.When {
		if met, _ := s.holds(name); !met {
			return false
		}
	}
	return true
}
