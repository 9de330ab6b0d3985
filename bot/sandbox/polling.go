package sandbox

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// maxPoll is the longest a getUpdates call waits.
const maxPoll = 50 * time.Second

// serveUpdates answers getUpdates: at once when there is something, else when
// something comes, a newer call is made, a webhook is set, or the time is up.
func (s *Server) serveUpdates(w http.ResponseWriter, hr *http.Request, r *request) {
	if err := s.spec.validate(r); err != nil {
		s.refusePoll(w, err)
		return
	}
	if s.spoilt(w) {
		return
	}
	wait := min(max(time.Duration(r.integer("timeout"))*time.Second, 0), maxPoll)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	s.mu.Lock()
	s.poll++
	mine := s.poll
	s.updates.pulse.beat() // ends the call before this one
	s.mu.Unlock()
	for timeUp := wait == 0; ; {
		list, next, err := s.takeUpdates(r, mine)
		if err != nil {
			s.refusePoll(w, err)
			return
		}
		if len(list) > 0 || timeUp {
			writeResult(w, list)
			return
		}
		select {
		case <-next:
		case <-timer.C:
			timeUp = true
		case <-s.ctx.Done():
			timeUp = true
		case <-hr.Context().Done():
			return
		}
	}
}

// spoilt draws whether a call that is not counted goes wrong, and lets it.
func (s *Server) spoilt(w http.ResponseWriter) bool {
	s.mu.Lock()
	v := s.dice.roll(s.faults)
	s.mu.Unlock()
	v.reset = v.reset || v.drop
	if v.retryAfter > 0 {
		s.refusePoll(w, tooMany(v.retryAfter))
		return true
	}
	_, spoilt := v.spoil(w)
	return spoilt
}

var errOutage = errors.New("sandbox: outage")

func (s *Server) refusePoll(w http.ResponseWriter, err error) {
	var e *apiError
	if !errors.As(err, &e) {
		writeOutage(w)
		return
	}
	writeError(w, e)
}

// takeUpdates confirms what is below the offset and lists what follows it.
func (s *Server) takeUpdates(r *request, mine int64) ([]json.RawMessage, <-chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.faults.Outage < 0:
		return nil, nil, errOutage
	case s.hook != nil:
		return nil, nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	case mine != s.poll:
		return nil, nil, conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	}
	if err := s.allow(r); err != nil {
		return nil, nil, err
	}
	q := &s.updates
	q.expire(s.now())
	s.confirm(r.integer("offset"))
	limit := int(r.integer("limit"))
	if limit == 0 {
		limit = 100
	}
	limit = min(max(limit, 1), 100)
	list := append([]json.RawMessage{}, s.takeRepeats(limit)...)
	for _, u := range q.live() {
		if len(list) == limit {
			break
		}
		list = append(list, u.body)
		if u.twice && len(list) < limit {
			list = append(list, u.body)
		}
	}
	return list, q.pulse.next(), nil
}

// confirm acknowledges everything below offset. A negative one counts from the
// end and forgets the rest.
func (s *Server) confirm(offset int64) {
	live := s.updates.live()
	if offset < 0 {
		if skip := len(live) + int(offset); skip > 0 {
			for _, u := range live[:skip] {
				s.acknowledge(u)
			}
		}
		return
	}
	for _, u := range live {
		if u.id < offset {
			s.acknowledge(u)
		}
	}
}

// allow sets which kinds of update are made from now on; absent changes nothing,
// an empty list is the default.
func (s *Server) allow(r *request) error {
	if r.values["allowed_updates"] == "" {
		return nil
	}
	var kinds []string
	if err := r.decode("allowed_updates", &kinds); err != nil {
		return err
	}
	s.updates.allowed = kinds
	return nil
}
