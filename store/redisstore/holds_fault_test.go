package redisstore_test

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// hold is the time for which a process takes a delivery to be its own.
type hold struct {
	owner    string
	from, to time.Time
}

// holds are all of them, by the line or the single delivery that is leased.
type holds struct {
	mu  sync.Mutex
	all map[string][]hold
}

func (h *holds) add(slot string, one hold) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if one.to.After(one.from) {
		h.all[slot] = append(h.all[slot], one)
	}
}

// check fails the test when two processes held the same at a time.
func (h *holds) check(t testing.TB) {
	t.Helper()
	for slot, all := range h.all {
		slices.SortFunc(all, func(a, b hold) int { return a.from.Compare(b.from) })
		var last hold // of those so far, that which ended last
		for _, one := range all {
			if one.owner != last.owner && one.from.Before(last.to) {
				t.Errorf("%s was with %s for %v more when %s got it", slot, last.owner, last.to.Sub(one.from), one.owner)
			}
			if one.to.After(last.to) {
				last = one
			}
		}
	}
}

// pulse is how long others believe that a process lives, as it knows itself.
type pulse struct {
	mu    sync.Mutex
	signs []sign
}

type sign struct{ at, until time.Time }

func (p *pulse) add(s sign) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.signs = append(p.signs, s)
}

// last is until when it is believed from a time on, without a gap.
func (p *pulse) last(from time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	var until time.Time
	for _, s := range p.signs {
		if s.at.After(from) && !s.at.Before(until) {
			return until // dead for others, for a while: what it held then is theirs
		}
		until = s.until
	}
	return until
}
