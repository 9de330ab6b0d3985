package bot

import (
	"container/heap"
	"context"
	"encoding/json"
	"sync"
	"time"

	"satark/store"
)

const (
	sendersAtOnce = 64               // calls under way
	retryFirst    = time.Second      // after the first failure; doubles
	retryMost     = 10 * time.Minute // and never more
	giveUpAfter   = 200              // tries: more than a day of them
	backTime      = 5 * time.Second  // within which a line given back is written down
	pausedFor     = 3                // chats told to slow down in a row: it is the whole bot that is too fast
)

// sender makes every call that counts against Telegram's limits: one budget for all,
// one for each chat, a chat's messages in order, replies before bulk.
type sender struct {
	call  func(ctx context.Context, d store.Delivery, o Outgoing) verdict
	mark  func(store.Mark)
	clock func() time.Time // of leases
	meter *meter

	mu      sync.Mutex
	wake    chan struct{}
	chats   map[int64]*outbox
	replies fifo // outboxes that may send now
	bulk    fifo
	waiting waiting // outboxes that may send later
	budget  pace
	chat    pace      // what a new outbox starts with
	pausing time.Time // all wait until then
	floods  int       // chats in a row that were told to slow down
	queued  int       // deliveries in all outboxes

	sweeping bool             // Lease has been asked and its answer is not here yet
	pending  []store.Delivery // committed since then

	work chan *outbox
	busy sync.WaitGroup
}

func newSender(o Options, m *meter) *sender {
	return &sender{
		clock: o.Clock, meter: m, wake: make(chan struct{}, 1), chats: map[int64]*outbox{},
		budget: newPace(o.Rate, int(o.Rate/2)), chat: newPace(o.ChatRate, o.ChatBurst), work: make(chan *outbox),
	}
}

// add queues deliveries that a commit leased to us. While a sweep is under way they wait
// for its end: it may bring what stands before them in their chat's line.
func (s *sender) add(deliveries ...store.Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sweeping {
		s.pending = append(s.pending, deliveries...)
		return
	}
	for _, d := range deliveries {
		s.put(s.box(d.Chat), d, false)
	}
	s.poke()
}

// sweep begins a sweep, which swept ends.
func (s *sender) sweep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweeping = true
}

// swept queues what a sweep leased, and behind it what was committed meanwhile.
func (s *sender) swept(deliveries []store.Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range deliveries {
		s.put(s.box(d.Chat), d, true)
	}
	for _, d := range s.pending {
		s.put(s.box(d.Chat), d, false)
	}
	s.sweeping, s.pending = false, nil
	s.poke()
}

// box finds or makes the outbox of a chat. The lock is held.
func (s *sender) box(chat int64) *outbox {
	box := s.chats[chat]
	if box == nil {
		box = &outbox{chat: chat, pace: s.chat, idle: true}
		s.chats[chat] = box
	}
	return box
}

// holdBack makes all that is committed for a chat go back to the store, due at again,
// until its line has come from there.
func (s *sender) holdBack(chat int64, again time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	box := s.box(chat)
	box.back, box.again = time.Now().Add(backTime), again
}

// put queues a delivery. What cannot be read is marked and forgotten.
func (s *sender) put(box *outbox, d store.Delivery, swept bool) {
	if swept {
		box.back = time.Time{}
	}
	switch p := (parcel{Delivery: d}); {
	case time.Now().Before(box.back):
		// The line is on its way back to the store: this has to stay behind it.
		s.mark(store.Mark{ID: d.ID, Chat: d.Chat, Again: box.again, Cause: "in line"})
	case json.Unmarshal(d.Body, &p.out) != nil:
		s.mark(store.Mark{ID: d.ID, Chat: d.Chat, Done: true, Cause: "unreadable"})
	case box.holds(d.ID): // leased to us a second time
		box.renew(d)
	default:
		box.queue = append(box.queue, p)
		box.renew(d)
		s.queued++
		if box.idle {
			s.schedule(box, time.Now())
		}
	}
}

func (s *sender) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// backlog is how many deliveries wait here.
func (s *sender) backlog() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queued + len(s.pending)
}

// schedule puts a box that has something where its turn will come, no earlier than
// at. The lock is held.
func (s *sender) schedule(box *outbox, at time.Time) {
	box.idle = len(box.queue) == 0
	if box.idle {
		return
	}
	if box.queue[0].out.paced() {
		at = box.pace.at(at)
	}
	if at.After(time.Now()) {
		box.at = at
		heap.Push(&s.waiting, box)
		return
	}
	s.ready(box)
}

func (s *sender) ready(box *outbox) {
	for _, p := range box.queue {
		if p.Kind != kindBulk {
			s.replies.push(box)
			return
		}
	}
	s.bulk.push(box)
}

// run hands boxes to workers until ctx ends, then waits for the calls under way.
func (s *sender) run(ctx context.Context) {
	s.busy.Add(sendersAtOnce)
	for range sendersAtOnce {
		go s.worker(ctx)
	}
	defer s.busy.Wait()
	defer close(s.work)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		box, wait := s.next()
		if box != nil {
			s.work <- box
			continue
		}
		timer.Reset(wait)
		select {
		case <-timer.C:
		case <-s.wake:
		case <-ctx.Done():
			return
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// next takes the box whose turn it is, or tells how long nothing will be.
func (s *sender) next() (*outbox, time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for len(s.waiting) > 0 && !s.waiting[0].at.After(now) {
		s.ready(heap.Pop(&s.waiting).(*outbox))
	}
	wait := time.Hour
	if len(s.waiting) > 0 {
		wait = s.waiting[0].at.Sub(now)
	}
	from := &s.replies
	if from.empty() {
		from = &s.bulk
	}
	if from.empty() {
		return nil, wait
	}
	open := s.budget.at(now)
	if s.pausing.After(open) {
		open = s.pausing
	}
	if open.After(now) {
		return nil, min(wait, open.Sub(now))
	}
	box := from.pop()
	if box.queue[0].out.paced() {
		s.budget.take(now)
		box.pace.take(now)
	}
	return box, 0
}

func (s *sender) worker(ctx context.Context) {
	defer s.busy.Done()
	for box := range s.work {
		s.mu.Lock()
		p, lease := box.queue[0], box.lease
		s.mu.Unlock()
		if p.Kind != kindSend {
			lease = p.Leased
		}
		if !lease.IsZero() && lease.Sub(s.clock()) < sendTime || ctx.Err() != nil {
			s.giveBack(box, s.clock(), "lease ends")
			continue
		}
		s.settle(box, p, s.deliver(ctx, p))
	}
}

// tidy forgets chats with nothing to send and nothing spent.
func (s *sender) tidy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for chat, box := range s.chats {
		if box.idle && box.pace.whole(now) && !now.Before(box.back) {
			delete(s.chats, chat)
		}
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
