package storetest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"sync/atomic"

	"satark/fraud"
	"satark/store"
)

func claims(r *rig) {
	s := r.process()
	one, two := r.load(s, 1), r.load(s, 2)
	r.commit(s, r.filing(one, 1, numbered(1), "+919876543210"))
	r.refused(s, r.filing(two, 2, numbered(1), "+919876543210"), store.ErrTaken)
	if two.Version != 0 || len(r.said(s, 2)) != 0 {
		r.Fatal("a turn whose number was taken left something behind")
	}
	r.commit(s, r.filing(two, 2, numbered(2), "+919876543210"))
	// The same person may claim again what is theirs: a turn run again after a fault.
	r.commit(s, r.filing(one, 3, numbered(1), "+919876543210"))
	if _, _, err := s.Find(r.Context(), numbered(3)); !errors.Is(err, store.ErrNotFound) {
		r.Fatalf("find what is not there: %v", err)
	}
}

// parallelClaims has a thousand citizens file at once, drawing from so few numbers that
// many draw the same.
func parallelClaims(r *rig) {
	const citizens = 1000
	s := r.process()
	var next atomic.Int64
	var wg sync.WaitGroup
	gate := make(chan struct{}, 64)
	numbers := make([]fraud.Number, citizens)
	for i := range citizens {
		wg.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			for {
				number := numbered(int(next.Add(1)) / 2) // each comes up twice
				err := r.file(s, int64(i), number)
				if errors.Is(err, store.ErrTaken) {
					continue
				}
				if err != nil {
					r.Errorf("citizen %d: %v", i, err)
				}
				numbers[i] = number
				return
			}
		})
	}
	wg.Wait()
	for i, number := range numbers {
		chat, report, err := s.Find(r.Context(), number)
		if err != nil || chat != int64(i) || report.Number != number {
			r.Fatalf("citizen %d holds %s; it leads to chat %d, %q, %v", i, number, chat, report.Number, err)
		}
	}
}

func (r *rig) file(s *store.Store, chat int64, number fraud.Number) error {
	c, err := s.Load(r.Context(), chat)
	if err != nil {
		return err
	}
	return s.Commit(r.Context(), r.filing(c, 1, number, "+919876543210"))
}

func reports(r *rig) {
	s := r.process()
	c := r.load(s, 1)
	t := r.filing(c, 1, numbered(1), "+919876543210")
	r.commit(s, t)
	for chat, want := range map[int64]error{1: nil, 2: store.ErrNotFound} {
		got, err := s.Report(r.Context(), chat, numbered(1))
		if !errors.Is(err, want) || (want == nil && !reflect.DeepEqual(got, t.Reports[0])) {
			r.Errorf("chat %d: %+v, %v", chat, got, err)
		}
	}
	if _, err := s.Report(r.Context(), 1, numbered(2)); !errors.Is(err, store.ErrNotFound) {
		r.Errorf("a report that is not there: %v", err)
	}
	amended := t.Reports[0]
	amended.Status = fraud.StatusFiled
	r.commit(s, &store.Turn{Chat: c, Update: 2, Reports: []fraud.Report{amended}})
	r.commit(s, r.filing(c, 3, numbered(0), "+919876543210"))
	all, err := s.Everything(r.Context(), 1)
	if err != nil || len(all.Reports) != 2 || all.Reports[1].Status != fraud.StatusFiled {
		r.Fatalf("everything: %+v, %v", all, err)
	}
	if chat, got, err := s.Find(r.Context(), numbered(1)); err != nil || chat != 1 || got.Status != fraud.StatusFiled {
		r.Fatalf("find: %d, %+v, %v", chat, got, err)
	}
}

// counts fails unless so many reports name a number.
func (r *rig) counts(s *store.Store, value string, want int) {
	r.Helper()
	if n, err := s.CountByIdentifier(r.Context(), mobile(value)); err != nil || n != want {
		r.Errorf("%s is named by %d reports, %v; want %d", value, n, err, want)
	}
}

func index(r *rig) {
	const x, y = "+919876500001", "+919876500002"
	s := r.process()
	one, two := r.load(s, 1), r.load(s, 2)
	r.counts(s, x, 0)
	r.commit(s, r.filing(one, 1, numbered(1), x))
	r.commit(s, r.filing(two, 1, numbered(2), x))
	r.commit(s, r.filing(two, 2, numbered(3), x))
	r.counts(s, x, 3)
	// Amending moves a report, withdrawing takes it out, forgetting too.
	t := r.filing(one, 3, numbered(1), y)
	r.commit(s, t)
	r.counts(s, x, 2)
	r.counts(s, y, 1)
	t.Reports[0].Status = fraud.StatusWithdrawn
	r.commit(s, &store.Turn{Chat: one, Update: 4, Reports: t.Reports})
	r.counts(s, y, 0)
	if err := s.Forget(r.Context(), 2); err != nil {
		r.Fatal(err)
	}
	r.counts(s, x, 0)
	r.clock.advance(hold)
	for _, d := range r.lease(s) {
		if d.Kind != "send" {
			r.Errorf("the store's own delivery is leased: %+v", d)
		}
	}
}

// lame is an engine whose index cannot be written, as after a crash.
type lame struct{ store.Engine }

func (lame) Index(context.Context, string, []string, []string) error {
	return errors.New("crashed")
}

func indexLater(r *rig) {
	const x = "+919876500001"
	crashing := r.processWith(lame{r.engine}, store.Options{})
	r.commit(crashing, r.filing(r.load(crashing, 1), 1, numbered(1), x))
	s := r.process()
	r.counts(s, x, 0)
	r.clock.advance(hold)
	for _, d := range r.lease(s) {
		if d.Kind != "send" {
			r.Errorf("the store's own delivery is leased: %+v", d)
		}
	}
	r.counts(s, x, 1)
	stats, err := s.Stats(r.Context())
	if err != nil || stats.Deliveries != 1 {
		r.Errorf("after the index was brought up to date: %+v, %v", stats, err)
	}
}
