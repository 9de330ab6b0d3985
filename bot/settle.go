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

// settle acts on a verdict: mark, wait, or give the chat's line back.
func (s *sender) settle(box *outbox, p parcel, v verdict) {
	now := s.clock()
	s.flood(v)
	switch v.class {
	case classSent, classPointless:
		s.finish(box, p, string(v.class))
	case classUnreachable:
		s.abandon(box, string(v.class))
	case classTooFast:
		s.later(box, now, v.wait)
	case classAgain:
		if p.Tries+p.tries >= giveUpAfter {
			s.finish(box, p, "given up")
			return
		}
		s.later(box, now, backoff(p.Tries+p.tries))
	case classToken:
		s.giveBack(box, now.Add(time.Minute), string(v.class))
	default:
		s.finish(box, p, string(v.class))
	}
}

// flood notices when one chat after another is told to slow down: then it is the
// bot as a whole, and everybody waits.
func (s *sender) flood(v verdict) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch v.class {
	case classTooFast:
		if s.floods++; s.floods >= pausedFor {
			s.pausing = time.Now().Add(v.wait)
			s.floods = 0
		}
	case classSent:
		s.floods = 0
	}
}

// finish marks the head of a box done and lets the next one follow.
func (s *sender) finish(box *outbox, p parcel, cause string) {
	if cause == string(classSent) {
		cause = ""
	}
	s.mark(store.Mark{ID: p.ID, Chat: box.chat, Done: true, Cause: cause})
	s.mu.Lock()
	box.queue = box.queue[1:]
	s.queued--
	s.schedule(box, time.Now())
	s.mu.Unlock()
	s.poke()
}

// later keeps the box here while the lease allows, else gives it back.
func (s *sender) later(box *outbox, now time.Time, wait time.Duration) {
	s.mu.Lock()
	lease := box.lease
	if lease.IsZero() || now.Add(wait+sendTime).Before(lease) {
		box.queue[0].tries++
		s.schedule(box, time.Now().Add(wait))
		s.mu.Unlock()
		s.poke()
		return
	}
	s.mu.Unlock()
	s.giveBack(box, now.Add(wait), "later")
}

// giveBack returns everything of a chat to the store, to be leased again at again. Until
// that is written down, what is committed for the chat goes the same way.
func (s *sender) giveBack(box *outbox, again time.Time, cause string) {
	all := s.empty(box)
	s.holdBack(box.chat, again)
	for _, p := range all {
		s.mark(store.Mark{ID: p.ID, Chat: box.chat, Again: again, Cause: cause})
	}
}

// abandon marks everything for a person who cannot be reached as done.
func (s *sender) abandon(box *outbox, cause string) {
	for _, p := range s.empty(box) {
		s.mark(store.Mark{ID: p.ID, Chat: box.chat, Done: true, Cause: cause})
	}
}

func (s *sender) empty(box *outbox) []parcel {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := box.queue
	s.queued -= len(all)
	box.queue, box.lease, box.idle = nil, time.Time{}, true
	return all
}

func backoff(tries int) time.Duration {
	return min(retryFirst<<min(tries, 20), retryMost)
}
