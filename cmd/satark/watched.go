package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"satark/store"
	"satark/store/seal"
)

// watched is the store as the bot uses it, with a note of which updates are committed
// and what of theirs is still to be delivered: a talk goes on when nothing is.
type watched struct {
	*store.Store
	operator *seal.Operator
	clock    func() time.Time

	mu      sync.Mutex
	seen    map[int64]bool   // updates committed; grows only while someone talks in this process
	pending map[string]int64 // delivery due now → chat
	changed chan struct{}    // closed and replaced at every change
	talking bool
	sweeps  int // how often it was asked what is due
}

// Commit notes the update and what it wants delivered at once.
func (w *watched) Commit(ctx context.Context, t *store.Turn) error {
	err := w.Store.Commit(ctx, t)
	if err == nil || errors.Is(err, store.ErrSeen) {
		w.note(func() {
			w.seen[t.Update] = true
			if err == nil {
				w.expect(t.Deliveries)
			}
		})
	}
	return err
}

// Lease notes what became due.
func (w *watched) Lease(ctx context.Context, now time.Time, limit int, hold time.Duration) ([]store.Delivery, error) {
	due, err := w.Store.Lease(ctx, now, limit, hold)
	if err == nil {
		w.note(func() { w.sweeps++; w.expect(due) })
	}
	return due, err
}

// Mark notes what is delivered.
func (w *watched) Mark(ctx context.Context, marks []store.Mark) error {
	err := w.Store.Mark(ctx, marks)
	if err == nil {
		w.note(func() {
			for _, m := range marks {
				if m.Done {
					delete(w.pending, m.ID)
				}
			}
		})
	}
	return err
}

// expect adds what is due by now. The caller is inside note.
func (w *watched) expect(deliveries []store.Delivery) {
	now := w.clock()
	for _, d := range deliveries {
		if !d.Due.After(now) {
			w.pending[d.ID] = d.Chat
		}
	}
}

// note changes the books and wakes who waits; it does nothing when nobody talks.
func (w *watched) note(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.talking {
		return
	}
	change()
	close(w.changed)
	w.changed = make(chan struct{})
}

// talk starts the books: from now on settled can be asked.
func (w *watched) talk() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.talking = true
}

// swept waits until it was asked at least once what is due.
func (w *watched) swept(ctx context.Context) error {
	return w.until(ctx, func() bool { return w.sweeps > 0 })
}

// settled waits until the updates are committed and, to the chat, nothing more is to
// be delivered now.
func (w *watched) settled(ctx context.Context, chat int64, updates ...int64) error {
	return w.until(ctx, func() bool { return w.quiet(chat, updates) })
}

func (w *watched) until(ctx context.Context, cond func() bool) error {
	for {
		w.mu.Lock()
		holds, changed := cond(), w.changed
		w.mu.Unlock()
		if holds {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (w *watched) quiet(chat int64, updates []int64) bool {
	for _, id := range updates {
		if !w.seen[id] {
			return false
		}
	}
	for _, of := range w.pending {
		if of == chat {
			return false
		}
	}
	return true
}
