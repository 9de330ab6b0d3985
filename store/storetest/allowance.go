package storetest

import (
	"sync"
	"sync/atomic"
	"time"
)

// allowance is shared by all processes: three at once, then one a second.
func allowance(r *rig) {
	a, b := r.process(), r.process()
	steps := []struct {
		after time.Duration // since the step before
		wait  time.Duration
	}{
		{0, 0}, {0, 0}, {0, 0}, {0, time.Second}, // spent
		{400 * time.Millisecond, 600 * time.Millisecond},
		{600 * time.Millisecond, 0}, {0, time.Second},
		{999 * time.Millisecond, time.Millisecond}, {time.Millisecond, 0},
		{2 * time.Second, 0}, {0, 0}, {0, time.Second},
		{time.Hour, 0}, {0, 0}, {0, 0}, {0, time.Second}, // never more than the three
	}
	for i, step := range steps {
		r.clock.advance(step.after)
		s := a
		if i%2 == 1 {
			s = b
		}
		got, err := s.Spend(r.Context(), 1, "turns", time.Second, 3)
		if err != nil || got != step.wait {
			r.Fatalf("step %d: wait %v, %v; want %v", i, got, err, step.wait)
		}
	}
	// Another chat and another purpose have allowances of their own.
	for chat, what := range map[int64]string{1: "files", 2: "turns"} {
		if got, err := a.Spend(r.Context(), chat, what, time.Minute, 1); err != nil || got != 0 {
			r.Errorf("%s of chat %d: wait %v, %v", what, chat, got, err)
		}
		if got, err := b.Spend(r.Context(), chat, what, time.Minute, 1); err != nil || got != time.Minute {
			r.Errorf("%s of chat %d, spent: wait %v, %v", what, chat, got, err)
		}
	}
}

// spendTogether has many ask at the same moment: as many get one as there are.
func spendTogether(r *rig) {
	s := r.process()
	var got atomic.Int64
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			wait, err := s.Spend(r.Context(), 1, "turns", time.Second, 7)
			if err != nil {
				r.Error(err)
			}
			if wait == 0 {
				got.Add(1)
			}
		})
	}
	wg.Wait()
	if got.Load() != 7 {
		r.Errorf("%d of 40 got one; there were 7", got.Load())
	}
}
