package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"satark/dialogs"
)

const (
	tellLook = 5 * time.Second // how often is looked for whom to tell
	lastTell = 2 * time.Second // how long telling may take at the end
)

// overLimit acknowledges an update beyond its person's allowance. It is not run; the
// person is told, a minute apart, how many messages were not read.
func (b *Bot) overLimit(ctx context.Context, l *lane, e event) error {
	b.meter.count("satark_bot_limited_total")
	if e.press != "" {
		if b.limits.toasts(e.chat) {
			b.answerPress(e, b.tongue(ctx, l, e), "toast.limited")
		}
		return nil
	}
	if !b.limits.misses(e) {
		return nil
	}
	return b.tellUnread(ctx, l, fmt.Sprint("limited ", time.Now().Unix()/int64(tellEvery.Seconds())))
}

// tellUnread commits a reply that tells how many messages were not read. Another process
// may have told the same person under this key: then ours are told in a minute.
func (b *Bot) tellUnread(ctx context.Context, l *lane, key string) error {
	n := b.limits.unread(l.chat)
	if n == 0 {
		return nil
	}
	ours := l.unsure == ownUpdate(l.chat, key)
	now, err := b.ownTurnIn(ctx, l, key, func(c *composer, _ dialogs.Session) error {
		return c.say(dialogs.Reply{Key: "limited", Count: &n})
	})
	switch {
	case errors.Is(err, errAway), errors.Is(err, errBusy):
		return err
	case err != nil:
		b.o.Log.Error("no words to tell what was not read")
		b.limits.tells(l.chat, 0)
	case now, ours:
		b.limits.tells(l.chat, n)
	default:
		b.limits.tells(l.chat, 0)
	}
	return nil
}

// tongue is the language to answer a press in that is not run.
func (b *Bot) tongue(ctx context.Context, l *lane, e event) string {
	chat, err := b.load(ctx, l)
	if err != nil {
		tag, _ := b.o.Words.Match(e.lang)
		return tag
	}
	return b.newComposer(chat.Session, chat.ID, time.Time{}).tag
}

// tellLater tells people of messages that were not read since they were last told, until
// ctx ends; then everybody at once, since nobody else knows of them.
func (b *Bot) tellLater(ctx context.Context) {
	if b.limits == nil {
		return
	}
	for pause(ctx, tellLook) {
		now := time.Now()
		b.tellAll(b.ctx, now.Add(-tellEvery), fmt.Sprint("limited ", now.Unix()/int64(tellEvery.Seconds())))
	}
	last, cancel := context.WithTimeout(b.ctx, lastTell)
	defer cancel()
	now := time.Now()
	b.tellAll(last, now, fmt.Sprint("limited at the end ", now.UnixNano()))
}

func (b *Bot) tellAll(ctx context.Context, toldBefore time.Time, key string) {
	for _, chat := range b.limits.due(toldBefore) {
		if err := b.lanes.do(ctx, chat, func(l *lane) error { return b.tellUnread(ctx, l, key) }); err != nil {
			b.meter.count("satark_bot_untold_total")
		}
	}
}
