package bot

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	// An album has ten pictures and a talk that is forwarded may have a hundred messages;
	// nobody presses or types faster than every other second for minutes.
	personBurst = 100
	personEvery = 2 * time.Second

	tellEvery  = time.Minute // how often a person is told what was not read
	toastEvery = time.Second // how often that a press was not heard
	paidKept   = 128         // updates remembered as counted or told of: their repeats are free
	missedKept = 1024        // updates remembered as not read: their repeats count once
	spendTime  = 2 * time.Second
)

// limits gives each person an allowance of updates. What goes beyond it is acknowledged,
// not run, and told to the person. Each update counts once, however often it comes.
//
// The first half of an allowance is this process's own, so that it costs no round trip;
// the second half is shared by all processes, through spend. When that fails, it is the
// person who is believed.
type limits struct {
	spend func(ctx context.Context, chat int64) (wait time.Duration, err error)
	fresh pace // what a person begins with

	mu     sync.Mutex
	people map[int64]*allowance
}

type allowance struct {
	pace
	paid    []int64 // updates that were counted, the latest last
	missed  []int64 // updates that were not read and not told of, the latest last
	known   []int64 // updates that were not read and told of, the latest last
	more    int     // such updates beyond missedKept
	told    time.Time
	toasted time.Time
}

// newLimits makes the limits of o; nil, which never limits, for a burst below 0.
func newLimits(o Options) *limits {
	if o.PersonBurst < 0 {
		return nil
	}
	shared := (o.PersonBurst + 1) / 2
	return &limits{
		fresh: pace{every: o.PersonEvery, burst: o.PersonBurst}, people: map[int64]*allowance{},
		spend: func(ctx context.Context, chat int64) (time.Duration, error) {
			return o.Store.Spend(ctx, chat, "updates", o.PersonEvery, shared)
		},
	}
}

// admits takes an update from its person's allowance, and reports whether it was there.
// It is asked in the lane of the chat, which is the person's own.
func (s *limits) admits(ctx context.Context, e event) bool {
	if s == nil || e.chat == 0 {
		return true
	}
	now := time.Now()
	paid, left, half := s.look(e, now)
	switch {
	case paid:
		return true
	case !left:
		return false
	case half:
		bounded, cancel := context.WithTimeout(ctx, spendTime)
		wait, err := s.spend(bounded, e.chat)
		cancel()
		if err == nil && wait > 0 {
			return false
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.of(e.chat)
	p.take(now)
	p.paid = lastOf(append(p.paid, e.update), paidKept)
	p.missed = slices.DeleteFunc(p.missed, func(u int64) bool { return u == e.update })
	return true
}

// look tells how an update stands with the allowance: whether it was counted before,
// whether there is something left, and whether half is gone.
func (s *limits) look(e event, now time.Time) (paid, left, half bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.of(e.chat)
	return slices.Contains(p.paid, e.update), !p.at(now).After(now), p.tat.Sub(now) > p.every*time.Duration(p.burst/2)
}

// of finds or makes the allowance of a person. The lock is held.
func (s *limits) of(chat int64) *allowance {
	p := s.people[chat]
	if p == nil {
		p = &allowance{pace: s.fresh}
		s.people[chat] = p
	}
	return p
}

// shuts reports whether an update is beyond the allowance and there is nothing to be said
// about it now; it is then counted as not read. It spares a flood the way through the lane.
func (s *limits) shuts(e event) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, now := s.people[e.chat], time.Now()
	switch {
	case p == nil || !p.at(now).After(now) || slices.Contains(p.paid, e.update):
		return false
	case e.press != "":
		return now.Sub(p.toasted) < toastEvery
	case now.Sub(p.told) >= tellEvery:
		return false
	}
	p.miss(e.update)
	return true
}

// misses counts a message that is not read, and reports whether it is time to say so.
func (s *limits) misses(e event) (tell bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.of(e.chat)
	p.miss(e.update)
	return time.Since(p.told) >= tellEvery
}

func (p *allowance) miss(update int64) {
	switch {
	case slices.Contains(p.missed, update), slices.Contains(p.known, update):
	case len(p.missed) >= missedKept:
		p.more++
	default:
		p.missed = append(p.missed, update)
	}
}

// toasts reports whether it is time to say that a press was not heard.
func (s *limits) toasts(chat int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, now := s.of(chat), time.Now()
	if now.Sub(p.toasted) < toastEvery {
		return false
	}
	p.toasted = now
	return true
}

// unread is how many messages of a person were not read and not told of.
func (s *limits) unread(chat int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.of(chat)
	return len(p.missed) + p.more
}

// tells notes that a person was told of n unread messages, or, with 0, that the time for
// it has passed.
func (s *limits) tells(chat int64, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.of(chat)
	p.told = time.Now()
	named := min(n, len(p.missed))
	p.known = lastOf(append(p.known, p.missed[:named]...), paidKept)
	p.missed, p.more = slices.Delete(p.missed, 0, named), max(p.more-(n-named), 0)
}

// due are the people with unread messages who were last told so before then. Those with
// a whole allowance and nothing to be told are forgotten.
func (s *limits) due(then time.Time) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	var chats []int64
	for chat, p := range s.people {
		switch {
		case len(p.missed) > 0 && !p.told.After(then):
			chats = append(chats, chat)
		case len(p.missed) == 0 && p.whole(now) && now.Sub(p.told) >= tellEvery:
			delete(s.people, chat)
		}
	}
	return chats
}

func lastOf(list []int64, n int) []int64 {
	if len(list) > n {
		return append(list[:0], list[len(list)-n:]...)
	}
	return list
}
