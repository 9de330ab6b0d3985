package sqlitestore

import (
	"context"
	"fmt"
	"sync"
	"time"

	"satark/store"
)

// Beat frees what others hold: the directory is ours alone, so they are gone. See
// store.Engine. It writes only when there may be something to free.
func (e *Engine) Beat(ctx context.Context, b store.Beating) (store.Standing, error) {
	if e.guest {
		return store.Standing{}, errGuest
	}
	alone := store.Standing{Alive: 1, First: true}
	if !e.holders.others(b.Owner) && !e.writes.lingers() {
		return alone, nil
	}
	var upTo uint64
	err := e.writes.do(ctx, &change{run: func(t *tx) error {
		upTo = e.holders.last()
		return t.exec(`UPDATE slot SET at = min(at, ?1), owner = '', sum = rowsum(person, item, min(at, ?1), '')
			WHERE owner NOT IN ('', ?2)`, b.Now.UnixMilli(), b.Owner)
	}})
	if err != nil {
		return store.Standing{}, fmt.Errorf("sqlitestore: beat: %w", err)
	}
	e.holders.freed(upTo, b.Owner)
	return alone, nil
}

// Leave frees what the process holds; see store.Engine.
func (e *Engine) Leave(ctx context.Context, owner string, now time.Time) error {
	if e.guest {
		return nil // it holds nothing
	}
	err := e.writes.do(ctx, &change{run: func(t *tx) error {
		return t.exec(`UPDATE slot SET at = min(at, ?1), owner = '', sum = rowsum(person, item, min(at, ?1), '')
			WHERE owner = ?2`, now.UnixMilli(), owner)
	}})
	if err != nil {
		return fmt.Errorf("sqlitestore: leave: %w", err)
	}
	return nil
}

// holders knows who may hold leases, so that a sign of life needs no look into the
// database: whoever leased through this engine and, until the first sign of life,
// unknown ones from before it was opened.
type holders struct {
	mu     sync.Mutex
	clock  uint64            // rises with every lease
	leased map[string]uint64 // when an owner leased last
}

// before stands for the owners of leases from before the engine was opened.
const before = ""

func newHolders() *holders { return &holders{leased: map[string]uint64{before: 0}} }

// lease says that owner leases something in the transaction under way.
func (h *holders) lease(owner string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock++
	h.leased[owner] = h.clock
}

// others says whether anyone else may hold something.
func (h *holders) others(owner string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, own := h.leased[owner]
	return len(h.leased) > 1 || len(h.leased) == 1 && !own
}

func (h *holders) last() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

// freed drops everyone but owner who has leased nothing since upTo.
func (h *holders) freed(upTo uint64, owner string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for who, at := range h.leased {
		if who != owner && at <= upTo {
			delete(h.leased, who)
		}
	}
}
