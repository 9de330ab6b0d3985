package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

// fleet is some bots that share one store, with a Telegram that calls any of them, or whom
// the first of them asks.
type fleet struct {
	*rig
	engine func() store.Engine // for one more member
	key    seal.Key

	mu      sync.Mutex
	members []*member
}

// member is one bot with a store and a line of its own.
type member struct {
	place string
	bot   *Bot
	store *faulty
	line  *phone
}

// A member's life is short, so that tests need not wait; it must be longer than a send may
// take.
const (
	memberLife = sendTime + 1500*time.Millisecond
	memberBeat = 250 * time.Millisecond
)

// onEachEngine runs a test with the embedded store, which its members share within this
// process, and with Redis.
func onEachEngine(t *testing.T, test func(*testing.T, *fleet)) {
	t.Run("embedded", func(t *testing.T) { test(t, embeddedFleet(t)) })
	t.Run("redis", func(t *testing.T) { test(t, redisFleet(t)) })
}

func newFleet(t *testing.T, engine func() store.Engine) *fleet {
	f := &fleet{rig: newRig(t), engine: engine, key: seal.NewKey()}
	f.opt.Beat, f.opt.PersonBurst = memberBeat, -1
	return f
}

// balanced puts a balancer between Telegram and the members: it calls any that says it is
// ready.
func (f *fleet) balanced() *fleet {
	hook := httptest.NewServer(f)
	f.t.Cleanup(hook.Close)
	f.opt.WebhookURL, f.opt.WebhookSecret = hook.URL, "a-secret_1"
	return f
}

// join starts so many members more; they stop when the test ends.
func (f *fleet) join(n int) *fleet {
	f.t.Helper()
	for range n {
		f.begin(fmt.Sprint("place ", rand.Uint64()))
	}
	return f
}

// begin starts a member at a place.
func (f *fleet) begin(place string) {
	f.t.Helper()
	operator, err := seal.NewOperator(f.key)
	if err != nil {
		f.t.Fatal(err)
	}
	kept, err := store.Open(f.t.Context(), f.engine(), operator, store.Options{Life: memberLife, Place: place, Now: f.opt.Clock})
	if err != nil {
		f.t.Fatal(err)
	}
	m := &member{place: place, store: &faulty{Store: kept}, line: newPhone()}
	o := f.opt
	o.Store, o.HTTPClient = m.store, &http.Client{Transport: m.line}
	if m.bot, err = New(o); err != nil {
		f.t.Fatal(err)
	}
	if err := m.bot.Start(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { f.leave(m) })
	f.mu.Lock()
	f.members = append(f.members, m)
	f.mu.Unlock()
}

// list is who is there.
func (f *fleet) list() []*member {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.members)
}

func (f *fleet) drop(m *member) (was bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := slices.Index(f.members, m)
	if at >= 0 {
		f.members = slices.Delete(f.members, at, at+1)
	}
	return at >= 0
}

// leave stops a member as SIGTERM would.
func (f *fleet) leave(m *member) {
	if m.bot.health.stopping.Load() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopLimit)
	defer cancel()
	if err := m.bot.Stop(ctx); err != nil {
		f.t.Errorf("stop: %v", err)
	}
	f.drop(m)
}

// kill ends a member that has lost its store and its line.
func (f *fleet) kill(m *member) {
	f.t.Helper()
	m.store.dead.Store(true)
	m.line.dead.Store(true)
	f.bury(m.bot)
	f.drop(m)
}

// any is any member that is ready, nil when none is.
func (f *fleet) any() *member {
	ready := slices.DeleteFunc(f.list(), func(m *member) bool { return m.bot.Ready() != nil })
	if len(ready) == 0 {
		return nil
	}
	return ready[rand.IntN(len(ready))]
}

func (f *fleet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m := f.any()
	if m == nil || m.line.dead.Load() {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	m.bot.ServeHTTP(w, r)
}

// leader waits for a member that leads alone.
func (f *fleet) leader() (leads *member) {
	f.t.Helper()
	f.until("one leads", func() bool {
		n := 0
		for _, m := range f.list() {
			if m.bot.Leader() {
				leads = m
				n++
			}
		}
		return n == 1
	})
	return leads
}

func embeddedFleet(t *testing.T) *fleet {
	engine, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	shared := newSociety(engine)
	return newFleet(t, func() store.Engine { return shared })
}

func redisFleet(t *testing.T) *fleet {
	if hint := redistest.Missing(); hint != "" {
		if os.Getenv("SATARK_TEST_NO_SKIP") == "1" {
			t.Fatal(hint)
		}
		t.Skip(hint)
	}
	server, err := redistest.Single(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return newFleet(t, func() store.Engine {
		engine, err := redisstore.Open(t.Context(), server.URL(), redisstore.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = engine.Close() })
		return engine
	})
}
