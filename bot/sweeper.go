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
		for b.sender.backlog() < room && ctx.Err() == nil {
			due, err := b.o.Store.Lease(ctx, b.o.Clock().UTC(), sweepLimit, sweepHold)
			if err != nil {
				_ = b.away("lease", err)
				break
			}
			b.dispatch(due, true)
			if len(due) < sweepLimit {
				break
			}
		}
		pause(ctx, sweepEvery)
	}
}

// dispatch sets to work on deliveries that are leased to us, by Lease or by a commit.
func (b *Bot) dispatch(deliveries []store.Delivery, swept bool) {
	for _, d := range deliveries {
		switch {
		case d.Leased.IsZero(): // later, or another process is at it
		case d.Kind == kindSend, d.Kind == kindBulk:
			b.sender.add(swept, d)
		default:
			b.chores.add(d)
		}
	}
}
