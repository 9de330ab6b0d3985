package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"satark/store"
)

// commit writes a turn and sets to work on what it wants delivered now. Whatever goes
// wrong, the lane forgets the session it had. Errors: store.ErrSeen, store.ErrStale,
// store.ErrTaken, errAway.
func (b *Bot) commit(ctx context.Context, l *lane, t *store.Turn) error {
	era := b.sender.era()
	err := b.o.Store.Commit(ctx, t)
	switch {
	case err == nil:
	case errors.Is(err, store.ErrSeen), errors.Is(err, store.ErrStale), errors.Is(err, store.ErrTaken):
		l.hot = nil
		return err
	default:
		l.hot, l.unsure = nil, t.Update
		return b.away("commit", err)
	}
	l.hot = t.Chat
	b.health.storeAnswered()
	b.dispatch(era, b.afterDoubt(l, t))
	return nil
}

// afterDoubt returns the deliveries of a committed turn that are to be made at once. When
// an earlier commit of the chat, or a sweep, may have succeeded without our knowing, the
// chat's line is given back instead: it holds messages we do not know, which come first.
func (b *Bot) afterDoubt(l *lane, t *store.Turn) []store.Delivery {
	if l.unsure == t.Update {
		l.unsure = 0
	}
	if l.unsure == 0 && time.Now().UnixNano() > b.doubt.Load() {
		return t.Deliveries
	}
	var aside []store.Delivery
	for _, d := range t.Deliveries {
		if d.Kind != kindSend {
			aside = append(aside, d)
			continue
		}
		l.unsure = 0
		if !d.Leased.IsZero() {
			b.sender.recallLine(d)
		}
	}
	return aside
}

// recoverLine is called when an update turns out to be committed. Had we been told that
// its commit failed, then its replies are leased to us and nobody sends them: a turn of
// our own with nothing to say gives us a hold on the chat's line, to give it back.
func (b *Bot) recoverLine(ctx context.Context, l *lane, update int64) error {
	if l.unsure != update {
		return nil
	}
	body, err := json.Marshal(Outgoing{Method: methodNothing})
	if err != nil {
		return fmt.Errorf("%w: %w", errRender, err)
	}
	for range maxReruns {
		chat, err := b.load(ctx, l)
		if err != nil {
			return err
		}
		l.unsure = update
		err = b.commit(ctx, l, &store.Turn{
			Chat: chat, Update: ownUpdate(l.chat, fmt.Sprint("line ", update)), Session: chat.Session, At: b.o.Clock().UTC(),
			Deliveries: []store.Delivery{{Chat: l.chat, Kind: kindSend, Body: body}},
		})
		switch {
		case errors.Is(err, store.ErrStale):
			continue
		case errors.Is(err, errAway):
			l.unsure = update // the next turn will see to it
		default:
			l.unsure = 0
		}
		return nil
	}
	return nil
}
