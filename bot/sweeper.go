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
			due, err := b.lease(ctx)
			if err != nil {
				_ = b.away("lease", err)
				break
			}
			if due < sweepLimit {
				break
			}
		}
		pause(ctx, sweepEvery)
	}
}

// lease takes what is due and sets to work on it, and returns how much it was. Nothing
// that is committed meanwhile is set to work on before it: it belongs behind what was
// leased of its chat.
func (b *Bot) lease(ctx context.Context) (int, error) {
	b.leasing.Lock()
	defer b.leasing.Unlock()
	due, err := b.o.Store.Lease(ctx, b.o.Clock().UTC(), sweepLimit, sweepHold)
	if err == nil {
		b.dispatch(due, true)
	}
	return len(due), err
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
