package store

import (
	"encoding/hex"
	"fmt"
)

// Counts is how much there is of each kind.
type Counts struct {
	Persons    int   `json:"persons"`
	Reports    int   `json:"reports"`
	Lines      int   `json:"lines"`      // of transcripts
	Deliveries int   `json:"deliveries"` // not yet done
	Claims     int   `json:"claims"`     // report numbers that are taken
	Index      int   `json:"index"`      // reports under identifiers
	Seen       int   `json:"seen"`       // updates that were committed
	Parked     int   `json:"parked"`
	Names      int   `json:"names"` // what belongs to the store as a whole
	Files      int   `json:"files"` // of evidence
	Bytes      int64 `json:"bytes"` // of those
}

// differ says in what a copy differs from what was copied, of all that an engine counts;
// nil when in nothing.
func (c Counts) differ(s Stats) error {
	for _, kind := range []struct {
		name       string
		want, have int
	}{
		{"persons", c.Persons, s.Persons}, {"reports", c.Reports, s.Reports}, {"lines", c.Lines, s.Lines},
		{"deliveries", c.Deliveries, s.Deliveries}, {"parked", c.Parked, s.Parked},
	} {
		if kind.want != kind.have {
			return fmt.Errorf("%w: %d %s instead of %d", ErrDiffers, kind.have, kind.name, kind.want)
		}
	}
	return nil
}

// countsOf is what an engine counts.
func countsOf(s Stats) Counts {
	return Counts{Persons: s.Persons, Reports: s.Reports, Lines: s.Lines, Deliveries: s.Deliveries, Parked: s.Parked}
}

// handOver counts an entry of a kind that no engine counts.
func (c *Counts) handOver(e Entry) {
	switch {
	case e.Claim != nil:
		c.Claims++
	case e.Index != nil:
		c.Index++
	case e.Seen != nil:
		c.Seen++
	case e.Name != nil:
		c.Names++
	}
}

// digest is a keyed hash in the form that takes least memory.
type digest [16]byte

// tally counts entries. What is handed out twice counts once where an engine's own counts
// are compared with it: the last of it.
type tally struct {
	Counts
	persons map[digest]personTally
	ids     map[string]bool // of what is parked
	claims  map[digest]bool
}

type personTally struct{ reports, lines, deliveries int }

func newTally() *tally {
	return &tally{persons: map[digest]personTally{}, ids: map[string]bool{}, claims: map[digest]bool{}}
}

// add counts an entry. It returns ErrEntry for one that is none.
func (t *tally) add(e Entry) error {
	if err := e.check(); err != nil {
		return err
	}
	switch {
	case e.Dossier != nil:
		d := e.Dossier
		key := hashOf(d.Person)
		was, now := t.persons[key], personTally{len(d.Reports), len(d.Lines), len(d.Items)}
		t.persons[key] = now
		t.Persons = len(t.persons)
		t.Reports += now.reports - was.reports
		t.Lines += now.lines - was.lines
		t.Deliveries += now.deliveries - was.deliveries
	case e.Claim != nil:
		t.claims[hashOf(e.Claim.Number)] = true
		t.Claims = len(t.claims)
	case e.Parked != nil:
		t.ids[e.Parked.ID] = true
		t.Parked = len(t.ids)
	default:
		t.handOver(e)
	}
	return nil
}

// check returns ErrEntry unless exactly one part is set, and its keys are what an engine
// takes for keys.
func (e Entry) check() error {
	parts, hashes, names := 0, []string{}, []string{}
	if d := e.Dossier; d != nil {
		parts, hashes, names = parts+1, append(hashes, d.Person), append(names, d.Record.Version)
		for _, r := range d.Reports {
			hashes = append(hashes, r.Key)
		}
		for _, i := range d.Items {
			names = append(names, i.ID)
		}
	}
	if c := e.Claim; c != nil {
		parts, hashes = parts+1, append(hashes, c.Number)
	}
	if i := e.Index; i != nil {
		parts, hashes = parts+1, append(hashes, i.Mark, i.Number)
	}
	if s := e.Seen; s != nil {
		parts, hashes, names = parts+1, append(hashes, s.Person), append(names, s.Op)
	}
	if p := e.Parked; p != nil {
		parts, names = parts+1, append(names, p.ID)
	}
	if n := e.Name; n != nil {
		parts, names = parts+1, append(names, n.Name)
	}
	if parts != 1 {
		return fmt.Errorf("%w: %d parts", ErrEntry, parts)
	}
	for _, h := range hashes {
		if !isHash(h) {
			return fmt.Errorf("%w: a key is no hash", ErrEntry)
		}
	}
	for _, n := range names {
		if n == "" {
			return fmt.Errorf("%w: a name is missing", ErrEntry)
		}
	}
	return nil
}

func isHash(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == 2*len(digest{})
}

// hashOf takes what isHash.
func hashOf(s string) (h digest) {
	_, _ = hex.Decode(h[:], []byte(s))
	return h
}
