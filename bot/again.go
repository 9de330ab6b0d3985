package bot

import (
	"context"
	"strconv"

	"satark/store"
)

// again runs the turn of an update that was parked. What fails once more is parked under
// the same id, and nobody is told a second time.
func (b *Bot) again(ctx context.Context, d store.Delivery) error {
	e, strange := decode(d.Body)
	e.again, e.update, e.chat = strconv.FormatInt(e.update, 10), ownUpdate(d.Chat, "again "+d.ID), d.Chat
	if e.in.Media != nil {
		e.in.Media.ID = newBlobID()
	}
	return b.lanes.do(ctx, d.Chat, func(l *lane) error {
		switch {
		case strange != nil:
			return b.park(ctx, l, e, cause(strange))
		case e.ignore != "":
			return b.answered(ctx, e)
		}
		return b.attempt(ctx, l, e)
	})
}

// answered ends the story of an update: should it be parked, by a run before this one, it
// is no longer.
func (b *Bot) answered(ctx context.Context, e event) error {
	b.strikes.clear(e.update)
	if e.again == "" {
		return nil
	}
	if err := b.o.Store.Unpark(ctx, e.again); err != nil {
		return b.away("unpark", err)
	}
	return nil
}

// parkDelivery keeps for an operator what could not be delivered. Only what is parked may
// be marked as done.
func (b *Bot) parkDelivery(ctx context.Context, d store.Delivery, why string) error {
	err := b.o.Store.Park(ctx, store.Parked{
		ID: d.ID, Kind: d.Kind, Chat: d.Chat, At: b.o.Clock().UTC(), Cause: why, Number: d.Number, Body: d.Body,
	})
	if err != nil {
		return b.away("park", err)
	}
	b.meter.count(`satark_bot_parked_total{what="delivery"}`)
	b.o.Log.Error("delivery parked", "kind", d.Kind, "cause", why)
	return nil
}
