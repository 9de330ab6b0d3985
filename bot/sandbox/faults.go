package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// Faults is what goes wrong on purpose, for the whole server or for one citizen's
// chat. Counts go down with each call they spoil; -1 lasts until it is taken back.
// Calls are those that act or ask about the bot; getUpdates is spoiled only by a
// lasting Outage.
type Faults struct {
	TooMany    int `json:"too_many"`    // next calls answered 429
	RetryAfter int `json:"retry_after"` // seconds said in those; 0 says 1
	Outage     int `json:"outage"`      // next calls answered 502 with a page of HTML
	// DropReplies next calls are carried out and then cut off before the answer.
	DropReplies int           `json:"drop_replies"`
	Duplicate   bool          `json:"duplicate"`     // deliver every new update twice
	Blocked     bool          `json:"blocked"`       // 403, though no my_chat_member was sent
	Delay       time.Duration `json:"delay"`         // before every answer; nanoseconds in JSON
	Odds        Odds          `json:"odds,omitzero"` // for the whole server only
}

// SetFaults replaces the faults of the whole server.
func (s *Server) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
	s.dice.load(f.Odds)
	s.touch()
}

// Faults tells what is left of the faults of the whole server.
func (s *Server) Faults() Faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}

// SetFaults replaces the faults of the citizen's chat; they add to the server's.
func (c *Citizen) SetFaults(f Faults) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.faults = f
	c.touch()
}

// Faults tells what is left of the faults of the citizen's chat.
func (c *Citizen) Faults() Faults {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.faults
}

// verdict is what the faults do to one call.
type verdict struct {
	delay      time.Duration
	outage     bool
	broken     bool // 500
	reset      bool // cut off before it is carried out
	retryAfter int
	drop       bool
	late       time.Duration // from being carried out to the answer
	blocked    bool
}

// verdict takes the call off the counts, the chat's before the server's. What the odds
// bring comes on top.
func (s *Server) verdict(c Call) verdict {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []*Faults{&s.faults}
	if citizen := s.citizens[c.Chat]; citizen != nil {
		list = []*Faults{&citizen.faults, &s.faults}
	}
	before := s.faults
	v := s.dice.roll(s.faults)
	for _, f := range list {
		v.delay = max(v.delay, f.Delay)
		v.blocked = v.blocked || f.Blocked
		switch {
		case v.outage || v.broken || v.reset || v.retryAfter > 0:
		case spend(&f.Outage):
			v.outage = true
		case spend(&f.TooMany):
			v.retryAfter = max(1, f.RetryAfter)
		case !v.drop && spend(&f.DropReplies):
			v.drop = true
		}
	}
	if s.faults != before {
		s.touch()
	}
	return v
}

// spend takes one from a count that has some left.
func spend(n *int) bool {
	if *n > 0 {
		*n--
		return true
	}
	return *n < 0
}

// spoil answers a call that is not carried out, and reports whether it was one.
func (v verdict) spoil(w http.ResponseWriter) (code int, spoilt bool) {
	switch {
	case v.outage:
		writeOutage(w)
		return http.StatusBadGateway, true
	case v.broken:
		writeError(w, &apiError{code: http.StatusInternalServerError, text: "Internal Server Error"})
		return http.StatusInternalServerError, true
	case v.reset:
		dropConnection(w)
		return 0, true
	}
	return 0, false
}

func writeOutage(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = fmt.Fprint(w, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n")
}

// dropConnection ends the connection without an answer.
func dropConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		// HTTP/2 and recorders cannot be hijacked; this is net/http's way to abort them.
		panic(http.ErrAbortHandler)
	}
	_ = conn.Close()
}
