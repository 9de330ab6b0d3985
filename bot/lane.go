package bot

import (
	"container/list"
	"context"
	"errors"
	"sync"
	"time"

	"satark/store"
)

// errBusy: the lane or the bot takes no more for now; Telegram will ask again.
var errBusy = errors.New("bot: not now")

const (
	lanesAtOnce = 256              // chats whose turns run at the same time
	laneQueue   = 128              // turns a chat may have waiting; a getUpdates batch has at most 100
	allQueues   = 4096             // turns all chats together may have waiting
	idleLanes   = 20_000           // chats whose session is kept in memory between turns
	idleFor     = 10 * time.Minute // and for how long
)

// lanes runs the turns of each chat one after another, in the order they were
// submitted, and those of different chats side by side. A lane without work has
// no goroutine; the least recently used lose their session as well.
type lanes struct {
	slots chan struct{} // one a running lane

	mu     sync.Mutex
	closed bool
	queued int // turns that wait, in all lanes
	chats  map[int64]*lane
	idle   *list.List // of *lane, least recently used first
	keep   int
	work   sync.WaitGroup
}

// lane is one chat. hot is for its turns alone.
type lane struct {
	chat int64
	hot  *store.Chat // as of the last commit; nil: to be loaded
	// unsure is an update whose commit failed in a way that may have been a success: what
	// it wanted sent is then leased to us, and we do not know it. 0: there is none.
	unsure int64
	queue  []job
	busy   bool
	place  *list.Element // in idle, when not busy
	since  time.Time     // when it came to rest
}

type job struct {
	do   func(*lane) error
	done chan error
}

func newLanes(atOnce, keep int) *lanes {
	return &lanes{slots: make(chan struct{}, atOnce), chats: map[int64]*lane{}, idle: list.New(), keep: keep}
}

// submit puts do into the lane of chat and returns where its result will be. The
// error is errBusy when the lane is full or closed, or all lanes together are full.
func (s *lanes) submit(chat int64, do func(*lane) error) (<-chan error, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.chats[chat]
	if s.closed || s.queued >= allQueues || l != nil && len(l.queue) >= laneQueue {
		return nil, errBusy
	}
	if l == nil {
		l = &lane{chat: chat}
		s.chats[chat] = l
	}
	j := job{do: do, done: make(chan error, 1)}
	l.queue = append(l.queue, j)
	s.queued++
	if !l.busy {
		l.busy = true
		if l.place != nil {
			s.idle.Remove(l.place)
			l.place = nil
		}
		s.work.Add(1)
		go s.run(l)
	}
	return j.done, nil
}

// do submits and waits. When ctx ends first the turn goes on without us; asked
// again it will be found to have been done.
func (s *lanes) do(ctx context.Context, chat int64, do func(*lane) error) error {
	done, err := s.submit(chat, do)
	if err != nil {
		return err
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *lanes) run(l *lane) {
	defer s.work.Done()
	s.slots <- struct{}{}
	defer func() { <-s.slots }()
	for {
		j, ok := s.next(l)
		if !ok {
			return
		}
		j.done <- j.do(l)
	}
}

// next takes the lane's next job, or lets the lane rest.
func (s *lanes) next(l *lane) (job, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(l.queue) > 0 {
		j := l.queue[0]
		l.queue = l.queue[1:]
		s.queued--
		return j, true
	}
	l.busy, l.queue, l.since = false, nil, time.Now()
	l.place = s.idle.PushBack(l)
	for s.idle.Len() > s.keep {
		s.drop(s.idle.Front())
	}
	return job{}, false
}

func (s *lanes) drop(place *list.Element) { delete(s.chats, s.idle.Remove(place).(*lane).chat) }

// tidy forgets lanes that have been quiet for long.
func (s *lanes) tidy(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for place := s.idle.Front(); place != nil && now.Sub(place.Value.(*lane).since) > idleFor; place = s.idle.Front() {
		s.drop(place)
	}
}

// cool drops the session that a chat has in memory, once its present turns are over.
func (s *lanes) cool(chat int64) {
	s.mu.Lock()
	known := s.chats[chat] != nil
	s.mu.Unlock()
	if known {
		_, _ = s.submit(chat, func(l *lane) error { l.hot = nil; return nil })
	}
}

// close lets no more turns in, and returns a channel that closes when the last
// one is over.
func (s *lanes) close() <-chan struct{} {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	over := make(chan struct{})
	go func() { s.work.Wait(); close(over) }()
	return over
}
