package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// errAway: the store did not answer as it should; the update must come again.
var errAway = errors.New("bot: store away")

// maxReruns is how often a turn is run again because the chat had moved on, the
// number was taken or the dialogue asked for a report.
const maxReruns = 16

// turn answers one event: load, scrub, step, render, commit, hand to the sender.
// It returns nil when the event was committed, now or before; errAway when it has
// to come again; any other error is a fault of ours.
func (b *Bot) turn(ctx context.Context, l *lane, e event) error {
	in := e.in
	in.At = b.o.Clock().UTC()
	in.Profile.Lang, _ = b.o.Words.Match(e.lang)
	for range maxReruns {
		chat, err := b.load(ctx, l)
		if err != nil {
			return err
		}
		if in.Number, err = b.o.Numbers(); err != nil {
			return fmt.Errorf("bot: no number: %w", err)
		}
		out, safe, err := b.step(ctx, chat, in)
		if err != nil {
			return err
		}
		t, err := b.compose(chat, e, safe, out)
		if err != nil {
			return err
		}
		switch err := b.commit(ctx, l, t); {
		case err == nil:
			b.answerPress(e, t.Session.Lang, out.Toast)
			return nil
		case errors.Is(err, store.ErrSeen):
			b.answerPress(e, "", "")
			return b.recoverLine(ctx, l, e.update)
		case errors.Is(err, store.ErrStale), errors.Is(err, store.ErrTaken):
			continue
		default:
			return err
		}
	}
	return fmt.Errorf("%w: the chat would not hold still", errAway)
}

// load returns the chat as it stands, from memory when the last turn left it there.
func (b *Bot) load(ctx context.Context, l *lane) (*store.Chat, error) {
	if l.hot != nil {
		return l.hot, nil
	}
	chat, err := b.o.Store.Load(ctx, l.chat)
	if err != nil {
		return nil, b.away("load", err)
	}
	l.hot = chat
	return chat, nil
}

// step asks the dialogue, and shows it the report it needs.
func (b *Bot) step(ctx context.Context, chat *store.Chat, in dialogs.Input) (dialogs.Outcome, dialogs.Input, error) {
	safe := clean(in, b.o.Dialogue.Expecting(chat.Session))
	for range maxReruns {
		out := b.o.Dialogue.Step(chat.Session, safe)
		if out.Need == "" {
			return out, safe, nil
		}
		r, err := b.o.Store.Report(ctx, chat.ID, out.Need)
		switch {
		case errors.Is(err, store.ErrNotFound):
			r = fraud.Report{Number: out.Need, Status: fraud.StatusWithdrawn}
		case err != nil:
			return out, safe, b.away("report", err)
		}
		safe.Report = &r
	}
	return dialogs.Outcome{}, safe, fmt.Errorf("%w: the dialogue keeps asking for reports", errRender)
}

// compose renders an outcome into everything the turn commits.
func (b *Bot) compose(chat *store.Chat, e event, in dialogs.Input, out dialogs.Outcome) (*store.Turn, error) {
	c := b.newComposer(out.Session, chat.ID, in.At)
	if e.press != "" {
		c.edit = e.message
	} else if mustDelete(in, out) && e.message != 0 {
		if err := c.send(Outgoing{Method: methodDelete, Message: e.message}); err != nil {
			return nil, err
		}
	}
	for _, r := range out.Replies {
		if err := c.say(r); err != nil {
			return nil, err
		}
	}
	if err := b.effects(c, out); err != nil {
		return nil, err
	}
	t := &store.Turn{Chat: chat, Update: e.update, Session: out.Session, At: in.At, Deliveries: c.deliveries}
	if !out.Unrecorded {
		t.Lines = append([]store.Line{heard(in)}, c.lines...)
	}
	if out.Report != nil {
		t.Reports = []fraud.Report{*out.Report}
		if out.Created {
			t.Claims = []fraud.Number{out.Report.Number}
		}
	}
	return t, nil
}

// mustDelete reports whether the citizen's message has to go: it held a secret.
func mustDelete(in dialogs.Input, out dialogs.Outcome) bool {
	return len(in.Secrets) > 0 || slices.ContainsFunc(out.Effects, func(f dialogs.Effect) bool { return f.Kind == dialogs.EffectDelete })
}

// away notes that the store failed, and hides its words: they may hold a URL.
func (b *Bot) away(what string, err error) error {
	b.health.storeFailed()
	b.meter.count(`satark_bot_store_failures_total{operation="` + what + `"}`)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %s: out of time", errAway, what)
	}
	return fmt.Errorf("%w: %s", errAway, what)
}

// ownTurn commits deliveries that no update asked for: a reminder, a warning about
// a file. key makes it happen once, however often it is run.
func (b *Bot) ownTurn(ctx context.Context, chat int64, key string, fill func(*composer, dialogs.Session) error) error {
	return b.lanes.do(ctx, chat, func(l *lane) error {
		_, err := b.ownTurnIn(ctx, l, key, fill)
		return err
	})
}

// ownTurnIn is ownTurn for who is in the chat's lane. It reports whether the turn was
// committed now; if not, and there is no error, it was before.
func (b *Bot) ownTurnIn(ctx context.Context, l *lane, key string, fill func(*composer, dialogs.Session) error) (now bool, err error) {
	update := ownUpdate(l.chat, key)
	for range maxReruns {
		c, err := b.load(ctx, l)
		if err != nil {
			return false, err
		}
		at := b.o.Clock().UTC()
		made := b.newComposer(c.Session, l.chat, at)
		if err := fill(made, c.Session); err != nil {
			return false, err
		}
		err = b.commit(ctx, l, &store.Turn{
			Chat: c, Update: update, Session: c.Session, At: at, Lines: made.lines, Deliveries: made.deliveries,
		})
		switch {
		case errors.Is(err, store.ErrSeen):
			return false, b.recoverLine(ctx, l, update)
		case errors.Is(err, store.ErrStale):
			continue
		}
		return err == nil, err
	}
	return false, errAway
}

// turnTime bounds a turn, its retries included.
const turnTime = 20 * time.Second
