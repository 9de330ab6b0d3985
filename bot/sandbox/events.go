package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Screen is a citizen's chat as it stands: the page draws it, Client reads it.
type Screen struct {
	CitizenCard
	Rev         int64        `json:"rev"`
	Started     bool         `json:"started"`
	Blocked     bool         `json:"blocked"`
	Typing      bool         `json:"typing"`
	Description string       `json:"description,omitempty"` // the bot's, in the citizen's language
	Messages    []Message    `json:"messages"`
	Keyboard    *Keyboard    `json:"keyboard"`
	Menu        []BotCommand `json:"menu"`
	Toasts      []Toast      `json:"toasts"`
	Faults      Faults       `json:"faults"`
}

// typingFor is how long a chat action is shown.
const typingFor = 5 * time.Second

// screenSince is the screen with only the messages and toasts that changed after
// rev. The caller holds s.mu.
func (c *Citizen) screenSince(rev int64) Screen {
	screen := Screen{
		CitizenCard: CitizenCard{c.id, c.profile}, Rev: c.rev, Started: c.started, Blocked: c.blocked,
		Typing:      c.s.now().Sub(c.typing) < typingFor,
		Description: c.s.identity.text("description", c.lang()),
		Messages:    []Message{}, Keyboard: c.keyboard, Menu: c.commands(), Toasts: []Toast{}, Faults: c.faults,
	}
	for _, m := range c.messages {
		if m.Rev > rev {
			screen.Messages = append(screen.Messages, *m)
		}
	}
	for _, t := range c.toasts {
		if t.Rev > rev {
			screen.Toasts = append(screen.Toasts, t)
		}
	}
	return screen
}

// serverState is what the page shows beside the chats.
type serverState struct {
	Bot      string        `json:"bot"`
	Username string        `json:"username"`
	Citizens []CitizenCard `json:"citizens"`
	Faults   Faults        `json:"faults"`
	Pending  int           `json:"pending"`
	Webhook  bool          `json:"webhook"`
	Calls    []Call        `json:"calls"` // the latest, oldest first
}

func (s *Server) state() serverState {
	return serverState{
		Bot: s.identity.text("name", ""), Username: s.bot.Username, Citizens: s.cards(), Faults: s.faults,
		Pending: len(s.updates.waiting), Webhook: s.hook != nil,
		Calls: append([]Call{}, s.log.list[max(0, len(s.log.list)-12):]...),
	}
}

// stream is one page that watches: what it has been sent already.
type stream struct {
	s     *Server
	w     http.ResponseWriter
	sent  map[int64]int64 // citizen → revision
	state []byte
}

// serveEvents streams the server's state and the screens of the citizens named by
// the citizen parameters, whole at first and then what changed.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	st := &stream{s: s, w: w, sent: map[int64]int64{}}
	for _, text := range r.URL.Query()["citizen"] {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			st.sent[id] = 0
		}
	}
	flush := http.NewResponseController(w).Flush
	for {
		body, next := st.news()
		if _, err := w.Write(body); err != nil || flush() != nil {
			return
		}
		if !sleep(r.Context(), 20*time.Millisecond) { // several changes make one event
			return
		}
		select {
		case <-next:
		case <-s.ctx.Done():
			return
		case <-r.Context().Done():
			return
		}
	}
}

// news is what the page has not seen, and what to wait for next.
func (st *stream) news() ([]byte, <-chan struct{}) {
	st.s.mu.Lock()
	state := st.s.state()
	var screens []Screen
	for id, sent := range st.sent {
		c := st.s.citizens[id]
		if c != nil && c.rev > sent {
			screens = append(screens, c.screenSince(sent))
			st.sent[id] = c.rev
		}
	}
	next := st.s.changed.next()
	st.s.mu.Unlock()
	out := bytes.NewBufferString(": \n")
	if body, err := json.Marshal(state); err == nil && !bytes.Equal(body, st.state) {
		st.state = body
		fmt.Fprintf(out, "event: state\ndata: %s\n\n", body)
	}
	for _, screen := range screens {
		if body, err := json.Marshal(screen); err == nil {
			fmt.Fprintf(out, "event: screen\ndata: %s\n\n", body)
		}
	}
	return out.Bytes(), next
}
