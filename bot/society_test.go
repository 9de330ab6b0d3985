package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	"satark/store"
	"satark/store/sqlitestore"
)

// society lets several stores of this process share an embedded engine, which knows of one
// process only: it keeps the lives, and sets free what owners without one have leased.
type society struct {
	*sqlitestore.Engine
	mu     sync.Mutex
	lives  []store.Beating // the longest first
	owners map[string]bool // who may hold something
}

func newSociety(e *sqlitestore.Engine) *society {
	return &society{Engine: e, owners: map[string]bool{}}
}

func (s *society) note(owner string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.owners[owner] = true
}

func (s *society) Commit(ctx context.Context, c *store.Commit) (store.Committed, error) {
	s.note(c.Owner)
	return s.Engine.Commit(ctx, c)
}

func (s *society) Lease(ctx context.Context, l store.Leasing) ([]store.Leased, error) {
	s.note(l.Owner)
	return s.Engine.Lease(ctx, l)
}

func (s *society) Beat(ctx context.Context, b store.Beating) (store.Standing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.lives) == 0 { // what is held was leased before this process
		if standing, err := s.Engine.Beat(ctx, b); err != nil {
			return standing, err
		}
	}
	known := slices.ContainsFunc(s.lives, func(l store.Beating) bool { return l.Owner == b.Owner })
	live := slices.DeleteFunc(slices.Clone(s.lives), func(l store.Beating) bool {
		return l.Owner != b.Owner && (!l.Until.After(b.Now) || l.Place != "" && l.Place == b.Place)
	})
	if !known {
		live = append(live, b)
	}
	for i := range live {
		if live[i].Owner == b.Owner {
			live[i] = b
		}
	}
	for owner := range s.owners {
		if slices.ContainsFunc(live, func(l store.Beating) bool { return l.Owner == owner }) {
			continue
		}
		if err := s.Engine.Leave(ctx, owner, b.Now); err != nil {
			return store.Standing{}, err
		}
		delete(s.owners, owner)
	}
	s.lives = live
	return store.Standing{Alive: len(live), First: live[0].Owner == b.Owner}, nil
}

func (s *society) Leave(ctx context.Context, owner string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lives = slices.DeleteFunc(s.lives, func(b store.Beating) bool { return b.Owner == owner })
	return s.Engine.Leave(ctx, owner, now)
}
