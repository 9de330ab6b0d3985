package bot

import (
	"context"
	"sync"
	"time"

	"satark/store"
)

const (
	beatTime  = 4 * time.Second        // one sign of life may take as long
	beatAgain = 250 * time.Millisecond // after one that failed, or when one is asked for
)

// life is how this process stands among those that share the store.
type life struct {
	mu       sync.Mutex
	standing store.Standing
	until    time.Time     // until when the others believe that we live, whatever happens to clocks
	changed  chan struct{} // closed when we begin or cease to be the first
	asked    chan struct{} // somebody wants a sign of life now
}

func newLife() *life { return &life{changed: make(chan struct{}), asked: make(chan struct{}, 1)} }

// ask wants a sign of life before its time.
func (l *life) ask() {
	select {
	case l.asked <- struct{}{}:
	default:
	}
}

// stands notes how we stand, as asked at begun: we are believed for so long since then.
func (l *life) stands(s store.Standing, begun time.Time, believed time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.until = begun.Add(believed)
	l.set(s)
}

// lapsed reports whether the others may have taken us for dead by now. Then we are not
// the first any more.
func (l *life) lapsed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Now().Before(l.until) {
		return false
	}
	l.set(store.Standing{Alive: l.standing.Alive})
	return true
}

func (l *life) set(s store.Standing) {
	if s.First != l.standing.First {
		close(l.changed)
		l.changed = make(chan struct{})
	}
	l.standing = s
}

// first reports whether we are the first, and what closes when that changes.
func (l *life) first() (bool, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.standing.First, l.changed
}

// replicas is how many processes share the store, 1 at least.
func (l *life) replicas() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(l.standing.Alive, 1)
}

// left is for how long we are believed to live, by the passing of time alone.
func (l *life) left() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Until(l.until)
}

// Leader reports whether this process is the one of all that share the store which does
// what only one shall do. It holds as of the last sign of life: for a moment after a fault
// two may believe it.
func (b *Bot) Leader() bool {
	first, _ := b.life.first()
	return first
}

// left is for how long the others leave us what we have leased: by the passing of time,
// and by the clock, which may jump.
func (b *Bot) left() time.Duration {
	return min(b.life.left(), b.o.Store.Alive().Sub(b.o.Clock()))
}

// beats gives signs of life until ctx ends.
func (b *Bot) beats(ctx context.Context) {
	timer := time.NewTimer(b.o.Beat)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
		case <-b.life.asked:
		case <-ctx.Done():
			return
		}
		wait := b.o.Beat
		if b.beat(ctx) != nil {
			wait = min(wait, beatAgain)
		}
		if !pause(ctx, min(wait, beatAgain)) { // however often it is asked for
			return
		}
		timer.Reset(max(wait-beatAgain, 0))
	}
}

// beat gives one sign of life. Whatever the others may have taken over meanwhile is let go
// before anything is sent again.
func (b *Bot) beat(ctx context.Context) error {
	patience := beatTime
	if left := b.life.left(); left > 0 {
		patience = min(patience, max(left, beatAgain)) // to know in time that we are taken for dead
	}
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	begun, clock := time.Now(), b.o.Clock()
	over := b.left() <= 0
	standing, err := b.o.Store.Beat(bounded)
	if err != nil {
		b.life.lapsed()
		return b.away("beat", err)
	}
	if over || b.life.lapsed() {
		b.sender.recallAll()
	}
	b.life.stands(standing, begun, b.o.Store.Alive().Sub(clock))
	b.sender.share(standing.Alive)
	return nil
}

// whileFirst makes of f what runs whenever this process is the first, ended when it is no
// longer.
func (b *Bot) whileFirst(f func(context.Context)) func(context.Context) {
	return func(ctx context.Context) {
		for ctx.Err() == nil {
			first, changed := b.life.first()
			if first {
				untilClosed(ctx, changed, f)
				continue
			}
			select {
			case <-changed:
			case <-ctx.Done():
			}
		}
	}
}

// untilClosed runs f with a context that ends with ctx or when over closes, and returns
// after both f and that.
func untilClosed(ctx context.Context, over <-chan struct{}, f func(context.Context)) {
	ctx, cancel := context.WithCancel(ctx)
	var run sync.WaitGroup
	run.Go(func() { f(ctx) })
	select {
	case <-over:
	case <-ctx.Done():
	}
	cancel()
	run.Wait()
}
