package bot

import (
	"encoding/json"
	"time"

	"satark/store"
)

// era changes when what was leased to us before may have been handed to others.
func (s *sender) era() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.eras
}

// add queues deliveries that a commit leased to us in an era. While a sweep is under way
// they wait for its end: it may bring what stands before them in their chat's line.
func (s *sender) add(era int, deliveries ...store.Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range deliveries {
		switch {
		case era != s.eras:
			s.recall(d)
		case s.sweeping:
			s.pending = append(s.pending, d)
		default:
			s.put(s.box(d.Chat), d, false)
		}
	}
	s.poke()
}

// sweep begins a sweep, which swept ends.
func (s *sender) sweep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweeping, s.sweptIn = true, s.eras
	s.sweeps++
}

// swept queues what a sweep leased, and behind it what was committed meanwhile.
func (s *sender) swept(deliveries []store.Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range deliveries {
		switch {
		case s.gone[d.ID]: // after it was leased
		case s.sweptIn != s.eras:
			s.recall(d)
		default:
			s.put(s.box(d.Chat), d, true)
		}
	}
	for _, d := range s.pending {
		if s.sweptIn != s.eras {
			s.recall(d)
		} else {
			s.put(s.box(d.Chat), d, false)
		}
	}
	s.sweeping, s.pending, s.gone = false, nil, nil
	s.poke()
}

// box finds or makes the outbox of a chat. The lock is held.
func (s *sender) box(chat int64) *outbox {
	box := s.chats[chat]
	if box == nil {
		box = &outbox{chat: chat, pace: s.chat, idle: true, place: -1}
		s.chats[chat] = box
	}
	return box
}

// put queues a delivery, or sends it after its chat's line when that is on its way back to
// the store. The lock is held.
func (s *sender) put(box *outbox, d store.Delivery, swept bool) {
	if box.leaves(swept, s.sweeps) {
		s.turnBack(box, d)
		return
	}
	if swept {
		box.back = time.Time{}
	}
	if !box.holds(d.ID) { // else it is leased to us a second time
		p := parcel{Delivery: d}
		p.broken = json.Unmarshal(d.Body, &p.out) != nil
		box.queue = append(box.queue, p)
		s.queued++
	}
	box.renew(d)
	if box.idle {
		s.schedule(box, time.Now())
	}
}

// backlog is how many deliveries wait here.
func (s *sender) backlog() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queued + len(s.pending)
}

// tidy forgets chats with nothing to send and nothing spent.
func (s *sender) tidy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for chat, box := range s.chats {
		if box.whole(now) {
			delete(s.chats, chat)
		}
	}
}
