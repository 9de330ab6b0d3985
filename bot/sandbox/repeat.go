package sandbox

import (
	"encoding/json"
	"slices"
	"time"
)

// keepOld bounds the acknowledged updates that can be delivered again; the oldest go first.
const keepOld = 4096

// Repeat is an update that was delivered again after it had been acknowledged.
type Repeat struct {
	At     time.Time `json:"at"` // UTC
	Update int64     `json:"update"`
	Chat   int64     `json:"chat"`
}

// repeats are the deliveries of updates that the bot has acknowledged before.
type repeats struct {
	old  []*update         // acknowledged, oldest first
	due  []json.RawMessage // for the next getUpdates
	done []Repeat
}

// Repeat delivers n updates once more, drawn from those that were acknowledged, in no
// order, and returns how many there were to draw from at most n. A bot that polls gets
// them before what is new.
func (s *Server) Repeat(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dice.load(s.faults.Odds)
	n = min(n, len(s.repeats.old))
	for range n {
		u := s.repeats.old[s.dice.r.IntN(len(s.repeats.old))]
		s.repeatAfter(u, 0)
	}
	return n
}

// Repeats lists the updates that were delivered again, oldest first.
func (s *Server) Repeats() []Repeat {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.repeats.done)
}

// remember keeps an acknowledged update and draws whether it comes again. The caller
// holds s.mu.
func (s *Server) remember(u *update) {
	list := &s.repeats.old
	if len(*list) >= keepOld {
		*list = slices.Clone((*list)[keepOld/2:])
	}
	*list = append(*list, u)
	if o := s.faults.Odds; s.dice.happens(o.Again) {
		s.repeatAfter(u, s.dice.upTo(o.AgainFor))
	}
}

// repeatAfter delivers an update once more after d. The caller holds s.mu.
func (s *Server) repeatAfter(u *update, d time.Duration) {
	if s.ctx.Err() != nil {
		return
	}
	s.work.Go(func() {
		if !sleep(s.ctx, d) {
			return
		}
		s.mu.Lock()
		h := s.hook
		s.repeats.done = append(s.repeats.done, Repeat{At: s.now(), Update: u.id, Chat: u.lane.id})
		if h == nil {
			s.repeats.due = append(s.repeats.due, u.body)
			s.updates.pulse.beat()
		}
		s.mu.Unlock()
		if h != nil {
			// Its answer changes nothing: it was acknowledged before.
			_, _ = s.post(h, u)
		}
	})
}

// takeRepeats hands out what is to be polled again, at most limit of it. The caller
// holds s.mu.
func (s *Server) takeRepeats(limit int) []json.RawMessage {
	n := min(limit, len(s.repeats.due))
	some := slices.Clone(s.repeats.due[:n])
	s.repeats.due = s.repeats.due[n:]
	return some
}
