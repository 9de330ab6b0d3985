package sandbox

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Faults a citizen meets; compare with errors.Is.
var (
	ErrNoButton  = errors.New("sandbox: no such button on the screen")
	ErrNoMessage = errors.New("sandbox: no such message on the screen")
	ErrBlocked   = errors.New("sandbox: the citizen has blocked the bot")
	ErrBadAct    = errors.New("sandbox: the act cannot be done")
	// ErrLost: an update expired or was dropped before the bot took it.
	ErrLost = errors.New("sandbox: the update was never taken")
)

// Profile is what Telegram knows of a citizen. Phone is told to the bot only when
// it is shared.
type Profile struct {
	First    string `json:"first"`
	Last     string `json:"last,omitempty"`
	Username string `json:"username,omitempty"`
	Lang     string `json:"lang,omitempty"` // IETF tag of the app's language
	Phone    string `json:"phone,omitempty"`
}

// Citizen is one pretend user in a private chat with the bot.
type Citizen struct {
	s  *Server
	id int64

	// Guarded by s.mu.
	profile  Profile
	started  bool // has done something, so the bot may write
	blocked  bool
	messages []*Message // never changed in place: see change
	byID     map[int]int
	keyboard *Keyboard
	toasts   []Toast
	typing   time.Time
	menu     string // type of the chat's own menu button
	faults   Faults
	rev      int64 // of the last change
	screen   pulse // beats with rev
}

// Citizen adds a citizen, or finds the one of that id and gives the profile anew.
// Until the citizen does something, or Meet is called, the bot cannot write first.
func (s *Server) Citizen(id int64, p Profile) *Citizen {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.citizens[id]
	if c == nil {
		c = &Citizen{s: s, id: id, byID: map[int]int{}}
		s.citizens[id] = c
		s.order = append(s.order, id)
	}
	c.profile = p
	c.touch()
	return c
}

// Citizens lists everyone, in the order they came.
func (s *Server) Citizens() []*Citizen {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*Citizen, len(s.order))
	for i, id := range s.order {
		list[i] = s.citizens[id]
	}
	return list
}

// ID is the citizen's Telegram id, which is the chat's too.
func (c *Citizen) ID() int64 { return c.id }

// Meet lets the bot write first, as if the two had talked before.
func (c *Citizen) Meet() *Citizen {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.started = true
	return c
}

// touch marks a change of the citizen's screen and wakes who waits for it. The
// caller holds s.mu.
func (c *Citizen) touch() {
	c.s.touch()
	c.rev = c.s.rev
	c.screen.beat()
}

// touch marks a change anyone can see. The caller holds s.mu.
func (s *Server) touch() {
	s.rev++
	s.changed.beat()
}

// Messages is everything that was ever on the citizen's screen, in order,
// deleted messages too, as it stands now.
func (c *Citizen) Messages() []Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.copyMessages()
}

func (c *Citizen) copyMessages() []Message {
	list := make([]Message, len(c.messages))
	for i, m := range c.messages {
		list[i] = *m
	}
	return list
}

// Wait blocks until cond holds for the screen; it is tried at once and again
// after every change. The error is that of ctx.
func (c *Citizen) Wait(ctx context.Context, cond func([]Message) bool) error {
	for {
		c.s.mu.Lock()
		list, next := c.copyMessages(), c.screen.next()
		c.s.mu.Unlock()
		if cond(list) {
			return nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Keyboard is the reply keyboard that is open, nil when none.
func (c *Citizen) Keyboard() *Keyboard {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.keyboard
}

// Toasts are the answers to presses that said something, in order.
func (c *Citizen) Toasts() []Toast {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return slices.Clone(c.toasts)
}

// message finds a message by number, nil when there is none. The caller holds s.mu.
func (c *Citizen) message(id int) *Message {
	if i, ok := c.byID[id]; ok {
		return c.messages[i]
	}
	return nil
}

// add numbers a new message and puts it on the screen. The caller holds s.mu.
func (c *Citizen) add(m Message) *Message {
	c.s.lastMsg++
	m.ID, m.At = c.s.lastMsg, c.s.now()
	c.touch()
	m.Rev = c.rev
	c.byID[m.ID] = len(c.messages)
	c.messages = append(c.messages, &m)
	return &m
}

// change replaces a message with a changed copy, so that what was handed out
// stays as it was. The caller holds s.mu.
func (c *Citizen) change(id int, edit func(*Message)) *Message {
	i := c.byID[id]
	m := *c.messages[i]
	edit(&m)
	c.touch()
	m.Rev = c.rev
	c.messages[i] = &m
	return &m
}
