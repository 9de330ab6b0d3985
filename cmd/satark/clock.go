package main

import (
	"sync"
	"time"
)

// clock is a clock that a talk can put forward. It is safe for concurrent use.
type clock struct {
	base func() time.Time

	mu    sync.Mutex
	ahead time.Duration
}

// runningClock goes as the world does.
func runningClock() *clock { return &clock{base: time.Now} }

// stoppedClock stands at t until it is put forward.
func stoppedClock(t time.Time) *clock { return &clock{base: func() time.Time { return t }} }

// now is the present in UTC.
func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.ahead).UTC()
}

// forward puts the clock ahead.
func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}
