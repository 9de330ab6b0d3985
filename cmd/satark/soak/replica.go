package soak

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// replica is one place at which the bot runs. Whenever its process ends, another begins
// there, unless it was halted.
type replica struct {
	name   string
	ops    string // address of the operators' pages
	public string // address of the webhook
	clock  string // file with how wrong the clock is
	log    *os.File
	spawn  func(context.Context, *replica) (*child, error)
	fail   func(error) // told that no process can be had

	mu     sync.Mutex
	now    *child // the latest process
	halted bool
	over   chan struct{} // closed when no process follows any more
	deaths int           // processes that ended though nobody ended them
}

const (
	restartAfter  = 200 * time.Millisecond // a process that ended by itself
	mostStillborn = 100                    // processes in a row that end before they have started
)

// begin lets the replica live until it is halted or ctx ends.
func (r *replica) begin(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.halted, r.now, r.over = false, nil, make(chan struct{})
	go r.live(ctx, r.over)
}

func (r *replica) live(ctx context.Context, over chan struct{}) {
	defer close(over)
	for stillborn := 0; ctx.Err() == nil; {
		c, err := r.spawn(ctx, r)
		if err != nil {
			r.fail(err)
			return
		}
		if !r.take(c) {
			c.kill()
			return
		}
		<-c.ended
		if ctx.Err() != nil || r.isHalted() {
			return
		}
		if c.meant.Load() {
			stillborn = 0
			continue
		}
		if stillborn++; c.hasSaid() {
			stillborn = 0
		}
		if stillborn > mostStillborn {
			r.fail(fmt.Errorf("%w: %s, %d times before it had started", errEnded, r.name, stillborn))
			return
		}
		r.died()
		_ = pause(ctx, restartAfter) // the loop looks at ctx
	}
}

func (r *replica) take(c *child) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = c
	return !r.halted
}

func (r *replica) isHalted() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.halted
}

func (r *replica) died() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deaths++
}

// process waits for one that runs.
func (r *replica) process(ctx context.Context) (*child, error) {
	for {
		r.mu.Lock()
		c := r.now
		r.mu.Unlock()
		if c != nil && !c.isOver() {
			return c, nil
		}
		if err := pause(ctx, 2*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// started waits for a process that has started.
func (r *replica) started(ctx context.Context) (*child, error) {
	for {
		c, err := r.process(ctx)
		if err != nil {
			return nil, err
		}
		if _, err := c.said(ctx); !errors.Is(err, errEnded) {
			return c, err
		}
	}
}

// halt ends the replica's process as an operator does, and lets none follow. It returns
// how long that took.
func (r *replica) halt(ctx context.Context) (time.Duration, error) {
	r.mu.Lock()
	r.halted = true
	c := r.now
	r.mu.Unlock()
	begun := time.Now()
	if c != nil {
		if err := c.stop(ctx); err != nil {
			return time.Since(begun), err
		}
	}
	took := time.Since(begun)
	select {
	case <-r.over:
		return took, nil
	case <-ctx.Done():
		return took, ctx.Err()
	}
}

// pause waits for d; the error is that of ctx.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end kills the replica for good.
func (r *replica) end() {
	r.mu.Lock()
	r.halted = true
	c, over := r.now, r.over
	r.mu.Unlock()
	if c != nil {
		c.kill()
	}
	if over != nil {
		<-over
	}
	_ = r.log.Close() // nothing is written any more
}
