package fraud

import "time"

// Fact is one dated fact as `satark check` lists it.
type Fact struct {
	File     string // name in fraud/facts
	ID       string
	Source   string
	Verified time.Time // midnight IST
	Until    time.Time // midnight IST from which it no longer holds; zero when open
	Why      string    // "old": verified too long ago; "ended": its time is over
}

// Facts returns every dated fact, file by file.
func Facts() []Fact {
	entries, err := factFiles.ReadDir("facts")
	if err != nil {
		return nil
	}
	var all []Fact
	for _, e := range entries {
		all = append(all, factsIn(e.Name())...)
	}
	return all
}

// StaleFacts returns the facts that somebody should look at again: verified too long
// before now, or past the end of their time.
func StaleFacts(now time.Time) []Fact {
	var stale []Fact
	for _, f := range Facts() {
		life := factLife
		if days := decodeFacts[Dated](f.File).GoodForDays; days > 0 {
			life = time.Duration(days) * 24 * time.Hour
		}
		switch {
		case !f.Until.IsZero() && !now.Before(f.Until):
			f.Why = "ended"
		case now.Sub(f.Verified) > life:
			f.Why = "old"
		default:
			continue
		}
		stale = append(stale, f)
	}
	return stale
}

func factsIn(name string) []Fact {
	dated := readFacts[Dated](name)
	facts := make([]Fact, len(dated))
	for i, d := range dated {
		facts[i] = Fact{File: name, ID: d.ID, Source: d.Source, Verified: day(d.Verified), Until: day(d.Until)}
	}
	return facts
}
