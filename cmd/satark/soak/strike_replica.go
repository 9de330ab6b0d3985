package soak

import (
	"context"
	"math/rand/v2"
	"os"
	"time"
)

// life is how long a process lives before it is struck: now and then not even until it
// has started, mostly until it is busy.
func life(r *rand.Rand) (started bool, then time.Duration) {
	if chance(r, 15) {
		return false, time.Duration(r.IntN(250)) * time.Millisecond
	}
	return true, time.Duration(r.IntN(900)) * time.Millisecond
}

// strikeReplica lets one of the replicas live for some time, and strikes.
func (w *world) strikeReplica(ctx context.Context, f Fault, r *rand.Rand) error {
	one := w.replicas[r.IntN(len(w.replicas))]
	wait, then := life(r)
	find := one.process
	if wait {
		find = one.started
	}
	if _, err := find(ctx); err != nil {
		return err
	}
	if err := pause(ctx, then); err != nil {
		return err
	}
	switch f {
	case Rolling:
		return w.roll(ctx)
	case Clock:
		return w.jump(ctx, one, r)
	}
	c, err := one.process(ctx)
	if err != nil {
		return err
	}
	end := w.begin(Kill, one.name)
	c.kill()
	end()
	return nil
}

// stopTime is within which a process ends that is asked to.
const stopTime = 10 * time.Second

// roll ends one replica after another as an operator does, and waits until the next
// process of each has started.
func (w *world) roll(ctx context.Context) error {
	for _, one := range w.replicas {
		c, err := one.started(ctx)
		if err != nil {
			return err
		}
		begun := time.Now()
		if err := c.stop(ctx); err != nil {
			return err
		}
		w.stopped(time.Since(begun))
		if _, err := one.started(ctx); err != nil {
			return err
		}
	}
	w.begin(Rolling, "all")()
	return nil
}

// stopped notes how long a process took to end.
func (w *world) stopped(took time.Duration) {
	w.longestStop = max(w.longestStop, took)
	if took > stopTime {
		w.slowStops++
	}
}

// jumpBy is how far a clock jumps.
const jumpBy = 4 * time.Hour

// jump puts the clock of a replica wrong, forward or back, and right again a while later.
func (w *world) jump(ctx context.Context, one *replica, r *rand.Rand) error {
	by := jumpBy
	if chance(r, 50) {
		by = -jumpBy
	}
	defer w.begin(Clock, one.name+" by "+by.String())()
	if err := os.WriteFile(one.clock, []byte(by.String()), 0o600); err != nil {
		return err
	}
	if err := pause(ctx, time.Duration(500+r.IntN(2500))*time.Millisecond); err != nil {
		return err
	}
	return os.WriteFile(one.clock, []byte("0s"), 0o600)
}
