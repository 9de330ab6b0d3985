package sandbox

import (
	"reflect"
	"time"
)

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

// deleteLimit is how long after it was sent a message can be deleted.
const deleteLimit = 48 * time.Hour

func (s *Server) editMessageText(r *request) (any, error) {
	text, list, err := messageText(r)
	if err != nil {
		return nil, err
	}
	return s.editOwn(r, func(m *Message) error {
		if m.Kind != KindText {
			return badRequest("there is no text in the message to edit")
		}
		m.Text, m.Entities = text, list
		return nil
	})
}

func (s *Server) editMessageReplyMarkup(r *request) (any, error) {
	return s.editOwn(r, func(*Message) error { return nil })
}

// editOwn changes a message of the bot; its inline keyboard becomes the given one.
func (s *Server) editOwn(r *request, edit func(*Message) error) (any, error) {
	mk, err := readMarkup(r)
	if err != nil {
		return nil, err
	}
	if r.values["message_id"] == "" {
		return nil, badRequest("message identifier is not specified")
	}
	c, err := s.reach(r.values["chat_id"], false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old := c.message(int(r.integer("message_id")))
	switch {
	case old == nil || old.Deleted:
		return nil, badRequest("message to edit not found")
	case !old.FromBot || old.Keyboard != nil:
		return nil, badRequest("message can't be edited")
	}
	changed := *old
	if err := edit(&changed); err != nil {
		return nil, err
	}
	changed.Buttons = mk.inline
	if changed.Text == old.Text && same(changed.Entities, old.Entities) && same(changed.Buttons, old.Buttons) {
		return nil, badRequest(notModified)
	}
	textChanged := changed.Text != old.Text || !same(changed.Entities, old.Entities)
	now := s.now()
	return c.wire(c.change(old.ID, func(m *Message) {
		*m = changed
		if textChanged {
			m.Edited = now
		}
	})), nil
}

// same compares two lists; no list and an empty one are the same.
func same[T any](a, b []T) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

func (s *Server) deleteMessage(r *request) (any, error) {
	c, err := s.reach(r.values["chat_id"], false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := c.message(int(r.integer("message_id")))
	switch {
	case m == nil || m.Deleted:
		return nil, badRequest("message to delete not found")
	case s.now().Sub(m.At) > deleteLimit:
		return nil, badRequest("message can't be deleted for everyone")
	}
	c.change(m.ID, func(m *Message) { m.Deleted = true })
	return true, nil
}

// queryLimit is how long a press may be answered; the server states no figure, and
// this is as long as it would keep the press for the bot.
const queryLimit = keepCallbacks

func (s *Server) answerCallbackQuery(r *request) (any, error) {
	text := r.values["text"]
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queries[r.values["callback_query_id"]]
	if q == nil || s.now().Sub(q.at) > queryLimit {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	if text != "" {
		q.citizen.touch()
		q.citizen.toasts = append(q.citizen.toasts, Toast{Rev: q.citizen.rev, Text: text, Alert: r.boolean("show_alert")})
	}
	return true, nil
}
