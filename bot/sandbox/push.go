package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// webhookTimeout ends a request the bot does not answer.
const webhookTimeout = time.Minute

// telegramBackoff is Options.Backoff by default.
func telegramBackoff(n int) time.Duration {
	switch {
	case n <= 1:
		return 0
	case n <= 6:
		return time.Second << (n - 1)
	}
	return time.Minute + rand.N(time.Minute)
}

// push puts an update at the end of its lane and starts the lane if it rests.
// The caller holds s.mu and has checked that there is a webhook.
func (s *Server) push(u *update) {
	h := s.hook
	waiting, running := h.lanes[u.lane]
	h.lanes[u.lane] = append(waiting, u)
	if !running {
		s.work.Go(func() { s.runLane(h, u.lane) })
	}
}

// runLane delivers a lane's updates one after another until none is left.
func (s *Server) runLane(h *webhook, key laneKey) {
	for {
		s.mu.Lock()
		waiting := h.lanes[key]
		if len(waiting) == 0 || h.ctx.Err() != nil {
			delete(h.lanes, key)
			s.mu.Unlock()
			return
		}
		u, done := waiting[0], waiting[0].done
		h.lanes[key] = waiting[1:]
		held := time.Duration(0)
		if s.dice.happens(s.faults.Odds.Held) {
			held = s.dice.upTo(s.faults.Odds.HeldFor)
		}
		s.mu.Unlock()
		sleep(h.ctx, held)
		if !done {
			s.deliver(h, u)
		}
	}
}

// deliver repeats an update until the bot takes it, it expires, or the webhook is gone.
func (s *Server) deliver(h *webhook, u *update) {
	for failures := 0; ; {
		pause, err := s.post(h, u)
		if h.ctx.Err() != nil {
			return
		}
		if err == nil {
			break
		}
		failures++
		if pause < 0 {
			pause = s.opt.Backoff(failures)
		}
		if !s.mayRetry(h, u, err) || !sleep(h.ctx, pause) {
			return
		}
	}
	if u.twice {
		// The second delivery is the fault asked for; its answer changes nothing.
		_, _ = s.post(h, u)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acknowledge(u)
}

// mayRetry notes the failure and gives up what is too old.
func (s *Server) mayRetry(h *webhook, u *update, err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	h.lastError, h.lastErrorAt = err.Error(), s.now().Unix()
	if !s.now().Before(u.expires) {
		s.updates.lose(u)
		return false
	}
	return true
}

// post makes one request. With an error, pause is what Retry-After said, or -1.
func (s *Server) post(h *webhook, u *update) (pause time.Duration, err error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-h.ctx.Done():
		return -1, h.ctx.Err()
	}
	ctx, cancel := context.WithTimeout(h.ctx, webhookTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return -1, fmt.Errorf("webhook request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := s.opt.Webhook.RoundTrip(req)
	if err != nil {
		return -1, fmt.Errorf("connection failed: %w", err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode/100 == 2 {
		return 0, nil
	}
	return retryAfter(resp.Header), fmt.Errorf("wrong response from the webhook: %s", resp.Status)
}

// retryAfter reads the header, -1 when there is none worth honouring.
func retryAfter(h http.Header) time.Duration {
	n, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || n <= 0 || n > 3600 {
		return -1
	}
	return time.Duration(n) * time.Second
}

// sleep waits for d; false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
