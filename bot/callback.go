package bot

import (
	"context"
	"time"

	tg "github.com/go-telegram/bot"
)

const (
	pressesAtOnce = 8
	pressQueue    = 1024
	pressTime     = 5 * time.Second
	maxToast      = 200 // characters Telegram shows
)

// presses answers button presses: at once, beside the messages, once. Until it is
// answered a button shows that it waits; a press is forgotten after 150 s.
type presses struct {
	queue chan pressed
	lib   *tg.Bot
	meter *meter
}

type pressed struct{ id, toast string }

func newPresses(a *api, m *meter) *presses {
	return &presses{queue: make(chan pressed, pressQueue), lib: a.lib, meter: m}
}

// answerPress answers the press of an event, if it is one, with a toast that may be
// empty. It never waits: an answer that finds no room is dropped.
func (b *Bot) answerPress(e event, tag, toastKey string) {
	if e.press == "" {
		return
	}
	p := pressed{id: e.press}
	if toastKey != "" {
		w := renderer{words: b.o.Words, tag: tag, plain: true}
		if text, err := w.text(toastKey, nil); err == nil {
			p.toast = clip(text, maxToast)
		}
	}
	select {
	case b.presses.queue <- p:
	default:
		b.meter.count("satark_bot_presses_dropped_total")
	}
}

func (p *presses) run(ctx context.Context) {
	done := make(chan struct{}, pressesAtOnce)
	for range pressesAtOnce {
		go func() {
			p.worker(ctx)
			done <- struct{}{}
		}()
	}
	for range pressesAtOnce {
		<-done
	}
}

func (p *presses) worker(ctx context.Context) {
	for {
		select {
		case x := <-p.queue:
			bounded, cancel := context.WithTimeout(ctx, pressTime)
			_, err := p.lib.AnswerCallbackQuery(bounded, &tg.AnswerCallbackQueryParams{CallbackQueryID: x.id, Text: x.toast})
			cancel()
			p.meter.count(`satark_bot_presses_total{class="` + string(judge(err).class) + `"}`)
		case <-ctx.Done():
			return
		}
	}
}

// clip cuts s after n characters.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
