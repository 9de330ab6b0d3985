package bot

import (
	"container/heap"
	"time"

	"satark/store"
)

// backTime is how long after a line went back to the store a message may come from a
// commit that was made before: it went back with the line.
const backTime = 5 * time.Second

// recall gives a chat's line back to the store, with a delivery of it that was leased to us
// when there is a doubt about what stands before it. It is handed out again in order. The
// lock is held.
func (s *sender) recall(d store.Delivery) {
	box := s.box(d.Chat)
	if box.leaves(false, s.sweeps) {
		s.turnBack(box, d)
		return
	}
	if !box.recalled {
		box.recalled, box.again = true, s.clock()
	}
	s.put(box, d, false)
	s.hurry(box)
}

// recallLine is recall for who does not hold the lock.
func (s *sender) recallLine(d store.Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recall(d)
}

// recallAll gives everything back: it may have been handed to others meanwhile.
func (s *sender) recallAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.eras++
	now := s.clock()
	for _, box := range s.chats {
		if len(box.queue) > 0 {
			box.recalled, box.again = true, now
			s.hurry(box)
		}
	}
	s.poke()
}

// hurry lets a box that waits for its time have its turn now. The lock is held.
func (s *sender) hurry(box *outbox) {
	if box.place >= 0 {
		heap.Remove(&s.waiting, box.place)
		s.ready(box)
	}
	s.poke()
}

// giveBack returns everything of a chat to the store, to be leased again at again. Until
// that is written down, what comes for the chat goes the same way.
func (s *sender) giveBack(box *outbox, again time.Time, cause string) {
	all := s.empty(box, again)
	if len(all) > 0 {
		s.markAll(box, all, store.Mark{Again: again, Cause: cause}, func() { s.returned(box) })
	}
}

// giveAllBack returns to the store what could not be sent before the end. Nobody may
// be sending any more.
func (s *sender) giveAllBack() {
	s.mu.Lock()
	boxes := make([]*outbox, 0, len(s.chats))
	for _, box := range s.chats {
		boxes = append(boxes, box)
	}
	s.mu.Unlock()
	for _, box := range boxes {
		s.giveBack(box, s.clock(), "stopped")
	}
}

// empty takes everything out of a box that is not done.
func (s *sender) empty(box *outbox, again time.Time) []parcel {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := box.queue
	s.queued -= len(all)
	box.queue, box.lease, box.idle, box.recalled = nil, time.Time{}, true, false
	if len(all) > 0 && all[0].done {
		all = all[1:]
	}
	if len(all) > 0 {
		box.returning++
		box.again = again
	}
	return all
}

// turnBack marks what belongs to a line on its way back. The lock is held.
func (s *sender) turnBack(box *outbox, d store.Delivery) {
	if box.returning == 0 { // it came late
		box.again = s.clock()
	}
	box.returning++
	s.mark(store.Mark{ID: d.ID, Chat: d.Chat, Again: box.again, Cause: "in line"}, func() { s.returned(box) })
}

// returned is called when it is written down that a line went back.
func (s *sender) returned(box *outbox) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if box.returning--; box.returning > 0 {
		return
	}
	box.back, box.returned = time.Now().Add(backTime), 0
	if s.sweeping {
		box.returned = s.sweeps
	}
}
