package bot

import (
	"errors"
	"net/http"
	"path"
	"sync/atomic"
)

// phone is the line to Telegram. It can be cut, and counts the messages that go through it.
type phone struct {
	http.RoundTripper
	dead atomic.Bool
	// before and after are asked at the n-th message, from 1: before it is made, and when
	// Telegram has taken it.
	before, after func(n int64)
	messages      atomic.Int64
}

var errCut = errors.New("the line is dead")

func newPhone() *phone {
	return &phone{RoundTripper: newHTTPClient().Transport, before: func(int64) {}, after: func(int64) {}}
}

func (p *phone) RoundTrip(req *http.Request) (*http.Response, error) {
	var n int64
	if path.Base(req.URL.Path) == methodSend {
		n = p.messages.Add(1)
		p.before(n)
	}
	if p.dead.Load() {
		return nil, errCut
	}
	answer, err := p.RoundTripper.RoundTrip(req)
	if err == nil && n > 0 {
		p.after(n)
	}
	if p.dead.Load() {
		if err == nil {
			_ = answer.Body.Close()
		}
		return nil, errCut
	}
	return answer, err
}
