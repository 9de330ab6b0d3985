package sqlitestore

import (
	"context"
	"sync"
	"time"
)

// Spend takes one from an allowance; see store.Engine. Allowances are kept in memory:
// one process serves everybody, and its end forgives what was spent.
func (e *Engine) Spend(_ context.Context, name string, now time.Time, every time.Duration, burst int) (time.Duration, error) {
	return e.spent.take(name, now, every, burst), nil
}

// allowances remembers of each allowance when it will be whole again. Those that are
// whole are not kept.
type allowances struct {
	mu    sync.Mutex
	whole map[string]time.Time
	tidy  int // how many there are when the whole ones are dropped next
}

// leastTidy is how many allowances are kept before any are looked at to be dropped.
const leastTidy = 1024

func newAllowances() *allowances {
	return &allowances{whole: map[string]time.Time{}, tidy: leastTidy}
}

func (a *allowances) take(name string, now time.Time, every time.Duration, burst int) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	owed := max(a.whole[name].Sub(now), 0)
	owed = min(owed, every*time.Duration(burst)) // no more, even when the clock was set back
	if wait := owed - every*time.Duration(burst-1); wait > 0 {
		return wait
	}
	a.whole[name] = now.Add(owed + every)
	if len(a.whole) >= a.tidy {
		a.drop(now)
	}
	return 0
}

// drop forgets the allowances that are whole, and comes again when those left have
// doubled: so that it costs little for each one taken.
func (a *allowances) drop(now time.Time) {
	for name, at := range a.whole {
		if !at.After(now) {
			delete(a.whole, name)
		}
	}
	a.tidy = max(leastTidy, 2*len(a.whole))
}
