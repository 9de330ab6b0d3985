package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxAct bounds the body of one act, in bytes: an album in base 64.
const maxAct = 96 << 20

// servePageAPI adds what the page and Client use: everything a citizen can do and
// see, as JSON. A page of another site cannot act here.
func (s *Server) servePageAPI(mux *http.ServeMux) {
	guard := http.NewCrossOriginProtection()
	handle := func(pattern string, h http.HandlerFunc) { mux.Handle(pattern, guard.Handler(h)) }
	handle("GET /chat/api/events", s.serveEvents)
	handle("GET /chat/api/citizens", s.listCitizens)
	handle("POST /chat/api/citizens", s.addCitizen)
	handle("GET /chat/api/citizens/{id}/screen", s.withCitizen(s.showScreen))
	handle("POST /chat/api/citizens/{id}/act", s.withCitizen(s.doAct))
	handle("PUT /chat/api/citizens/{id}/faults", s.withCitizen(s.putChatFaults))
	handle("GET /chat/api/faults", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, s.Faults()) })
	handle("PUT /chat/api/faults", s.putFaults)
	handle("GET /chat/api/calls", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, s.Calls()) })
	handle("GET /chat/api/calls/cut", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, s.CutCalls()) })
	handle("GET /chat/api/updates/{id}", s.showUpdate)
	handle("GET /chat/api/files/{id}", s.showFile)
	handle("POST /chat/api/repeats", s.doRepeat)
	handle("GET /chat/api/repeats", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, s.Repeats()) })
}

// faultNames are the errors of Do as the page API spells them.
var faultNames = map[string]error{
	"no_button": ErrNoButton, "no_message": ErrNoMessage, "blocked": ErrBlocked, "bad_act": ErrBadAct,
}

type apiFault struct {
	Error string `json:"error"`
}

func refuse(w http.ResponseWriter, status int, err error) {
	name := err.Error()
	for n, known := range faultNames {
		if errors.Is(err, known) {
			name = n
		}
	}
	writeJSON(w, status, apiFault{name})
}

func readBody(w http.ResponseWriter, r *http.Request, v any) bool {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct)).Decode(v); err != nil {
		writeJSON(w, http.StatusBadRequest, apiFault{"the body is not the JSON expected"})
		return false
	}
	return true
}

func (s *Server) withCitizen(h func(http.ResponseWriter, *http.Request, *Citizen)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
		s.mu.Lock()
		c := s.citizens[id]
		s.mu.Unlock()
		if c == nil {
			writeJSON(w, http.StatusNotFound, apiFault{"no such citizen"})
			return
		}
		h(w, r, c)
	}
}

// CitizenCard is a citizen in the list of all.
type CitizenCard struct {
	ID      int64   `json:"id"` // 0 asks for a free one
	Profile Profile `json:"profile"`
}

func (s *Server) listCitizens(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	list := s.cards()
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, list)
}

// maxCards bounds the list the page shows; a benchmark has many more.
const maxCards = 200

func (s *Server) cards() []CitizenCard {
	list := []CitizenCard{}
	for _, id := range s.order[:min(len(s.order), maxCards)] {
		list = append(list, CitizenCard{id, s.citizens[id].profile})
	}
	return list
}

func (s *Server) addCitizen(w http.ResponseWriter, r *http.Request) {
	var card CitizenCard
	if !readBody(w, r, &card) {
		return
	}
	if strings.TrimSpace(card.Profile.First) == "" || card.ID < 0 {
		writeJSON(w, http.StatusBadRequest, apiFault{"a citizen needs a first name"})
		return
	}
	if card.ID == 0 {
		card.ID = s.freeID()
	}
	s.Citizen(card.ID, card.Profile)
	writeJSON(w, http.StatusOK, card)
}

func (s *Server) freeID() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := int64(7001)
	for s.citizens[id] != nil {
		id++
	}
	return id
}

// longest is how long a request of the page API waits for news.
const longest = 25 * time.Second

// showScreen answers the screen; with after, it waits for something newer than that
// revision; with since, it leaves out the messages that have not changed after it.
func (s *Server) showScreen(w http.ResponseWriter, r *http.Request, c *Citizen) {
	query := r.URL.Query()
	after, _ := strconv.ParseInt(query.Get("after"), 10, 64)
	since, _ := strconv.ParseInt(query.Get("since"), 10, 64)
	timer := time.NewTimer(longest)
	defer timer.Stop()
	for waiting := query.Has("after"); ; {
		s.mu.Lock()
		if !waiting || c.rev > after {
			screen := c.screenSince(since)
			s.mu.Unlock()
			writeJSON(w, http.StatusOK, screen)
			return
		}
		next := c.screen.next()
		s.mu.Unlock()
		select {
		case <-next:
		case <-timer.C:
			waiting = false
		case <-s.ctx.Done():
			waiting = false
		case <-r.Context().Done():
			return
		}
	}
}

type actDone struct {
	Updates []int64 `json:"updates"`
}

func (s *Server) doAct(w http.ResponseWriter, r *http.Request, c *Citizen) {
	var a Act
	if !readBody(w, r, &a) {
		return
	}
	ids, err := c.Do(a)
	if err != nil {
		refuse(w, http.StatusConflict, err)
		return
	}
	writeJSON(w, http.StatusOK, actDone{append([]int64{}, ids...)})
}

func (s *Server) putChatFaults(w http.ResponseWriter, r *http.Request, c *Citizen) {
	var f Faults
	if readBody(w, r, &f) {
		c.SetFaults(f)
		writeJSON(w, http.StatusOK, f)
	}
}

func (s *Server) putFaults(w http.ResponseWriter, r *http.Request) {
	var f Faults
	if readBody(w, r, &f) {
		s.SetFaults(f)
		writeJSON(w, http.StatusOK, f)
	}
}

type updateState struct {
	Acknowledged bool      `json:"acknowledged"`
	Lost         bool      `json:"lost,omitempty"` // it expired or was dropped, and never will be
	At           time.Time `json:"at,omitzero"`    // when it was, UTC
}

// showUpdate tells whether an update was acknowledged; with wait, it waits until it was.
func (s *Server) showUpdate(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if r.URL.Query().Has("wait") {
		ctx, cancel := context.WithTimeout(r.Context(), longest)
		defer cancel()
		defer context.AfterFunc(s.ctx, cancel)()
		_ = s.waitSettled(ctx, id) // the answer tells
	}
	writeJSON(w, http.StatusOK, s.stateOf(id))
}

func (s *Server) stateOf(id int64) updateState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return updateState{s.acknowledged(id), s.updates.lost[id], s.updates.taken[id]}
}

type repeatOrder struct {
	Count int `json:"count"`
}

func (s *Server) doRepeat(w http.ResponseWriter, r *http.Request) {
	var order repeatOrder
	if readBody(w, r, &order) {
		writeJSON(w, http.StatusOK, repeatOrder{s.Repeat(order.Count)})
	}
}

// shown are the types a browser may show in place; all else is a download.
var shown = map[string]bool{
	"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true,
	"audio/ogg": true, "audio/mpeg": true, "audio/webm": true, "video/mp4": true,
}

func (s *Server) showFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files.byID[r.PathValue("id")]
	s.mu.Unlock()
	if f == nil {
		writeJSON(w, http.StatusNotFound, apiFault{"no such file"})
		return
	}
	kind := f.Mime
	if f.kind == KindPhoto {
		kind = http.DetectContentType(f.Data)
	}
	if !shown[kind] {
		kind = "application/octet-stream"
		w.Header().Set("Content-Disposition", "attachment")
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, _ = w.Write(f.Data)
}
