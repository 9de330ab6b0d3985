package soak

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"satark/bot/sandbox"
	"satark/cmd/satark/soak/wire"
	"satark/store"
)

// world is the sandbox, the store's servers and the replicas of the bot, each a process
// of its own, over one directory.
type world struct {
	trial    Trial
	dir      string
	ground   *ground
	page     *os.File // of the sandbox
	sandbox  *child
	client   *sandbox.Client
	api      *wire.Proxy // before the sandbox; nil: none
	settings []string    // of every replica
	replicas []*replica
	balancer *balancer // nil: none
	chronicle
	search *searcher

	longestStop time.Duration // that a process took to end when it was asked to
	slowStops   int           // processes that took longer than stopTime
}

const (
	sandboxCue = `chat page +http://(\S+)/`
	startedCue = `"msg":"(started)"`
)

// newWorld starts everything but the replicas, in a directory that is empty. fail is told
// when a replica cannot go on.
func newWorld(ctx context.Context, s Trial, dir string, fail func(error)) (w *world, err error) {
	w = &world{trial: s, dir: dir, search: newSearcher(s.Seed, time.Now())}
	defer func() {
		if err != nil {
			w.end()
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return w, err
	}
	if w.chronicle.log, err = os.Create(filepath.Join(dir, "strikes.log")); err != nil {
		return w, err
	}
	if w.ground, err = newGround(ctx, s, dir); err != nil {
		return w, fmt.Errorf("store: %w", err)
	}
	address, err := w.openSandbox(ctx)
	if err != nil {
		return w, fmt.Errorf("sandbox: %w", err)
	}
	if s.has(Network) {
		if w.api, err = wire.Listen(address); err != nil {
			return w, err
		}
		address = w.api.Addr()
	}
	return w, w.place(address, fail)
}

// openSandbox starts the sandbox and returns its address.
func (w *world) openSandbox(ctx context.Context) (address string, err error) {
	if w.page, err = os.Create(filepath.Join(w.dir, "sandbox.log")); err != nil {
		return "", err
	}
	w.sandbox, err = spawn(ctx, w.trial.Program, []string{"sandbox", "--listen", "127.0.0.1:0"}, nil, w.page, sandboxCue)
	if err != nil {
		return "", err
	}
	if address, err = w.sandbox.said(ctx); err != nil {
		return "", err
	}
	w.client = &sandbox.Client{Base: "http://" + address, HTTP: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1024}}}
	return address, nil
}

// place gives every replica its place.
func (w *world) place(sandboxAt string, fail func(error)) error {
	w.settings = append(w.ground.settings(),
		"SATARK_TOKEN="+w.trial.Token, "SATARK_API_URL=http://"+sandboxAt,
		"SATARK_RATE=1000", "SATARK_CHAT_RATE=1000", "SATARK_PERSON_RATE=1000", "SATARK_LOG=debug") // pacing is not what is tried here
	var public []string
	for n := range w.trial.replicas() {
		r := &replica{name: fmt.Sprintf("replica-%d", n+1), spawn: w.spawn, fail: fail}
		r.clock = filepath.Join(w.dir, r.name+".clock")
		var err error
		if r.log, err = os.Create(filepath.Join(w.dir, r.name+".log")); err != nil {
			return err
		}
		if r.public, err = freeAddress(); err != nil {
			return err
		}
		if r.ops, err = freeAddress(); err != nil {
			return err
		}
		w.replicas, public = append(w.replicas, r), append(public, r.public)
	}
	if !w.trial.Webhook {
		return nil
	}
	front := public[0]
	if len(public) > 1 {
		var err error
		if front, err = freeAddress(); err != nil {
			return err
		}
		if w.balancer, err = newBalancer(front, public); err != nil {
			return err
		}
	}
	w.settings = append(w.settings, "SATARK_WEBHOOK_URL=http://"+front+"/telegram", "SATARK_WEBHOOK_SECRET=soak")
	return nil
}

// spawn starts a process of a replica: serve as it is, but for its clock.
func (w *world) spawn(ctx context.Context, r *replica) (*child, error) {
	settings := append([]string{"SATARK_LISTEN=" + r.public, "SATARK_OPS_LISTEN=" + r.ops}, w.settings...)
	return spawn(ctx, w.trial.Program, []string{"soak", ReplicaCommand, r.clock}, settings, r.log, startedCue)
}

// ReplicaCommand is the argument of `satark soak` with which a replica is started; the
// name of its clock's file follows. The file holds how far the clock is ahead, as Go
// writes durations; there may be none.
const ReplicaCommand = "replica"

// start lets all replicas live.
func (w *world) start(ctx context.Context) {
	for _, r := range w.replicas {
		r.begin(ctx)
	}
}

// keepForLooking writes what a citizen did, what they saw and what is kept of them into a
// file beside the logs: all of it is made up.
func (w *world) keepForLooking(p performance, all store.Everything, screen sandbox.Screen) error {
	text, err := json.MarshalIndent(map[string]any{"did": p.told(), "kept": all, "saw": screen.Messages}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.dir, fmt.Sprintf("citizen-%d.json", p.plan.id)), text, 0o600)
}

// end kills what still runs.
func (w *world) end() {
	for _, r := range w.replicas {
		r.end()
	}
	if w.sandbox != nil {
		w.sandbox.kill()
	}
	if w.balancer != nil {
		w.balancer.close()
	}
	if w.api != nil {
		_ = w.api.Close() // nobody uses it any more
	}
	if w.ground != nil {
		_ = w.ground.close() // killed is killed
	}
	_, _ = w.page.Close(), w.chronicle.log.Close() // nothing is written any more
}
