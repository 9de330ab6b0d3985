// Package soak tries whether anything is lost: it runs the sandbox and the bot as
// processes of their own, lets pretend citizens talk, kills the bot with kill -9 at
// moments drawn at random, starts it again, and compares what every citizen did and
// saw with what the store holds.
//
// In reading order: soak.go (the trial), world.go and child.go (the processes),
// troupe.go and play.go (citizens), plan.go, story.go and plant.go (what they say, and
// the secrets in it), check.go, report.go and find.go (what is compared and searched),
// tally.go (what it came to).
package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"satark/store"
)

// Trial is one trial, run once for each way updates come.
type Trial struct {
	Program  string // path of satark
	Seed     uint64 // everything drawn at random follows from it
	Citizens int    // conversations at a time
	Kills    int
	Dir      string // an empty directory for stores and logs
	Token    string // the one that the program's sandbox lets in

	// File makes the bytes of a file that citizens send, the same for the same name.
	File func(name string) ([]byte, error)
	// Open opens the store in a directory while no bot runs on it.
	Open func(ctx context.Context, dir string) (*store.Store, error)
	// Progress is called after each kill; nil: nobody is told.
	Progress func(done int)
}

// Run is the trial one way. An error is a trial that could not be held; what it found is
// in the tally.
func (s Trial) Run(ctx context.Context, webhook bool) (*Tally, error) {
	t := &Tally{name: "polling", kills: s.Kills}
	if webhook {
		t.name = "webhook"
	}
	begun := time.Now()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := newWorld(ctx, s, filepath.Join(s.Dir, t.name), webhook)
	if err != nil {
		return nil, err
	}
	defer w.end()
	troupe := &troupe{seed: s.Seed, client: w.client, file: s.File, now: begun}
	over := make(chan []performance, 1)
	go func() { over <- troupe.play(ctx, s.Citizens) }()
	if err := s.kill(ctx, w, troupe); err != nil {
		return nil, err
	}
	played := <-over
	metrics, err := w.rest(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.check(ctx, t, w, played, metrics); err != nil {
		return nil, err
	}
	t.took = time.Since(begun)
	return t, nil
}

// kill kills the bot as often as it shall be, and leaves one running for those who have
// not finished.
func (s Trial) kill(ctx context.Context, w *world, tr *troupe) error {
	r := rand.New(rand.NewPCG(s.Seed, 0))
	for n := range s.Kills {
		if err := w.strike(ctx, r); err != nil {
			return fmt.Errorf("life %d: %w", n+1, err)
		}
		if n%50 == 10 { // the database as a kill leaves it, with its log of writes
			if err := w.photograph(); err != nil {
				return err
			}
		}
		if s.Progress != nil {
			s.Progress(n + 1)
		}
	}
	tr.curtain.Store(true)
	return w.start(ctx)
}

// check compares everything, once all is at rest.
func (s Trial) check(ctx context.Context, t *Tally, w *world, played []performance, metrics []byte) error {
	if err := w.photograph(); err != nil {
		return err
	}
	w.dumps = append(w.dumps, dump{"the metrics", metrics})
	search(t, w.dumps, planned(s.Seed, len(played), played[0].plan.born))
	kept, err := s.Open(ctx, w.dir)
	if err != nil {
		return err
	}
	defer kept.Close()
	for _, p := range played {
		t.Stories, t.deeds, t.nudges = t.Stories+len(p.filings), t.deeds+len(p.deeds), t.nudges+p.nudges
		t.secrets += p.secrets()
		t.longest = max(t.longest, p.longest)
		if err := checkCitizen(ctx, t, w, kept, p); err != nil {
			return err
		}
	}
	parked, err := kept.ParkedList(ctx)
	for _, one := range parked {
		t.add(updatesParked, 1, "citizen %d: %s", one.Chat, one.Cause)
	}
	return err
}
