package soak

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// event is something that befell the bot, and may have made it say something twice.
type event struct {
	what     Fault
	from, to time.Time
}

// late is how long after the end of a process its last request may still be carried out.
const late = 500 * time.Millisecond

// chronicle is what happened, and when. It is safe for concurrent use.
type chronicle struct {
	mu   sync.Mutex
	list []event
	log  *os.File // the same for a person to read
}

// begin notes that something begins, to whom; the end has to be told.
func (c *chronicle) begin(what Fault, whom string) (end func()) {
	from := time.Now()
	return func() {
		to := time.Now()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.list = append(c.list, event{what, from, to.Add(late)})
		fmt.Fprintf(c.log, "%s %s %s, %s\n", from.UTC().Format(time.RFC3339Nano), what, whom, to.Sub(from).Round(time.Millisecond))
	}
}

// note writes down how far the trial is.
func (c *chronicle) note(words string) {
	fmt.Fprintf(c.log, "%s %s\n", time.Now().UTC().Format(time.RFC3339Nano), words)
}

func (c *chronicle) all() []event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]event(nil), c.list...)
}

// span is from when a message was first seen until it was seen again.
type span struct {
	from, to time.Time
	text     string
}

// over reports whether the event was in that time.
func (s span) over(e event) bool { return !e.to.Before(s.from) && !e.from.After(s.to) }

// unexplained are the doubled messages of one chat for which no event of their own can
// be found: each event explains one, and a message is doubled while it happens.
func unexplained(doubled []span, events []event) []span {
	taken := make([]bool, len(doubled))
	for _, e := range events {
		best := -1
		for i, d := range doubled {
			if !taken[i] && d.over(e) && (best < 0 || d.to.Before(doubled[best].to)) {
				best = i
			}
		}
		if best >= 0 {
			taken[best] = true
		}
	}
	var left []span
	for i, d := range doubled {
		if !taken[i] {
			left = append(left, d)
		}
	}
	return left
}
