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
// while the leases last, and nothing while we may be taken for dead.
func (b *Bot) sweep(ctx context.Context) {
	for ctx.Err() == nil {
		b.sender.tidy()
		b.lanes.tidy(time.Now())
		room := int(b.o.Rate * (sweepHold / 2).Seconds() / float64(b.life.replicas()))
		for b.left() > sendTime && b.sender.backlog() < room && ctx.Err() == nil && b.sweepOnce(ctx) {
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

// dispatch sets to work on the deliveries of a commit that were leased to us in an era of
// the sender.
func (b *Bot) dispatch(era int, deliveries []store.Delivery) {
	b.sender.add(era, b.chores.takeFrom(deliveries)...)
}
