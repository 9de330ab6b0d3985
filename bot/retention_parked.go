package bot

import (
	"context"
	"time"
)

// ParkedLong is how long something may wait for an operator before it is counted as
// waiting for long.
const ParkedLong = 90 * 24 * time.Hour

// retainParked counts what has waited for an operator for long. It is dropped only when a
// policy says how long it is kept, and then counted too: nothing of a citizen's goes by a
// line in the log.
func (b *Bot) retainParked(ctx context.Context) error {
	parked, err := b.o.Store.ParkedList(ctx)
	if err != nil {
		return b.away("parked", err)
	}
	now, long := b.o.Clock(), int64(0)
	for _, p := range parked {
		age := now.Sub(p.At)
		switch {
		case b.o.Keep.Parked > 0 && age >= b.o.Keep.Parked:
			if err := b.o.Store.Unpark(ctx, p.ID); err != nil {
				return b.away("unpark", err)
			}
			b.meter.count("satark_retention_parked_dropped_total")
			b.o.Log.Warn("dropped what was parked, as the policy says", "id", p.ID, "kind", p.Kind, "cause", p.Cause)
		case age >= ParkedLong:
			long++
		}
	}
	b.retained.parked.Store(long)
	return nil
}
