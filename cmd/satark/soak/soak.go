// Package soak tries whether anything is lost: it runs the sandbox, the servers of the
// store and the replicas of the bot as processes of their own, lets pretend citizens
// talk, lets faults strike at moments drawn at random, and compares what every citizen
// did and saw with what the store holds.
//
// In reading order: soak.go (the trial), faults.go (what goes wrong), world.go, ground.go,
// replica.go, balancer.go and child.go (the processes), strike.go and the files beside it
// (when and how faults strike), troupe.go and play.go (citizens), plan.go, story.go and
// plant.go (what they say, and the secrets in it), rest.go (the end), check.go and the
// files beside it, report.go, search.go and find.go (what is compared and searched),
// tally.go (what it came to).
package soak

import (
	"context"
	"path/filepath"
	"time"

	"satark/store"
)

// Trial is one trial.
type Trial struct {
	Program  string // path of satark
	Token    string // the one that the program's sandbox lets in
	Dir      string // an empty directory for stores and logs
	Seed     uint64 // everything drawn at random follows from it
	Citizens int    // conversations at a time
	Pace     int    // messages and taps a second of all citizens together, at most; 0: as fast as they can
	Webhook  bool   // updates come by webhook; else the bot polls

	Store    Kind
	Fsync    string // appendfsync of a Redis: "always" or "everysec"
	Wait     int    // followers that have to have every change, with Sentinel and Cluster
	Replicas int    // of the bot; one with the embedded store

	Faults   []Fault
	Kills    int           // how often a replica is killed, with Kill
	Strikes  int           // how often each other fault strikes
	Lasting  time.Duration // for which new conversations begin at least, however soon the last strike is over
	Telegram float64       // share of calls that fail, with Telegram

	// Content makes the bytes of a file that citizens send, the same for the same name.
	Content func(name string) ([]byte, error)
	// Open opens the store that settings lead to, for one who only reads.
	Open func(ctx context.Context, settings []string) (*store.Store, error)
	// Progress is called after each strike; nil: nobody is told.
	Progress func()
}

// Name tells trials apart: the store and the way that updates come.
func (s Trial) Name() string {
	if s.Webhook {
		return string(s.Store) + "-webhook"
	}
	return string(s.Store) + "-polling"
}

// Moments is how often something will strike.
func (s Trial) Moments() int { return newAgenda(s).strikes() }

func (s Trial) replicas() int {
	if s.Store == File {
		return 1
	}
	return max(1, s.Replicas)
}

func (s Trial) progress() {
	if s.Progress != nil {
		s.Progress()
	}
}

// Run holds the trial. An error is a trial that could not be held; what it found is in
// the tally.
func (s Trial) Run(ctx context.Context) (*Tally, error) {
	begun := time.Now()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	w, err := newWorld(ctx, s, filepath.Join(s.Dir, s.Name()), fail)
	if err != nil {
		return nil, err
	}
	defer w.end()
	if err := w.spoil(ctx); err != nil {
		return nil, err
	}
	w.start(ctx)
	troupe := newTroupe(w)
	over := make(chan []performance, 1)
	go func() { over <- troupe.play(ctx, s.Citizens) }()
	if err := w.befall(ctx, troupe.begun); err != nil {
		return nil, errorOf(ctx, err)
	}
	if err := pause(ctx, s.Lasting-time.Since(begun)); err != nil {
		return nil, errorOf(ctx, err)
	}
	troupe.curtain.Store(true)
	w.note("the curtain falls")
	played := <-over
	w.note("all conversations are over")
	if err := w.calm(ctx); err != nil {
		return nil, errorOf(ctx, err)
	}
	if err := w.rest(ctx); err != nil {
		return nil, errorOf(ctx, err)
	}
	w.note("the bot is at rest")
	t := &Tally{name: s.Name(), trial: s}
	if err := w.check(ctx, t, played); err != nil {
		return nil, errorOf(ctx, err)
	}
	t.took = time.Since(begun)
	return t, nil
}
