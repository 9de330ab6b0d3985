package bot

import (
	"context"
	"sync"
	"time"

	"satark/store"
)

const (
	markBatch = 256                  // marks written at once
	markPause = 5 * time.Millisecond // how long marks are gathered
	markTime  = 10 * time.Second     // one write may take as long
)

// marker writes what became of deliveries, many at a time and off the citizen's way.
// A mark that is not written yet when the process dies means that its message is sent
// once more.
type marker struct {
	write func(context.Context, []store.Mark) error

	mu    sync.Mutex
	marks []store.Mark
	wake  chan struct{}
}

func newMarker(write func(context.Context, []store.Mark) error) *marker {
	return &marker{write: write, wake: make(chan struct{}, 1)}
}

func (m *marker) add(mark store.Mark) {
	m.mu.Lock()
	m.marks = append(m.marks, mark)
	m.mu.Unlock()
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// run writes marks until ctx ends.
func (m *marker) run(ctx context.Context) {
	for {
		select {
		case <-m.wake:
		case <-ctx.Done():
			return
		}
		if !pause(ctx, markPause) {
			return
		}
		for wait := markPause; !m.flush(ctx); wait = min(2*wait, 5*time.Second) {
			if !pause(ctx, wait) {
				return
			}
		}
	}
}

// flush writes all marks there are, and reports whether it could.
func (m *marker) flush(ctx context.Context) bool {
	for {
		m.mu.Lock()
		batch := m.marks[:min(len(m.marks), markBatch)]
		m.mu.Unlock()
		if len(batch) == 0 {
			return true
		}
		bounded, cancel := context.WithTimeout(ctx, markTime)
		err := m.write(bounded, batch)
		cancel()
		if err != nil {
			return false
		}
		m.mu.Lock()
		if m.marks = m.marks[len(batch):]; len(m.marks) == 0 {
			m.marks = nil
		}
		m.mu.Unlock()
	}
}
