package soak

import (
	"strings"
	"time"

	"satark/bot/sandbox"
)

// sight is one message of the bot as a citizen reads it: what its buttons do tells what
// it asks.
type sight struct {
	message int
	at      time.Time
	data    []string // of its buttons, in order
	draft   string   // of the form it belongs to, "" for none
	key     string   // of the question it asks, "" for none
	options []string // codes of that question, those that navigate left out
}

// look reads a message. One without buttons to press says nothing to act on.
func look(m sandbox.Message) (sight, bool) {
	s := sight{message: m.ID, at: m.At}
	if !m.FromBot || m.Deleted {
		return s, false
	}
	for _, row := range m.Buttons {
		for _, b := range row {
			if b.Data != "" {
				s.add(b.Data)
			}
		}
	}
	return s, len(s.data) > 0
}

func (s *sight) add(data string) {
	s.data = append(s.data, data)
	part := strings.SplitN(data, ":", 4)
	switch {
	case part[0] == "q" && len(part) == 4:
		s.draft, s.key = part[1], part[2]
		if !strings.HasPrefix(part[3], "_") {
			s.options = append(s.options, part[3])
		}
	case part[0] == "r" && len(part) > 2:
		s.draft = part[1]
	}
}

// button is the first whose callback data begins so, "" when there is none.
func (s sight) button(prefix string) string {
	for _, data := range s.data {
		if strings.HasPrefix(data, prefix) {
			return data
		}
	}
	return ""
}

// choice is the button of an option of the question.
func (s sight) choice(code string) string {
	return s.button("q:" + s.draft + ":" + s.key + ":" + code)
}

// review reports whether the whole report is shown, ready to submit.
func (s sight) review() bool { return s.button("r:"+s.draft+":submit") != "" }
