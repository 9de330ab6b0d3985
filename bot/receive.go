package bot

import (
	"context"
	"errors"

	"satark/store"
)

// gate decides in a chat's lane whether a turn may run.
type gate func(turn func() error) error

func always(turn func() error) error { return turn() }

// receive handles one update and returns when it may be acknowledged: nil. Any error
// but errNotUpdate means that it has to come again.
func (b *Bot) receive(ctx context.Context, raw []byte) error {
	e, err := decode(raw)
	if errors.Is(err, errNotUpdate) {
		b.meter.count("satark_bot_undecodable_total")
		return err
	}
	done, err := b.take(e, err, always)
	if err != nil || done == nil {
		return err
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take puts an event into its lane and returns where the result will be; nil when there
// is nothing to wait for. strange is what decode said of it, nil or errStrange.
func (b *Bot) take(e event, strange error, g gate) (<-chan error, error) {
	switch {
	case b.health.stopping.Load():
		return nil, ErrStopping
	case !b.health.started.Load():
		return nil, ErrStarting
	case strange == nil && e.ignore != "":
		b.meter.count(`satark_bot_ignored_total{why="` + e.ignore + `"}`)
		return nil, nil
	case b.limits.shuts(e):
		b.meter.count("satark_bot_limited_total")
		return nil, nil
	}
	if e.in.Media != nil {
		e.in.Media.ID = newBlobID()
	}
	return b.lanes.submit(e.chat, func(l *lane) error {
		return g(func() error { return b.handle(b.ctx, l, e, strange) })
	})
}

// handle does with an event in its lane what is to be done: run, park, or leave unread.
func (b *Bot) handle(ctx context.Context, l *lane, e event, strange error) error {
	switch {
	case !b.limits.admits(ctx, e):
		return b.overLimit(ctx, l, e)
	case strange != nil:
		return b.park(ctx, l, e, cause(strange))
	}
	return b.attempt(ctx, l, e)
}

// writeMarks is how marks reach the store.
func (b *Bot) writeMarks(ctx context.Context, marks []store.Mark) error {
	if err := b.o.Store.Mark(ctx, marks); err != nil {
		return b.away("mark", err)
	}
	return nil
}
