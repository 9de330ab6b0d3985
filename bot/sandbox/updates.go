package sandbox

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// How long an update waits for the bot.
const (
	keepMessages  = 24 * time.Hour
	keepCallbacks = 150 * time.Second
)

// laneKey names a queue of updates of which one is delivered at a time: a chat,
// or the presses of a user.
type laneKey struct {
	presses bool
	id      int64
}

// update is one update on its way to the bot.
type update struct {
	id      int64
	lane    laneKey
	body    []byte // JSON
	expires time.Time
	twice   bool // deliver it a second time
	done    bool
	over    chan struct{} // closed when done
}

func newUpdateQueue(first int64) updateQueue {
	return updateQueue{next: first, waiting: map[int64]*update{}, taken: map[int64]time.Time{}, lost: map[int64]bool{}}
}

// updateQueue holds what the bot has not acknowledged, by rising id.
type updateQueue struct {
	next    int64
	pending []*update
	done    int                 // of pending
	waiting map[int64]*update   // what is pending and not done
	lost    map[int64]bool      // what was given up
	taken   map[int64]time.Time // when the others were acknowledged
	allowed []string            // nil: the default kinds, which are all we make
	pulse   pulse               // beats when something comes or goes
}

// enqueue numbers an update and hands it on; 0 when the bot does not ask for that
// kind. The caller holds s.mu.
func (s *Server) enqueue(c *Citizen, kind string, w wireUpdate) int64 {
	q := &s.updates
	if len(q.allowed) > 0 && !slices.Contains(q.allowed, kind) {
		return 0
	}
	w.UpdateID = q.next
	q.next++
	body, err := json.Marshal(w)
	if err != nil {
		return 0 // not possible: the structs hold nothing JSON cannot
	}
	u := &update{id: w.UpdateID, lane: laneKey{id: c.id}, body: body, expires: s.now().Add(keepMessages), over: make(chan struct{}),
		twice: s.faults.Duplicate || c.faults.Duplicate || s.dice.happens(s.faults.Odds.Twice)}
	if kind == "callback_query" {
		u.lane.presses, u.expires = true, s.now().Add(keepCallbacks)
	}
	q.pending = append(q.pending, u)
	q.waiting[u.id] = u
	q.pulse.beat()
	if s.hook != nil {
		s.push(u)
	}
	return u.id
}

// finish takes an update off the queue.
func (q *updateQueue) finish(u *update) {
	if u.done {
		return
	}
	u.done = true
	close(u.over)
	q.done++
	delete(q.waiting, u.id)
	if q.done > 64 && q.done > len(q.pending)/2 {
		q.pending = slices.DeleteFunc(q.pending, func(u *update) bool { return u.done })
		q.done = 0
	}
	q.pulse.beat()
}

// acknowledge takes an update off the queue that the bot has taken. The caller holds s.mu.
func (s *Server) acknowledge(u *update) {
	if !u.done {
		s.updates.finish(u)
		s.updates.taken[u.id] = s.now()
		s.remember(u)
	}
}

// lose gives an update up unacknowledged.
func (q *updateQueue) lose(u *update) {
	q.lost[u.id] = true
	q.finish(u)
}

// expire gives up what has waited too long.
func (q *updateQueue) expire(now time.Time) {
	for _, u := range slices.Clone(q.pending) {
		if !u.done && !now.Before(u.expires) {
			q.lose(u)
		}
	}
}

// live lists what is still waiting, oldest first.
func (q *updateQueue) live() []*update {
	list := make([]*update, 0, len(q.waiting))
	for _, u := range q.pending {
		if !u.done {
			list = append(list, u)
		}
	}
	return list
}

// drop gives up everything that waits.
func (q *updateQueue) drop() {
	for _, u := range q.live() {
		q.lose(u)
	}
}

// Acknowledged reports whether the bot has acknowledged the update: answered 2xx
// or asked for a higher offset. An update that expired or was dropped never is.
func (s *Server) Acknowledged(updateID int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.acknowledged(updateID)
}

func (s *Server) acknowledged(id int64) bool {
	q := &s.updates
	return id > 0 && id >= s.opt.FirstUpdate && id < q.next && !q.lost[id] && q.waiting[id] == nil
}

// Pending counts the updates the bot has not acknowledged.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.updates.waiting)
}

// WaitAcknowledged blocks until the bot has acknowledged all of the updates. The
// error is ErrLost when it never will, or that of ctx.
func (s *Server) WaitAcknowledged(ctx context.Context, ids ...int64) error {
	for _, id := range ids {
		if err := s.waitSettled(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) waitSettled(ctx context.Context, id int64) error {
	for {
		s.mu.Lock()
		done, lost, u := s.acknowledged(id), s.updates.lost[id], s.updates.waiting[id]
		over := s.updates.pulse.next()
		s.mu.Unlock()
		switch {
		case done:
			return nil
		case lost:
			return ErrLost
		case u != nil:
			over = u.over
		}
		select {
		case <-over:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
