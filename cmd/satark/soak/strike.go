package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"
)

// agenda is what strikes when. Replicas are struck one after another; what befalls
// services comes beside that, each after so many strikes at replicas.
type agenda struct {
	replicas []Fault
	services []Fault
	after    []int // strikes at replicas, for each of services
}

func newAgenda(s Trial) agenda {
	r := rand.New(rand.NewPCG(s.Seed, 1))
	var a agenda
	for _, f := range s.of(ofReplicas) {
		n := s.Strikes
		if f == Kill {
			n = s.Kills
		}
		a.replicas = append(a.replicas, slices.Repeat([]Fault{f}, n)...)
	}
	for _, f := range s.of(ofServices) {
		a.services = append(a.services, slices.Repeat([]Fault{f}, s.Strikes)...)
	}
	r.Shuffle(len(a.replicas), func(i, j int) { a.replicas[i], a.replicas[j] = a.replicas[j], a.replicas[i] })
	r.Shuffle(len(a.services), func(i, j int) { a.services[i], a.services[j] = a.services[j], a.services[i] })
	for range a.services {
		a.after = append(a.after, r.IntN(len(a.replicas)+1))
	}
	slices.Sort(a.after)
	return a
}

// strikes is how many there are in all.
func (a agenda) strikes() int { return len(a.replicas) + len(a.services) }

// befall lets everything on the agenda happen.
func (w *world) befall(ctx context.Context, begun func() int) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	a := newAgenda(w.trial)
	var done atomic.Int64 // strikes at replicas
	over := make(chan error, 1)
	go func() {
		err := w.services(ctx, a, &done)
		if err != nil {
			cancel(err)
		}
		over <- err
	}()
	r := rand.New(rand.NewPCG(w.trial.Seed, 0))
	for n, f := range a.replicas {
		if err := w.strikeReplica(ctx, f, r); err != nil {
			cancel(fmt.Errorf("strike %d, %s: %w", n+1, f, err))
			break
		}
		done.Add(1)
		w.trial.progress()
		if n%(len(a.replicas)/4+1) == len(a.replicas)/8 { // the store as a kill leaves it
			w.search.look(ctx, w, begun())
		}
	}
	done.Store(int64(len(a.replicas))) // services may go on
	return errorOf(ctx, <-over)
}

// errorOf is why ctx ended, or err.
func errorOf(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// services lets happen what befalls services.
func (w *world) services(ctx context.Context, a agenda, done *atomic.Int64) error {
	r := rand.New(rand.NewPCG(w.trial.Seed, 2))
	for i, f := range a.services {
		for done.Load() < int64(a.after[i]) {
			if err := pause(ctx, 10*time.Millisecond); err != nil {
				return err
			}
		}
		if err := pause(ctx, time.Duration(r.IntN(3000))*time.Millisecond); err != nil {
			return err
		}
		if err := w.strikeService(ctx, f, r); err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
		w.trial.progress()
	}
	return nil
}
