package soak

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// troupe is pretend citizens who come and go: as soon as one has told all stories, the
// next one begins, until the curtain falls.
type troupe struct {
	world *world
	now   time.Time // when the plans are drawn

	next    atomic.Int64
	curtain atomic.Bool // nobody begins any more

	mu     sync.Mutex
	played []performance
}

func newTroupe(w *world) *troupe { return &troupe{world: w, now: w.search.now} }

// begun is how many citizens have begun.
func (t *troupe) begun() int { return int(t.next.Load()) }

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
	p := newPlayer(t.world, newPlan(t.world.trial.Seed, int(t.next.Add(1)), t.now), t.curtain.Load)
	err := p.play(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.played = append(t.played, performance{p, err})
}
