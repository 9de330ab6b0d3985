package bot

import (
	"container/heap"
	"context"
	"sync"
	"time"

	"satark/store"
)

const (
	sendersAtOnce = 64               // calls under way
	retryFirst    = time.Second      // after the first failure; doubles
	retryMost     = 10 * time.Minute // and never more
	giveUpAfter   = 200              // tries: more than a day of them
)

// sender makes every call that counts against Telegram's limits: one budget for all,
// one for each chat, a chat's messages in order, replies before bulk.
type sender struct {
	call  func(ctx context.Context, d store.Delivery, o Outgoing) verdict
	mark  func(mark store.Mark, after func()) // after is called when it is written down; nil: nobody waits
	park  func(ctx context.Context, d store.Delivery, why string) error
	left  func() time.Duration // for how long the others leave us what we have leased
	ask   func()               // for that to become longer, now
	clock func() time.Time     // of leases
	meter *meter

	mu      sync.Mutex
	wake    chan struct{}
	chats   map[int64]*outbox
	replies fifo // outboxes that may send now
	bulk    fifo
	waiting waiting // outboxes that may send later
	rate    float64 // messages a second of all processes together
	budget  pace    // this one's share of it
	chat    pace    // what a new outbox starts with
	flooded flooded
	queued  int  // deliveries in all outboxes
	flying  int  // outboxes with a worker
	halted  bool // nothing more goes to a worker

	eras     int              // how often we may have been taken for dead
	sweeping bool             // Lease has been asked and its answer is not here yet
	sweeps   int              // how often it was
	sweptIn  int              // the era it was asked in
	pending  []store.Delivery // committed since then
	gone     map[string]bool  // done since then

	work chan *outbox
	busy sync.WaitGroup
}

func newSender(o Options, m *meter) *sender {
	return &sender{
		clock: o.Clock, meter: m, wake: make(chan struct{}, 1), chats: map[int64]*outbox{},
		left: func() time.Duration { return time.Hour }, ask: func() {},
		rate: o.Rate, budget: newPace(o.Rate, int(o.Rate/2)), chat: newPace(o.ChatRate, o.ChatBurst), work: make(chan *outbox),
	}
}

// share makes this one of so many processes that send: each has its part of the budget.
func (s *sender) share(among int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	spent := s.budget.tat
	s.budget = newPace(s.rate/float64(max(among, 1)), int(s.rate/2)/max(among, 1))
	s.budget.tat = spent
}

func (s *sender) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// schedule puts a box that has something where its turn will come, no earlier than
// at. The lock is held.
func (s *sender) schedule(box *outbox, at time.Time) {
	box.idle = len(box.queue) == 0
	if box.idle {
		box.recalled = false
		return
	}
	switch {
	case box.recalled:
		at = time.Time{}
	case box.queue[0].out.paced():
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
	switch {
	case s.halted, from.empty():
		return nil, wait
	case s.left() < sendTime:
		// What we hold may soon be another's. It stays ours if we can say that we live.
		s.ask()
		return nil, min(wait, aliveWait)
	}
	open := s.budget.at(now)
	if s.flooded.until.After(open) {
		open = s.flooded.until
	}
	if open.After(now) {
		return nil, min(wait, open.Sub(now))
	}
	box := from.pop()
	s.flying++
	if box.queue[0].out.paced() && !box.recalled {
		s.budget.take(now)
		box.pace.take(now)
	}
	return box, 0
}

// aliveWait is how long a sender waits for a sign of life before it looks again.
const aliveWait = 50 * time.Millisecond

func (s *sender) worker(ctx context.Context) {
	defer s.busy.Done()
	for box := range s.work {
		s.serve(ctx, box)
		s.mu.Lock()
		s.flying--
		s.mu.Unlock()
	}
}

// serve makes the first delivery of a box, if we may.
func (s *sender) serve(ctx context.Context, box *outbox) {
	s.mu.Lock()
	p, lease, recalled := box.queue[0], box.lease, box.recalled
	s.mu.Unlock()
	if p.Kind != kindSend {
		lease = p.Leased
	}
	now := s.clock()
	switch {
	case recalled:
		s.giveBack(box, box.again, "recalled")
	case ctx.Err() != nil:
		s.giveBack(box, now, "stopped")
	case !lease.IsZero() && lease.Sub(now) < sendTime:
		s.giveBack(box, now, "lease ends")
	case s.left() < sendTime:
		s.retry(box, aliveWait)
	default:
		s.settle(ctx, box, p, s.deliver(ctx, p))
	}
}

// halt lets no more go out. What is with Telegram is waited for: see resting.
func (s *sender) halt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.halted = true
}

// resting reports whether nothing is with Telegram.
func (s *sender) resting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flying == 0
}
