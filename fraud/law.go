package fraud

import (
	"sync"
	"time"
)

// Rule names a rule of law that this program keeps to or tells of; facts/laws.json has
// them with their sources.
type Rule string

// RuleVault is Rule 8(3) of the DPDP Rules 2025: some personal data, and the logs about it,
// is kept for a year from its processing even if the account is deleted, then erased.
const RuleVault Rule = "dpdp_8_3"

// Law is what is known of a rule.
type Law struct {
	Rule       Rule
	Name       string    // in English, as it is cited
	From       time.Time // midnight IST from which it is in force
	Source     string
	Confidence string // "official": read in the text itself; "reported": in others' words
}

type lawEntry struct {
	Dated
	Name       string `json:"name"`
	Confidence string `json:"confidence"`
}

var lawFacts = sync.OnceValue(func() []lawEntry { return readFacts[lawEntry]("laws.json") })

// Info is what is known of the rule; the zero Law for one that is not listed.
func (r Rule) Info() Law {
	for _, e := range lawFacts() {
		if e.ID == string(r) {
			return Law{r, e.Name, day(e.From), e.Source, e.Confidence}
		}
	}
	return Law{}
}
