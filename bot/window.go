package bot

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// errSkipped: an earlier update of the same chat has to come again first.
var errSkipped = errors.New("bot: an earlier update of the chat has to come again")

// window is what Telegram shows of the updates that are not passed by the offset. A chat
// that is slow stays in it while the turns of others go on.
type window struct {
	take   func(e event, strange error, g gate) (<-chan error, error)
	offset int64
	turns  []*shownTurn           // not yet passed, by rising update
	failed map[int64]*atomic.Bool // by chat: a turn has failed, those behind it wait
	over   int                    // turns that ended well since the last look
}

// shown is an update as it was decoded; strange is errStrange or nil.
type shown struct {
	event
	strange error
}

// shownTurn is the turn of an update in the window.
type shownTurn struct {
	update, chat int64
	done         <-chan error // nil: over
	err          error        // when over
}

func newWindow(take func(event, error, gate) (<-chan error, error)) *window {
	return &window{take: take, failed: map[int64]*atomic.Bool{}}
}

// show begins the turns of updates that are new, and of those that failed before, a chat's
// in order: it begins again when all of its turns are over.
func (w *window) show(updates []shown) {
	known := map[int64]*shownTurn{}
	running := map[int64]bool{}
	for _, t := range w.turns {
		known[t.update] = t
		running[t.chat] = running[t.chat] || t.done != nil
	}
	w.turns = w.turns[:0:0]
	for _, u := range updates {
		t, again := known[u.update]
		failed := w.failed[u.chat]
		switch {
		case again && t.err == nil: // running, or over
		case failed != nil && failed.Load() && running[u.chat]:
			t = &shownTurn{update: u.update, chat: u.chat, err: errSkipped}
		default:
			if failed == nil || !running[u.chat] {
				w.failed[u.chat] = new(atomic.Bool)
			}
			t = w.begin(u, w.failed[u.chat])
			running[u.chat] = true
		}
		w.turns = append(w.turns, t)
	}
}

func (w *window) begin(u shown, failed *atomic.Bool) *shownTurn {
	t := &shownTurn{update: u.update, chat: u.chat}
	t.done, t.err = w.take(u.event, u.strange, unless(failed))
	switch {
	case t.err != nil:
		failed.Store(true)
	case t.done == nil:
		w.over++
	}
	return t
}

// unless lets a turn run only while none before it failed.
func unless(failed *atomic.Bool) gate {
	return func(turn func() error) error {
		if failed.Load() {
			return errSkipped
		}
		err := turn()
		if err != nil {
			failed.Store(true)
		}
		return err
	}
}

// What became of a window.
type windowState int

const (
	windowMoved windowState = iota // turns ended well, or there were none
	windowSlow                     // they are not over yet
	windowStuck                    // they failed
)

// settle waits for the turns, but not for longer than patience, and passes the offset over
// those that are over.
func (w *window) settle(ctx context.Context, patience time.Duration) windowState {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	running := 0
	for _, t := range w.turns {
		if t.done == nil {
			continue
		}
		if t.wait(ctx); t.done != nil {
			running++
		} else if t.err == nil {
			w.over++
		}
	}
	over := w.over
	w.over = 0
	w.pass()
	switch {
	case over > 0 || len(w.turns) == 0:
		return windowMoved
	case running > 0:
		return windowSlow
	}
	return windowStuck
}

// pass moves the offset.
func (w *window) pass() {
	n := 0
	for ; n < len(w.turns) && w.turns[n].done == nil && w.turns[n].err == nil; n++ {
		w.offset = max(w.offset, w.turns[n].update+1) // Telegram may repeat what was passed
	}
	if w.turns = w.turns[n:]; len(w.turns) == 0 {
		clear(w.failed)
	}
}

// wait waits for a turn until ctx ends. A turn that is over is noticed in any case.
func (t *shownTurn) wait(ctx context.Context) {
	select {
	case t.err = <-t.done:
		t.done = nil
		return
	default:
	}
	select {
	case t.err = <-t.done:
		t.done = nil
	case <-ctx.Done():
	}
}
