package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"satark/store"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

// slow is an engine whose answers take time: what before does happens in between.
type slow struct {
	store.Engine
	before func()
}

func (s slow) Commit(ctx context.Context, c *store.Commit) (store.Committed, error) {
	done, err := s.Engine.Commit(ctx, c)
	s.before()
	return done, err
}

func (s slow) Lease(ctx context.Context, l store.Leasing) ([]store.Leased, error) {
	leased, err := s.Engine.Lease(ctx, l)
	s.before()
	return leased, err
}

// What was asked for before a lapse and answered after it may be another's by now: nobody
// acts on it, and it is leased again.
func TestALeaseFromBeforeALapseIsNoLease(t *testing.T) {
	engine, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	operator, err := seal.NewOperator(seal.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	now := time.Date(2026, 11, 24, 4, 30, 0, 0, time.UTC)
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	var s *store.Store
	lapse := func() {
		mu.Lock()
		now = now.Add(16 * time.Second) // more than a life
		mu.Unlock()
		if _, err := s.Beat(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	during := func() {}
	s, err = store.Open(t.Context(), slow{engine, func() { during() }}, operator, store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	say := func(chat int64) store.Delivery {
		t.Helper()
		c, err := s.Load(t.Context(), chat)
		if err != nil {
			t.Fatal(err)
		}
		turn := &store.Turn{Chat: c, Update: 1, Deliveries: []store.Delivery{{Kind: "send", Body: []byte("x")}}}
		if err := s.Commit(t.Context(), turn); err != nil {
			t.Fatal(err)
		}
		return turn.Deliveries[0]
	}
	if d := say(1); d.Leased.IsZero() {
		t.Fatal("a commit without a lapse leases nothing: the test proves nothing")
	}
	during = lapse
	if d := say(2); !d.Leased.IsZero() {
		t.Errorf("leased until %v though a lapse came in between", d.Leased)
	}
	if got, err := s.Lease(t.Context(), clock(), 10, time.Minute); err != nil || len(got) != 0 {
		t.Errorf("a sweep with a lapse in it gives %d, %v", len(got), err)
	}
	during = func() {}
	// The first chat's lease, from before, is not given back and has to end.
	if got, err := s.Lease(t.Context(), clock(), 10, time.Minute); err != nil || len(got) != 2 {
		t.Errorf("the next sweep gives %d, %v", len(got), err)
	}
}
