package soak

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"satark/bot/sandbox"
)

// troupe is pretend citizens who come and go: as soon as one has told all stories, the
// next one begins, until the curtain falls.
type troupe struct {
	seed   uint64
	client *sandbox.Client
	now    time.Time // of the beginning
	file   func(name string) ([]byte, error)

	next    atomic.Int64
	deeds   atomic.Int64
	curtain atomic.Bool // nobody begins any more

	mu     sync.Mutex
	played []performance
}

// performance is a citizen's part as it went.
type performance struct {
	*player
	err error
}

// play keeps so many citizens on the stage until the curtain falls, and returns when the
// last of them is through.
func (t *troupe) play(ctx context.Context, citizens int) []performance {
	var all sync.WaitGroup
	for range citizens {
		all.Go(func() {
			for first := true; first || !t.curtain.Load() && ctx.Err() == nil; first = false {
				t.one(ctx)
			}
		})
	}
	all.Wait()
	return t.played
}

func (t *troupe) one(ctx context.Context) {
	p := &player{plan: newPlan(t.seed, int(t.next.Add(1)), t.now), client: t.client, madeUp: t.file, step: func() { t.deeds.Add(1) }}
	err := p.play(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.played = append(t.played, performance{p, err})
}
