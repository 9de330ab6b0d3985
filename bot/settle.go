package bot

import (
	"context"
	"html"
	"time"

	"satark/store"
)

// deliver makes the call, and where Telegram refuses the form of a message, says the
// same in a form it takes.
func (s *sender) deliver(ctx context.Context, p parcel) verdict {
	if p.broken {
		return verdict{class: classUnreadable}
	}
	v := s.call(ctx, p.Delivery, p.out)
	if v.class == classRefused && p.out.Method == methodContact {
		// The number is what matters, the card is a convenience.
		p.out.Method, p.out.Text, p.out.Plain = methodSend, "📞 "+p.out.Name+"\n"+p.out.Phone, true
		v = s.call(ctx, p.Delivery, p.out)
	}
	switch v.class {
	case classNoEdit:
		p.out.Method, p.out.Message = methodSend, 0
		v = s.call(ctx, p.Delivery, p.out)
	case classMarkup:
		p.out.Text, p.out.Plain = html.UnescapeString(visible(p.out.Text)), true
		v = s.call(ctx, p.Delivery, p.out)
	}
	s.meter.count(`satark_bot_sends_total{class="` + string(v.class) + `"}`)
	return v
}

// settle acts on a verdict: mark, wait, park, or give the chat's line back.
func (s *sender) settle(ctx context.Context, box *outbox, p parcel, v verdict) {
	s.flood(box.chat, v)
	switch v.class {
	case classSent, classPointless:
		s.finish(box, p, string(v.class))
	case classUnreachable:
		s.abandon(box, string(v.class))
	case classTooFast:
		s.later(box, v.wait)
	case classAgain:
		if p.Tries+p.tries >= giveUpAfter {
			s.bury(ctx, box, p, "given up")
			return
		}
		s.later(box, backoff(p.failures()))
	case classToken:
		s.giveBack(box, s.clock().Add(time.Minute), string(v.class))
	default:
		s.bury(ctx, box, p, string(v.class))
	}
}

// failures is about how often a delivery failed. A lease that ended is a failure too, but
// for the first two: a process may have died.
func (p parcel) failures() int { return p.tries + max(p.Tries-2, 0) }

// finish marks the head of a box done; then the next one follows.
func (s *sender) finish(box *outbox, p parcel, cause string) {
	if cause == string(classSent) {
		cause = ""
	}
	s.mu.Lock()
	box.queue[0].done = true
	s.mu.Unlock()
	s.mark(store.Mark{ID: p.ID, Chat: box.chat, Done: true, Cause: cause}, func() { s.finished(box, p.ID) })
}

// finished is called when it is written down that a delivery is done.
func (s *sender) finished(box *outbox, id string) {
	s.mu.Lock()
	if len(box.queue) > 0 && box.queue[0].ID == id {
		box.queue = box.queue[1:]
		s.queued--
		s.schedule(box, time.Now())
	}
	s.note(id)
	s.mu.Unlock()
	s.poke()
}

// note remembers until the end of a sweep what is done: the sweep may have leased it
// before. The lock is held.
func (s *sender) note(id string) {
	if !s.sweeping {
		return
	}
	if s.gone == nil {
		s.gone = map[string]bool{}
	}
	s.gone[id] = true
}

// bury keeps for an operator what cannot be delivered; then the next one follows. While
// nothing can be kept it is tried again.
func (s *sender) bury(ctx context.Context, box *outbox, p parcel, cause string) {
	bounded, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	if s.park(bounded, p.Delivery, cause) != nil {
		s.later(box, backoff(p.failures()))
		return
	}
	s.finish(box, p, cause)
}

// later keeps the box here while the lease allows, else gives it back.
func (s *sender) later(box *outbox, wait time.Duration) {
	s.mu.Lock()
	lease := box.lease
	box.queue[0].tries++
	s.mu.Unlock()
	if now := s.clock(); lease.IsZero() || now.Add(wait+sendTime).Before(lease) {
		s.retry(box, wait)
	} else {
		s.giveBack(box, now.Add(wait), "later")
	}
}

// retry lets the box have its turn again after wait.
func (s *sender) retry(box *outbox, wait time.Duration) {
	s.mu.Lock()
	s.schedule(box, time.Now().Add(wait))
	s.mu.Unlock()
	s.poke()
}

// abandon marks everything that was to be shown to a person who cannot be reached as
// done. What else stands in line is still to be made.
func (s *sender) abandon(box *outbox, cause string) {
	s.mu.Lock()
	var shown, rest []parcel
	for _, p := range box.queue {
		if p.out.Method == methodForget && !p.broken {
			rest = append(rest, p)
		} else {
			shown = append(shown, p)
		}
	}
	box.queue = rest
	s.queued -= len(shown)
	for _, p := range shown {
		s.note(p.ID)
	}
	s.mu.Unlock()
	s.markAll(box, shown, store.Mark{Done: true, Cause: cause}, func() { s.retry(box, 0) })
}

// markAll marks deliveries of one chat alike, and calls after when that is written down.
func (s *sender) markAll(box *outbox, all []parcel, m store.Mark, after func()) {
	for i, p := range all {
		m.ID, m.Chat = p.ID, box.chat
		if i < len(all)-1 {
			s.mark(m, nil)
		} else {
			s.mark(m, after)
		}
	}
}

func backoff(tries int) time.Duration {
	return min(retryFirst<<min(tries, 20), retryMost)
}
