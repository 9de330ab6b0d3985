package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"satark/bot/sandbox"
	"satark/store"
)

// hanging is a Telegram that never answers, but for what a bot asks before it begins.
type hanging struct {
	mu    sync.Mutex
	texts []string // of messages that hang
}

func (h *hanging) RoundTrip(req *http.Request) (*http.Response, error) {
	body := []byte{}
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	switch path.Base(req.URL.Path) {
	case "setWebhook", "setMyCommands", "setMyDescription", "setMyShortDescription":
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"ok":true,"result":true}`)), Request: req}, nil
	case methodSend:
		h.mu.Lock()
		h.texts = append(h.texts, string(body))
		h.mu.Unlock()
	}
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// away is a store whose calls take until their context ends.
type away struct {
	*faulty
	mu    sync.Mutex
	hangs bool
}

func (a *away) hang(ctx context.Context) error {
	a.mu.Lock()
	hangs := a.hangs
	a.mu.Unlock()
	if !hangs {
		return nil
	}
	<-ctx.Done()
	return ctx.Err()
}

func (a *away) Load(ctx context.Context, chat int64) (*store.Chat, error) {
	if err := a.hang(ctx); err != nil {
		return nil, err
	}
	return a.faulty.Load(ctx, chat)
}

func (a *away) Commit(ctx context.Context, t *store.Turn) error {
	if err := a.hang(ctx); err != nil {
		return err
	}
	return a.faulty.Commit(ctx, t)
}

func (a *away) Lease(ctx context.Context, now time.Time, limit int, hold time.Duration) ([]store.Delivery, error) {
	if err := a.hang(ctx); err != nil {
		return nil, err
	}
	return a.faulty.Lease(ctx, now, limit, hold)
}

func (a *away) Mark(ctx context.Context, marks []store.Mark) error {
	if err := a.hang(ctx); err != nil {
		return err
	}
	return a.faulty.Mark(ctx, marks)
}

func (a *away) Beat(ctx context.Context) (store.Standing, error) {
	if err := a.hang(ctx); err != nil {
		return store.Standing{}, err
	}
	return a.faulty.Beat(ctx)
}

func (a *away) Leave(ctx context.Context) error {
	if err := a.hang(ctx); err != nil {
		return err
	}
	return a.faulty.Store.Leave(ctx)
}

const stopLimit = 10 * time.Second

// stopsInTime stops a bot in virtual time and holds it to its word.
func stopsInTime(t *testing.T, b *Bot) {
	t.Helper()
	begun := time.Now()
	if err := b.Stop(context.Background()); err != nil {
		t.Errorf("stop: %v", err)
	}
	if took := time.Since(begun); took > stopLimit {
		t.Errorf("the stop took %s", took)
	}
}

// The bubble ends only when every goroutine in it has: none is left behind.
func TestStopEndsInTimeThoughTelegramHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newOffline(t)
		if err := r.bot.receive(t.Context(), text(71, "one")); err != nil {
			t.Fatal(err)
		}
		if err := r.bot.receive(t.Context(), text(72, "two")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(r.telegram.texts) != 1 {
			t.Fatalf("Telegram has %q", r.telegram.texts)
		}
		stopsInTime(t, r.bot)
		stats, err := r.store.Stats(t.Context())
		if err != nil || stats.Deliveries != 2 || stats.Due != 1 {
			t.Errorf("left for the next: %+v, %v", stats, err)
		}
	})
}

func TestStopEndsInTimeThoughTheStoreHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newOffline(t)
		if err := r.bot.receive(t.Context(), text(71, "one")); err != nil {
			t.Fatal(err)
		}
		r.store.mu.Lock()
		r.store.hangs = true
		r.store.mu.Unlock()
		answered := make(chan error, 1)
		go func() { answered <- r.bot.receive(t.Context(), text(72, "two")) }()
		time.Sleep(10 * time.Millisecond) // virtual
		stopsInTime(t, r.bot)
		if err := <-answered; !errors.Is(err, errAway) {
			t.Errorf("what was not committed was answered %v", err)
		}
		stats, err := r.store.Stats(t.Context())
		if err != nil || stats.Deliveries != 1 {
			t.Errorf("left for the next: %+v, %v", stats, err)
		}
	})
}

func TestWhileStoppingTelegramIsAskedToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newOffline(t)
		if err := r.bot.receive(t.Context(), text(71, "one")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		stopped := make(chan struct{})
		go func() { stopsInTime(t, r.bot); close(stopped) }()
		time.Sleep(time.Second) // virtual: it waits for Telegram
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/telegram", strings.NewReader(string(text(72, "two"))))
		req.Header.Set(secretHeader, r.bot.o.WebhookSecret)
		w := httptest.NewRecorder()
		r.bot.ServeHTTP(w, req)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("status %d, headers %v", w.Code, w.Header())
		}
		<-stopped
	})
}

// offline is a bot with a store of its own and a Telegram that hangs. It can live in
// virtual time.
type offline struct {
	bot      *Bot
	store    *away
	telegram *hanging
}

func newOffline(t *testing.T) *offline {
	t.Helper()
	r := &rig{t: t, dir: t.TempDir(), blobs: &blobs{kept: map[string][]byte{}}, dialogue: &echo{}, log: &logged{}}
	r.open()
	t.Cleanup(func() { _ = r.engine.Close() })
	o := &offline{store: &away{faulty: r.store}, telegram: &hanging{}}
	r.opt = r.options()
	r.opt.Store, r.opt.HTTPClient = o.store, &http.Client{Transport: o.telegram}
	r.opt.WebhookURL, r.opt.WebhookSecret = "https://example.org/", "a-secret_1"
	b, err := New(r.opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.bot = b
	synctest.Wait()
	return o
}

func TestNoGoroutineIsLeftThoughTelegramHangs(t *testing.T) {
	r := newRig(t)
	before := goleak.IgnoreCurrent()
	r.webhook()
	c := r.citizen(41)
	c.SetFaults(sandbox.Faults{Delay: time.Hour})
	var ids []int64
	for n := range 3 {
		ids = append(ids, c.Say(fmt.Sprint("m", n)))
	}
	r.acknowledged(ids...)
	b := r.bot
	r.bot = nil
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // no patience at all
	if err := b.Stop(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("stop: %v", err)
	}
	(&http.Client{Transport: r.line.RoundTripper}).CloseIdleConnections()
	goleak.VerifyNone(t, before, goleak.IgnoreAnyFunction("net/http.(*conn).serve"), goleak.IgnoreAnyFunction("net/http.(*Server).Serve"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"))
	c.SetFaults(sandbox.Faults{})
	r.start()
	r.until("all is said", func() bool { return len(said(c)) >= 3 })
	r.settled()
}
