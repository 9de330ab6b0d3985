package soak

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"satark/bot/sandbox"
	"satark/store"
)

// world is the sandbox and the bot as processes of their own, over one directory.
type world struct {
	program  string // path of satark
	token    string
	open     func(ctx context.Context, dir string) (*store.Store, error)
	webhook  bool
	dir      string   // of the store
	log      *os.File // of serve
	page     *os.File // of the sandbox
	dumps    []dump
	settings []string
	ops      string // address of the operators' pages
	client   *sandbox.Client
	sandbox  *child
	serve    *child // as it runs now
}

const (
	sandboxCue = `chat page +http://(\S+)/`
	startedCue = `"msg":"(started)"`
)

// newWorld starts the sandbox in a directory that is empty.
func newWorld(ctx context.Context, s Trial, dir string, webhook bool) (*world, error) {
	w := &world{program: s.Program, token: s.Token, open: s.Open, webhook: webhook, dir: filepath.Join(dir, "store")}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	var err error
	if w.log, err = os.Create(filepath.Join(dir, "serve.log")); err != nil {
		return nil, err
	}
	if w.page, err = os.Create(filepath.Join(dir, "sandbox.log")); err != nil {
		return nil, err
	}
	w.sandbox, err = spawn(ctx, w.program, []string{"sandbox", "--listen", "127.0.0.1:0"}, nil, w.page, sandboxCue)
	if err != nil {
		return nil, err
	}
	address, err := w.sandbox.said(ctx)
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	w.client = &sandbox.Client{Base: "http://" + address, HTTP: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}}
	return w, w.settle(address)
}

// settle decides on the settings of every serve to come.
func (w *world) settle(sandboxAt string) error {
	public, err := freeAddress()
	if err != nil {
		return err
	}
	if w.ops, err = freeAddress(); err != nil {
		return err
	}
	w.settings = []string{
		"SATARK_TOKEN=" + w.token, "SATARK_API_URL=http://" + sandboxAt, "SATARK_STORE=file:" + w.dir,
		"SATARK_LISTEN=" + public, "SATARK_OPS_LISTEN=" + w.ops,
		"SATARK_RATE=1000", "SATARK_CHAT_RATE=1000", "SATARK_LOG=debug", // pacing is not what is tried here
	}
	if w.webhook {
		w.settings = append(w.settings, "SATARK_WEBHOOK_URL=http://"+public+"/telegram", "SATARK_WEBHOOK_SECRET=soak")
	}
	return nil
}

func (w *world) start(ctx context.Context) (err error) {
	w.serve, err = spawn(ctx, w.program, []string{"serve"}, w.settings, w.log, startedCue)
	return err
}

// life is how long a bot lives before it is killed: now and then not even until it has
// started, mostly until it is busy.
func life(r *rand.Rand) (started bool, then time.Duration) {
	if chance(r, 15) {
		return false, time.Duration(r.IntN(250)) * time.Millisecond
	}
	return true, time.Duration(r.IntN(900)) * time.Millisecond
}

// strike starts the bot, lets it live for some time, and kills it.
func (w *world) strike(ctx context.Context, r *rand.Rand) error {
	if err := w.start(ctx); err != nil {
		return err
	}
	started, then := life(r)
	if started {
		if _, err := w.serve.said(ctx); err != nil {
			return err
		}
	}
	timer := time.NewTimer(then)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-w.serve.ended:
		return errEnded
	case <-ctx.Done():
		return ctx.Err()
	}
	w.serve.kill()
	return nil
}

// restTime bounds the wait for the last message to be out.
const restTime = time.Minute

// rest lets the bot finish, and ends it. It returns what its metrics said last.
func (w *world) rest(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, restTime)
	defer cancel()
	for {
		page, err := w.quiet(ctx)
		if err != nil {
			return nil, fmt.Errorf("the bot does not come to rest: %w", err)
		}
		if err := w.serve.stop(ctx); err != nil {
			return nil, err
		}
		left, err := w.left(ctx)
		if err != nil || left == 0 {
			return page, err
		}
		if err := w.start(ctx); err != nil {
			return nil, err
		}
	}
}

// left counts what is due and was not delivered before the bot ended.
func (w *world) left(ctx context.Context) (int, error) {
	kept, err := w.open(ctx, w.dir)
	if err != nil {
		return 0, err
	}
	defer kept.Close()
	if _, err := kept.Beat(ctx); err != nil {
		return 0, err
	}
	stats, err := kept.Stats(ctx)
	return stats.Due, err
}

// quiet waits until the bot that runs has nothing left to send, and returns what its
// metrics say then.
func (w *world) quiet(ctx context.Context) ([]byte, error) {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		page, err := w.metrics(ctx)
		if err == nil && gauge(page, "satark_store_deliveries_due") == 0 && gauge(page, "satark_bot_backlog") == 0 {
			return page, nil
		}
		select {
		case <-ticker.C:
		case <-w.serve.ended:
			return nil, errEnded
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), err)
		}
	}
}

func (w *world) metrics(ctx context.Context) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+w.ops+"/metrics", nil)
	if err != nil {
		return nil, err
	}
	resp, err := w.client.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// gauge reads one value of a page of metrics, -1 when it is not there.
func gauge(page []byte, name string) float64 {
	lines := bufio.NewScanner(strings.NewReader(string(page)))
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			if n, err := strconv.ParseFloat(value, 64); err == nil {
				return n
			}
		}
	}
	return -1
}

// keepForLooking writes what a citizen did, what they saw and what is kept of them into a
// file beside the log: all of it is made up.
func (w *world) keepForLooking(p performance, all store.Everything, screen sandbox.Screen) error {
	text, err := json.MarshalIndent(map[string]any{"did": p.told(), "kept": all, "saw": screen.Messages}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(w.dir), fmt.Sprintf("citizen-%d.json", p.plan.id)), text, 0o600)
}

// end kills what still runs.
func (w *world) end() {
	for _, c := range []*child{w.serve, w.sandbox} {
		if c != nil {
			c.kill()
		}
	}
	_, _ = w.log.Close(), w.page.Close()
}
