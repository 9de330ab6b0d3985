package bot

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"satark/store"
)

const (
	walkFirst = time.Minute    // after this process has become the one that walks
	walkEvery = 24 * time.Hour // from one walk to the next
	walkAgain = time.Hour      // after one that failed
	walkPace  = 5 * time.Millisecond
	walkTime  = 30 * time.Second // for one citizen
	walkBusy  = 100              // messages that wait to be sent: the walk waits for them
)

// retained is what the last whole walk counted.
type retained struct {
	warned   atomic.Int64 // citizens with an open report who were warned and are silent since
	openSoon atomic.Int64 // open reports of which something goes within WarnBefore
	parked   atomic.Int64 // what has waited for an operator for longer than ParkedLong
}

func (b *Bot) gaugeRetention() {
	b.meter.gauge("satark_retention_warned", func() float64 { return float64(b.retained.warned.Load()) })
	b.meter.gauge("satark_retention_open_soon", func() float64 { return float64(b.retained.openSoon.Load()) })
	b.meter.gauge("satark_retention_parked_long", func() float64 { return float64(b.retained.parked.Load()) })
}

// retain walks through all that is held once a day. A walk that was cut short begins anew:
// what it did is done.
func (b *Bot) retain(ctx context.Context) {
	for wait := walkFirst; pause(ctx, wait); {
		wait = walkEvery
		if err := b.walk(ctx); err != nil && ctx.Err() == nil {
			wait = walkAgain
			b.meter.count("satark_retention_failures_total")
			b.o.Log.Error("the daily walk through what is held was not finished", "again_in", wait)
		}
	}
}

// walk looks at everyone once, at a pace that citizens do not notice, and does what is due.
func (b *Bot) walk(ctx context.Context) error {
	var counted Survey
	failed := 0
	err := b.o.Store.Each(ctx, func(held store.Held) error {
		counted.add(b.o.Keep, held, b.o.Clock())
		if err := b.retainOne(ctx, held); err != nil && ctx.Err() == nil {
			failed++
		}
		return b.unhurried(ctx)
	})
	for _, more := range []func(context.Context) error{b.retainParked, b.purgeVault} {
		if fault := more(ctx); err == nil {
			err = fault
		}
	}
	if err == nil && failed > 0 {
		err = fmt.Errorf("%w: %d citizens could not be looked at", errAway, failed)
	}
	if err != nil {
		return err
	}
	b.retained.warned.Store(int64(counted.Warned))
	b.retained.openSoon.Store(int64(counted.OpenSoon))
	b.meter.count("satark_retention_walks_total")
	return nil
}

// purgeVault deletes the sealed copies whose time is over.
func (b *Bot) purgeVault(ctx context.Context) error {
	n, err := b.o.Store.PurgeVault(ctx)
	if err != nil {
		return b.away("purge vault", err)
	}
	b.meter.set.GetOrCreateCounter("satark_retention_vault_purged_total").Add(n)
	return nil
}

// unhurried waits between two citizens, and as long as messages wait for the sender.
func (b *Bot) unhurried(ctx context.Context) error {
	for wait := walkPace; pause(ctx, wait); wait = 100 * time.Millisecond {
		if b.sender.backlog() < walkBusy {
			return nil
		}
	}
	return ctx.Err()
}

// retainOne does what is due about one citizen, in their lane: a word of theirs that comes
// first is heard first.
func (b *Bot) retainOne(ctx context.Context, held store.Held) error {
	if due(b.o.Keep, holdingOf(held), b.o.Clock()).nothing() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, walkTime)
	defer cancel()
	err := b.lanes.do(ctx, held.Chat, func(l *lane) error { return b.retainIn(ctx, l, held) })
	if errors.Is(err, store.ErrStale) { // they spoke this very moment
		return nil
	}
	return err
}

// retainIn decides once more, on the session as it is now. The reports are those of a
// moment ago: they change with a word of the citizen's, which ends the silence.
func (b *Bot) retainIn(ctx context.Context, l *lane, held store.Held) error {
	l.hot = nil
	chat, err := b.load(ctx, l)
	if err != nil || chat.Version == 0 {
		return err
	}
	heard := heardOf(held)
	held.Session = chat.Session
	if heardOf(held).After(heard) {
		return nil
	}
	r := due(b.o.Keep, holdingOf(held), b.o.Clock())
	if r.warn != nil {
		if err := b.warnOf(ctx, l, held, r); err != nil {
			return err
		}
	}
	if r.erase != nil {
		if err := b.eraseOf(ctx, l, held, r); err != nil {
			return err
		}
	}
	if r.forget {
		return b.forgetSilent(ctx, l)
	}
	return nil
}

// forgetSilent forgets a citizen of whom nothing is left but the session.
func (b *Bot) forgetSilent(ctx context.Context, l *lane) error {
	l.hot = nil
	if err := b.o.Store.Forget(ctx, l.chat); err != nil {
		return b.away("forget", err)
	}
	b.meter.count("satark_retention_forgotten_total")
	return nil
}
