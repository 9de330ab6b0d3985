package bot

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"satark/dialogs"
	"satark/store"
)

// errPanic is a panic in a turn, made into an error that names where, never what:
// a panic's value may hold a citizen's words.
var errPanic = errors.New("bot: panic")

const (
	poisonTries = 3 // how often a turn that fails by our own fault is run
	awayTries   = 3 // how often within one call a turn is run while the store is away
	strikeLimit = 6 // calls in which an update may fail at the store before it is parked
)

// attempt runs a turn until it is committed, or it is parked with its cause and the
// citizen was told. It returns errAway when the update has to come again.
func (b *Bot) attempt(ctx context.Context, l *lane, e event) error {
	ctx, cancel := context.WithTimeout(ctx, turnTime)
	defer cancel()
	b.meter.count("satark_bot_turns_total")
	err := b.tries(ctx, l, e)
	if errors.Is(err, errAway) {
		if b.strikes.add(e.update) < strikeLimit {
			return err
		}
		// The store may have come back this very moment: only what fails once more
		// on a store that answers is poison.
		if _, away := b.load(ctx, l); away != nil {
			return err
		}
		err = b.guarded(ctx, l, e)
	}
	if err == nil {
		return b.answered(ctx, e)
	}
	return b.park(ctx, l, e, cause(err))
}

// tries runs a turn a few times, and returns its last error.
func (b *Bot) tries(ctx context.Context, l *lane, e event) error {
	for n := 1; ; n++ {
		err := b.guarded(ctx, l, e)
		if err == nil {
			return nil
		}
		l.hot = nil
		away := errors.Is(err, errAway)
		switch {
		case !away && n >= poisonTries, away && n >= awayTries:
			return err
		case away && !pause(ctx, time.Duration(n*n)*50*time.Millisecond):
			return err
		}
	}
}

// guarded runs a turn and turns a panic into an error.
func (b *Bot) guarded(ctx context.Context, l *lane, e event) (err error) {
	defer func() {
		if recover() != nil {
			b.meter.count("satark_bot_panics_total")
			err = fmt.Errorf("%w at %s", errPanic, panicSite())
		}
	}()
	return b.turn(ctx, l, e)
}

// park keeps a poisonous update for an operator and apologises. While the store is
// away nothing can be parked, so an outage alone never parks anything.
func (b *Bot) park(ctx context.Context, l *lane, e event, why string) error {
	id := strconv.FormatInt(e.update, 10)
	if e.again != "" {
		id = e.again
	}
	err := b.o.Store.Park(ctx, store.Parked{ID: id, Kind: store.ParkedUpdate, Chat: e.chat, At: b.o.Clock().UTC(), Cause: why, Body: e.raw})
	if err != nil {
		return b.away("park", err)
	}
	b.meter.count(`satark_bot_parked_total{what="update"}`)
	b.o.Log.Error("update parked", "update", id, "cause", why)
	b.strikes.clear(e.update)
	if e.chat != 0 && e.ignore == "" && e.again == "" {
		return b.apologise(ctx, l, e)
	}
	return nil
}

// apologise commits the update with a polite reply and the session unchanged.
func (b *Bot) apologise(ctx context.Context, l *lane, e event) error {
	for range maxReruns {
		chat, err := b.load(ctx, l)
		if err != nil {
			return err
		}
		at := b.o.Clock().UTC()
		c := b.newComposer(chat.Session, chat.ID, at)
		if err := c.say(dialogs.Reply{Key: "error.turn"}); err != nil {
			b.o.Log.Error("no words to apologise with", "language", c.tag)
			c.deliveries, c.lines = nil, nil
		}
		err = b.commit(ctx, l, &store.Turn{Chat: chat, Update: e.update, Session: chat.Session, At: at, Lines: c.lines, Deliveries: c.deliveries})
		switch {
		case err == nil, errors.Is(err, store.ErrSeen):
			b.answerPress(e, "", "")
			return nil
		case errors.Is(err, store.ErrStale):
			continue
		case errors.Is(err, errAway):
			// It is parked: better no apology than the same poison again.
			return nil
		}
		return err
	}
	return nil
}

// cause names a fault without its words, which may be a citizen's.
func cause(err error) string {
	switch {
	case errors.Is(err, errPanic):
		return err.Error()
	case errors.Is(err, errAway):
		return err.Error()
	case errors.Is(err, errRender):
		return "reply could not be rendered"
	case errors.Is(err, errStrange):
		return "update in an unknown shape"
	}
	return "turn failed"
}

// panicSite is the function and line nearest to a panic, outside the runtime.
func panicSite() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			return f.Function + ":" + strconv.Itoa(f.Line)
		}
		if !more {
			return "unknown"
		}
	}
}

// pause waits, and reports whether ctx allowed it.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// ownUpdate is the update id of a turn nobody's update caused: negative, and always
// the same for the same key.
func ownUpdate(chat int64, key string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strconv.FormatInt(chat, 10) + "/" + key))
	return -int64(h.Sum64()&math.MaxInt64) - 1
}

// strikes counts how often an update failed at the store.
type strikes struct {
	mu sync.Mutex
	n  map[int64]int
}

func (s *strikes) add(update int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n == nil || len(s.n) > 10_000 {
		s.n = map[int64]int{}
	}
	s.n[update]++
	return s.n[update]
}

func (s *strikes) clear(update int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.n, update)
}

func (s *strikes) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.n)
}
