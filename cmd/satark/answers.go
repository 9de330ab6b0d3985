package main

import (
	"context"
	"net/http"
	"strings"
	"sync"
)

// answerCount carries the bot's requests and counts the presses it answered: those
// answers are not kept as deliveries, so nothing else tells that they are out.
type answerCount struct {
	transport http.RoundTripper

	mu      sync.Mutex
	count   int
	changed chan struct{} // closed and replaced at every answer
}

func newAnswerCount() *answerCount {
	return &answerCount{
		transport: &http.Transport{MaxIdleConnsPerHost: 256},
		changed:   make(chan struct{}),
	}
}

// RoundTrip carries one request.
func (a *answerCount) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := a.transport.RoundTrip(r)
	if strings.HasSuffix(r.URL.Path, "/answerCallbackQuery") {
		a.mu.Lock()
		a.count++
		close(a.changed)
		a.changed = make(chan struct{})
		a.mu.Unlock()
	}
	return response, err
}

// so is how many presses were answered so far.
func (a *answerCount) so() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.count
}

// reach waits until n presses were answered.
func (a *answerCount) reach(ctx context.Context, n int) error {
	for {
		a.mu.Lock()
		count, changed := a.count, a.changed
		a.mu.Unlock()
		if count >= n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
