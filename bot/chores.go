package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

const (
	choresAtOnce  = 4
	choreQueue    = 256 // more are left to the sweeper, when their lease is over
	choreGiveUp   = 12  // tries of a chore that fails by our own fault
	choreTime     = 90 * time.Second
	reminderGrace = 14 * 24 * time.Hour // a reminder later than that reminds of nothing
)

// chores does the deliveries that are no messages yet: files to fetch, reminders,
// packs that have to be made.
type chores struct {
	queue chan store.Delivery
	do    func(context.Context, store.Delivery) error
	park  func(ctx context.Context, d store.Delivery, why string) error
	mark  func(store.Mark)
	clock func() time.Time
	meter *meter
}

func (b *Bot) newChores() *chores {
	return &chores{queue: make(chan store.Delivery, choreQueue), do: b.chore, park: b.parkDelivery, mark: b.marker.add, clock: b.o.Clock, meter: b.meter}
}

// takeFrom queues the chores among deliveries that are leased to us, and returns the
// messages among them. More chores than there is room for are left to the sweeper.
func (c *chores) takeFrom(deliveries []store.Delivery) []store.Delivery {
	var messages []store.Delivery
	for _, d := range deliveries {
		switch {
		case d.Leased.IsZero(): // later, or another process is at it
		case d.Kind == kindSend, d.Kind == kindBulk:
			messages = append(messages, d)
		default:
			select {
			case c.queue <- d:
			default:
			}
		}
	}
	return messages
}

// run works until ctx ends.
func (c *chores) run(ctx context.Context) {
	var workers sync.WaitGroup
	for range choresAtOnce {
		workers.Go(func() {
			for {
				select {
				case d := <-c.queue:
					c.one(ctx, d)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	workers.Wait()
}

// errGone is a chore that has become pointless.
var errGone = errors.New("bot: nothing left to do")

func (c *chores) one(ctx context.Context, d store.Delivery) {
	if d.Leased.Before(c.clock()) {
		return // the sweeper has it again
	}
	bounded, cancel := context.WithTimeout(ctx, choreTime)
	defer cancel()
	m := store.Mark{ID: d.ID, Chat: d.Chat}
	err := c.guarded(bounded, d)
	switch {
	case err == nil:
		m.Done = true
	case errors.Is(err, errGone):
		m.Done, m.Cause = true, "pointless"
	case c.hopeless(d, err) && c.park(bounded, d, choreCause(err)) == nil:
		m.Done, m.Cause = true, "parked"
		c.meter.count(`satark_bot_chores_given_up_total{kind="` + d.Kind + `"}`)
	default:
		m.Again, m.Cause = c.clock().Add(max(backoff(d.Tries), 5*time.Second)), "failed"
	}
	c.meter.count(`satark_bot_chores_total{kind="` + d.Kind + `"}`)
	c.mark(m)
}

// errUnknownKind is a delivery of a kind that a newer version made.
var errUnknownKind = errors.New("bot: unknown kind of delivery")

// hopeless reports whether a chore has failed too often by our own fault.
func (c *chores) hopeless(d store.Delivery, err error) bool {
	away := errors.Is(err, errAway) || errors.Is(err, errBusy)
	return errors.Is(err, errUnknownKind) || d.Tries >= choreGiveUp && !away
}

// choreCause names why a chore was given up, without words that may be a citizen's.
func choreCause(err error) string {
	switch {
	case errors.Is(err, errUnknownKind):
		return "unknown kind of delivery"
	case errors.Is(err, errPanic), errors.Is(err, errRender):
		return cause(err)
	case errors.Is(err, errLink):
		return "Telegram did not give the file"
	}
	return "failed too often"
}

func (c *chores) guarded(ctx context.Context, d store.Delivery) (err error) {
	defer func() {
		if recover() != nil {
			c.meter.count("satark_bot_panics_total")
			err = fmt.Errorf("%w at %s", errPanic, panicSite())
		}
	}()
	return c.do(ctx, d)
}

func (b *Bot) chore(ctx context.Context, d store.Delivery) error {
	switch d.Kind {
	case kindFetch:
		return b.fetchWanted(ctx, d)
	case kindErase:
		return b.erase(ctx, d)
	case kindRemind:
		return b.remind(ctx, d)
	case kindPack:
		return b.pack(ctx, d)
	case KindAgain:
		return b.again(ctx, d)
	}
	return errUnknownKind
}

// remind says a reminder in the language spoken now, unless its report is over.
func (b *Bot) remind(ctx context.Context, d store.Delivery) error {
	r, err := decodeReply(d.Body)
	if err != nil || b.o.Clock().Sub(d.Due) > reminderGrace {
		return errGone
	}
	if d.Number != "" {
		report, err := b.o.Store.Report(ctx, d.Chat, d.Number)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return errGone
		case err != nil:
			return b.away("report", err)
		case report.Status == fraud.StatusClosed, report.Status == fraud.StatusWithdrawn:
			return errGone
		}
	}
	return b.ownTurn(ctx, d.Chat, d.ID, func(c *composer, _ dialogs.Session) error {
		if err := c.say(r); err != nil {
			return err
		}
		for i := range c.deliveries {
			c.deliveries[i].Kind = kindBulk
		}
		return nil
	})
}

// pack makes the packs that could not be made during the turn.
func (b *Bot) pack(ctx context.Context, d store.Delivery) error {
	report, err := b.o.Store.Report(ctx, d.Chat, d.Number)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return errGone
	case err != nil:
		return b.away("report", err)
	}
	return b.ownTurn(ctx, d.Chat, d.ID, func(c *composer, _ dialogs.Session) error {
		packs, err := b.o.Packs(report, c.tag, c.at)
		if err != nil {
			return fmt.Errorf("%w: packs", errRender)
		}
		return c.packs(packs)
	})
}
