package sandbox

import "time"

// keepCalls bounds the log of calls; the oldest go first.
const keepCalls = 200_000

// Call is one call of an API method other than getUpdates, as it was answered.
// It holds no text of any message.
type Call struct {
	At      time.Time `json:"at"` // UTC
	Method  string    `json:"method"`
	Chat    int64     `json:"chat,omitempty"`
	Message int       `json:"message,omitempty"` // the message it made or changed
	// Code is the HTTP status; 0 when the connection was cut before the answer.
	Code        int    `json:"code"`
	OK          bool   `json:"ok"`
	Description string `json:"description,omitempty"` // of a refusal
}

type callLog struct {
	list  []Call
	cut   []Call // carried out, without an answer
	total int
}

func (s *Server) note(c Call, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.At, c.Code, c.OK = s.now(), code, code == 200
	s.log.total++
	if len(s.log.list) >= keepCalls {
		s.log.list = append(s.log.list[:0:0], s.log.list[keepCalls/2:]...)
	}
	s.log.list = append(s.log.list, c)
	if c.Message > 0 && code == 0 {
		s.log.cut = append(s.log.cut, c)
	}
	s.changed.beat()
}

// CutCalls lists the calls that put a message on a screen and whose answer never arrived,
// oldest first.
func (s *Server) CutCalls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.log.cut...)
}

// Calls lists the calls of the bot so far, oldest first, getUpdates left out.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.log.list...)
}
