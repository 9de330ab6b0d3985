package bot

import (
	"context"
	"sync"
	"time"

	"satark/store"
)

const (
	markBatch = 256                  // marks written at once
	markPause = 2 * time.Millisecond // how long marks are gathered
	markTime  = 10 * time.Second     // one write may take as long
	markAgain = time.Second          // between two tries at most
)

// marker writes what became of deliveries, many at a time and off the citizen's way.
// A mark that is not written yet when the process dies means that its message is sent
// once more.
type marker struct {
	write func(context.Context, []store.Mark) error

	mu    sync.Mutex
	marks []store.Mark
	after []func() // beside marks; nil: nobody waits
	wake  chan struct{}

	writing sync.Mutex // held by who writes
}

func newMarker(write func(context.Context, []store.Mark) error) *marker {
	return &marker{write: write, wake: make(chan struct{}, 1)}
}

// add writes a mark soon.
func (m *marker) add(mark store.Mark) { m.then(mark, nil) }

// then writes a mark soon, and after that, and after all that were given before it, calls
// after.
func (m *marker) then(mark store.Mark, after func()) {
	m.mu.Lock()
	m.marks, m.after = append(m.marks, mark), append(m.after, after)
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
		for wait := markPause; !m.flush(ctx); wait = min(2*wait, markAgain) {
			if !pause(ctx, wait) {
				return
			}
		}
	}
}

// flush writes all marks there are, and reports whether it could: not while another does.
func (m *marker) flush(ctx context.Context) bool {
	if !m.writing.TryLock() {
		return false
	}
	defer m.writing.Unlock()
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
		for _, after := range m.drop(len(batch)) {
			if after != nil {
				after()
			}
		}
	}
}

// drop forgets the first n marks, which are written, and returns what is to be done after.
func (m *marker) drop(n int) []func() {
	m.mu.Lock()
	defer m.mu.Unlock()
	after := m.after[:n]
	if m.marks, m.after = m.marks[n:], m.after[n:]; len(m.marks) == 0 {
		m.marks, m.after = nil, nil
	}
	return after
}
