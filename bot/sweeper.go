package bot

import (
	"context"
	"time"

	"satark/store"
)

const (
	sweepEvery = time.Second
	sweepLimit = 200              // deliveries leased at once
	sweepHold  = 60 * time.Second // for how long
)

// sweep leases what is due in any chat: reminders whose time has come, tries again,
// and what another process left behind. It takes no more than the sender can send
// while the leases last.
func (b *Bot) sweep(ctx context.Context) {
	room := int(b.o.Rate * (sweepHold / 2).Seconds())
	for ctx.Err() == nil {
		b.sender.tidy()
		b.lanes.tidy(time.Now())
		for b.sender.backlog() < room && ctx.Err() == nil && b.sweepOnce(ctx) {
		}
		pause(ctx, sweepEvery)
	}
}

// sweepOnce leases and dispatches one lot, and reports whether there may be more.
func (b *Bot) sweepOnce(ctx context.Context) bool {
	b.sender.sweep()
	due, err := b.o.Store.Lease(ctx, b.o.Clock().UTC(), sweepLimit, sweepHold)
	if err != nil {
		// What the store may have leased to us without our knowing stands before all
		// that is committed from now on.
		b.doubt.Store(time.Now().Add(sweepHold).UnixNano())
		_ = b.away("lease", err)
	}
	b.sender.swept(b.chores.takeFrom(due))
	return len(due) >= sweepLimit
}

// dispatch sets to work on the deliveries of a commit that are leased to us.
func (b *Bot) dispatch(deliveries []store.Delivery) {
	b.sender.add(b.chores.takeFrom(deliveries)...)
}
