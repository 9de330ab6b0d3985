package sandbox

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"
)

// method is one method of the API: its name as Telegram spells it and what it does.
type method struct {
	name string
	do   func(s *Server, r *request) (any, error)
	// chat says that it acts on the chat in chat_id, which must be there, must not
	// have blocked the bot, and is subject to faults; send, that the rate limits count it.
	chat, send bool
}

// methodTable lists every method, by lower-case name as the server compares them.
func methodTable() map[string]method {
	table := map[string]method{}
	for _, m := range []method{
		{name: "getMe", do: (*Server).getMe},
		{name: "getUpdates", do: nil}, // served apart: it waits on the connection
		{name: "setWebhook", do: (*Server).setWebhook},
		{name: "deleteWebhook", do: (*Server).deleteWebhook},
		{name: "getWebhookInfo", do: (*Server).getWebhookInfo},
		{name: "sendMessage", do: (*Server).sendMessage, chat: true, send: true},
		{name: "sendContact", do: (*Server).sendContact, chat: true, send: true},
		{name: "sendDocument", do: (*Server).sendDocument, chat: true, send: true},
		{name: "sendPhoto", do: (*Server).sendPhoto, chat: true, send: true},
		{name: "sendVoice", do: (*Server).sendVoice, chat: true, send: true},
		{name: "sendChatAction", do: (*Server).sendChatAction, chat: true},
		{name: "editMessageText", do: (*Server).editMessageText, chat: true, send: true},
		{name: "editMessageReplyMarkup", do: (*Server).editMessageReplyMarkup, chat: true, send: true},
		{name: "deleteMessage", do: (*Server).deleteMessage, chat: true},
		{name: "answerCallbackQuery", do: (*Server).answerCallbackQuery},
		{name: "setMyCommands", do: (*Server).setMyCommands},
		{name: "getMyCommands", do: (*Server).getMyCommands},
		{name: "deleteMyCommands", do: (*Server).deleteMyCommands},
		{name: "setMyDescription", do: setText("description")},
		{name: "getMyDescription", do: getText("description")},
		{name: "setMyShortDescription", do: setText("short_description")},
		{name: "getMyShortDescription", do: getText("short_description")},
		{name: "setMyName", do: setText("name")},
		{name: "getMyName", do: getText("name")},
		{name: "setChatMenuButton", do: (*Server).setChatMenuButton},
		{name: "getChatMenuButton", do: (*Server).getChatMenuButton},
		{name: "getFile", do: (*Server).getFile},
	} {
		table[strings.ToLower(m.name)] = m
	}
	return table
}

// serveAPI answers /bot<token>/METHOD.
func (s *Server) serveAPI(w http.ResponseWriter, hr *http.Request) {
	token, name, ok := strings.Cut(strings.TrimPrefix(hr.URL.Path, "/bot"), "/")
	if !ok || !strings.Contains(token, ":") {
		writeError(w, &apiError{code: http.StatusNotFound, text: "Not Found"})
		return
	}
	if !s.tokenFits(token) {
		writeError(w, &apiError{code: http.StatusUnauthorized, text: "Unauthorized"})
		return
	}
	r, err := readRequest(name, hr)
	m, known := s.methods[strings.ToLower(name)]
	if known {
		name = m.name
	}
	if err == nil && !known {
		err = &apiError{code: http.StatusNotFound, text: "Not Found: method not found"}
	}
	if err != nil {
		s.finish(w, Call{Method: name}, nil, err)
		return
	}
	s.call(w, hr, m, r)
}

func (s *Server) tokenFits(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.opt.Token)) == 1
}

// call runs a method, with the faults asked for around it.
func (s *Server) call(w http.ResponseWriter, hr *http.Request, m method, r *request) {
	c := Call{Method: m.name, Chat: s.chatOf(m, r)}
	if m.do == nil {
		s.serveUpdates(w, hr, r)
		return
	}
	v := s.verdict(c)
	if !s.pause(hr, v.delay) {
		return
	}
	if code, spoilt := v.spoil(w); spoilt {
		s.note(c, code)
		return
	}
	result, err := s.run(m, r, v)
	switch {
	case v.drop && err == nil:
		s.note(withMessage(c, result), 0)
		dropConnection(w)
	case v.late > 0 && err == nil && !s.pause(hr, v.late):
		s.note(withMessage(c, result), 0)
	default:
		s.finish(w, c, result, err)
	}
}

// run validates, then refuses for the chat's sake, then acts.
func (s *Server) run(m method, r *request, v verdict) (any, error) {
	if err := s.spec.validate(r); err != nil {
		return nil, err
	}
	if m.chat {
		if _, err := s.reach(r.values["chat_id"], v.blocked); err != nil {
			return nil, err
		}
	}
	if v.retryAfter > 0 {
		return nil, tooMany(v.retryAfter)
	}
	if m.send {
		if wait := s.limit(r.integer("chat_id")); wait > 0 {
			return nil, tooMany(wait)
		}
	}
	return m.do(s, r)
}

// chatOf is the chat a call acts on, 0 when none: a press's answer acts on the
// chat of the press.
func (s *Server) chatOf(m method, r *request) int64 {
	if m.name != "answerCallbackQuery" {
		return r.integer("chat_id")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if q := s.queries[r.values["callback_query_id"]]; q != nil {
		return q.citizen.id
	}
	return 0
}

// pause waits for the delay asked for; false when the client or the server left.
func (s *Server) pause(hr *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-hr.Context().Done():
	case <-s.ctx.Done():
	}
	return false
}

// finish answers and notes the call.
func (s *Server) finish(w http.ResponseWriter, c Call, result any, err error) {
	if err == nil {
		s.note(withMessage(c, result), http.StatusOK)
		writeResult(w, result)
		return
	}
	var e *apiError
	if !errors.As(err, &e) {
		e = &apiError{code: http.StatusInternalServerError, text: "Internal Server Error"}
	}
	c.Description = e.text
	s.note(c, e.code)
	writeError(w, e)
}

func withMessage(c Call, result any) Call {
	if m, ok := result.(wireMessage); ok {
		c.Message = m.MessageID
	}
	return c
}

func (s *Server) getMe(*request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return wireBot{
		wireUser:         wireUser{ID: s.bot.ID, IsBot: true, FirstName: s.identity.text("name", ""), Username: s.bot.Username},
		CanJoinGroups:    true,
		SupportsInline:   false,
		CanReadAllGroups: false,
	}, nil
}
