package wire

import (
	"context"
	"iter"
	"math/rand/v2"
	"time"
)

// Fault is something that befalls a network.
type Fault int

// Faults. Delay and Hole befall all connections for a while, the others one of them.
const (
	Delay   Fault = iota // bytes come late
	Cut                  // the connection is closed
	Reset                // the connection ends as if it had never been
	Swallow              // the next answer is lost, and the connection with it
	Hole                 // nothing passes, all connections stay open
)

// Storm is faults at random. The same seed makes the same faults after the same times;
// whom they befall depends on who is connected.
type Storm struct {
	Seed  uint64
	Every time.Duration // between two faults, on average
	Only  []Fault       // all when empty; one that is named twice comes twice as often
	Late  time.Duration // how late bytes come at most; 20 ms when zero
	Spell time.Duration // how long a Delay or a Hole lasts at most; half a second when zero
}

// blow is one fault of a storm.
type blow struct {
	after       time.Duration
	fault       Fault
	which       uint64 // whom it befalls
	late, spell time.Duration
}

// blows are the faults of a storm, without end.
func (s Storm) blows() iter.Seq[blow] {
	if len(s.Only) == 0 {
		s.Only = []Fault{Delay, Cut, Reset, Swallow, Hole}
	}
	if s.Late <= 0 {
		s.Late = 20 * time.Millisecond
	}
	if s.Spell <= 0 {
		s.Spell = time.Second / 2
	}
	dice := rand.New(rand.NewPCG(s.Seed, 0))
	return func(yield func(blow) bool) {
		for yield(blow{
			after: time.Duration(dice.ExpFloat64() * float64(s.Every)),
			fault: s.Only[dice.IntN(len(s.Only))],
			which: dice.Uint64(),
			late:  time.Duration(dice.Int64N(int64(s.Late))) + 1,
			spell: time.Duration(dice.Int64N(int64(s.Spell))) + 1,
		}) {
		}
	}
}

// Run strikes until ctx ends, and leaves the proxy as if nothing had been.
func (p *Proxy) Run(ctx context.Context, s Storm) {
	defer p.calm()
	for b := range s.blows() {
		if !rest(ctx, b.after) {
			return
		}
		switch b.fault {
		case Delay:
			p.Slow(b.late)
			rest(ctx, b.spell)
			p.Slow(0)
		case Hole:
			p.Hold()
			rest(ctx, b.spell)
			p.Release()
		default:
			p.strike(b.fault, b.which)
		}
	}
}

// strike has a fault befall one connection, if there is any.
func (p *Proxy) strike(f Fault, which uint64) {
	links := p.all()
	if len(links) == 0 {
		return
	}
	l := links[which%uint64(len(links))]
	switch f {
	case Cut:
		l.cut()
	case Reset:
		l.reset()
	case Swallow:
		l.swallow()
	}
}

// calm ends all that was begun.
func (p *Proxy) calm() {
	p.Slow(0)
	p.Release()
	p.Swallow("", 0)
}

// rest waits for d. It is false when ctx ended meanwhile.
func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
