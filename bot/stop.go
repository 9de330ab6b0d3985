package bot

import (
	"context"
	"time"
)

// How long the parts of a stop may take, one after another. They are less than 10 s in
// all: nothing that hangs, Telegram or the store, holds up the end for longer.
const (
	turnsMost  = 2500 * time.Millisecond // turns under way
	drainMost  = 2 * time.Second         // what can still be sent
	flightMost = 2 * time.Second         // what is with Telegram
	endMost    = 300 * time.Millisecond  // what was told to end
	lastMarks  = 1500 * time.Millisecond // those that are not written cost a message sent twice
	leaveMost  = 500 * time.Millisecond
)

// Stop takes in no more, finishes the turns under way, sends what it can, and marks it, all
// within 10 s and until ctx ends. What could not be sent is given back to the store, from
// where another replica sends it, or this one after its next start.
func (b *Bot) Stop(ctx context.Context) error {
	b.health.stopping.Store(true)
	b.finishTurns(ctx)
	b.drain(ctx)
	last := context.WithoutCancel(ctx)
	b.within(last, endMost, b.outlet.end)
	b.sender.giveAllBack()
	b.within(last, lastMarks, func(ctx context.Context) { b.marker.flush(ctx) })
	b.within(last, endMost, b.pulse.end)
	if b.health.started.Load() {
		b.within(last, leaveMost, b.leave)
	}
	return ctx.Err()
}

func (b *Bot) within(ctx context.Context, most time.Duration, f func(context.Context)) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	f(ctx)
}

// finishTurns lets no more turns begin, and ends those that take too long: their updates
// are not acknowledged and come again.
func (b *Bot) finishTurns(ctx context.Context) {
	b.within(ctx, turnsMost, func(ctx context.Context) {
		b.intake.end(ctx) // its last words are turns as well
		wait(ctx, b.lanes.close())
	})
	b.cancel()
	b.within(context.WithoutCancel(ctx), endMost, func(ctx context.Context) {
		wait(ctx, b.lanes.close())
		b.intake.end(ctx)
	})
}

func wait(ctx context.Context, over <-chan struct{}) {
	select {
	case <-over:
	case <-ctx.Done():
	}
}

// drain sends what is left for a while, then waits for what is with Telegram.
func (b *Bot) drain(ctx context.Context) {
	b.within(ctx, drainMost, func(ctx context.Context) {
		for b.sender.backlog() > 0 && pause(ctx, 10*time.Millisecond) {
		}
	})
	b.sender.halt()
	b.within(ctx, flightMost, func(ctx context.Context) {
		for !b.sender.resting() && pause(ctx, 10*time.Millisecond) {
		}
	})
}

// leave tells the others that they may go on with what we held.
func (b *Bot) leave(ctx context.Context) {
	if b.o.Store.Leave(ctx) != nil {
		b.o.Log.Warn("the store did not hear that we end")
	}
}
