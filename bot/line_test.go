package bot

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
	"sync/atomic"
)

// phone is the line to Telegram. It can be cut, and counts the messages that go through it.
type phone struct {
	http.RoundTripper
	dead     atomic.Bool
	messages atomic.Int64

	mu     sync.Mutex
	refuse string        // messages that hold this are refused for good
	before func(n int64) // asked at the n-th message, from 1, before it is made
	after  func(n int64) // and when Telegram has taken it
}

var errCut = errors.New("the line is dead")

func newPhone() *phone {
	p := &phone{RoundTripper: newHTTPClient().Transport}
	p.watch(nil, nil)
	return p
}

// watch sets what is asked; nil: nobody.
func (p *phone) watch(before, after func(n int64)) {
	nobody := func(int64) {}
	if before == nil {
		before = nobody
	}
	if after == nil {
		after = nobody
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.before, p.after = before, after
}

func (p *phone) watchers() (before, after func(n int64)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.before, p.after
}

func (p *phone) RoundTrip(req *http.Request) (*http.Response, error) {
	before, after := p.watchers()
	message := path.Base(req.URL.Path) == methodSend
	var n int64
	if message {
		n = p.messages.Add(1)
		before(n)
	}
	if p.dead.Load() {
		return nil, errCut
	}
	answer, err := p.pass(req)
	if err == nil && message {
		after(n)
	}
	if p.dead.Load() {
		if err == nil {
			_ = answer.Body.Close()
		}
		return nil, errCut
	}
	return answer, err
}

// refuses makes Telegram refuse messages that hold words, until it is asked to refuse
// nothing: "".
func (p *phone) refuses(words string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = words
}

// pass makes a call, or refuses it.
func (p *phone) pass(req *http.Request) (*http.Response, error) {
	p.mu.Lock()
	words := p.refuse
	p.mu.Unlock()
	if words == "" || req.GetBody == nil {
		return p.RoundTripper.RoundTrip(req)
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	said, err := io.ReadAll(body)
	if err != nil || !bytes.Contains(said, []byte(words)) {
		return p.RoundTripper.RoundTrip(req)
	}
	return &http.Response{
		StatusCode: http.StatusBadRequest, Header: http.Header{}, Request: req,
		Body: io.NopCloser(strings.NewReader(`{"ok":false,"error_code":400,"description":"Bad Request: message is not nice"}`)),
	}, nil
}
