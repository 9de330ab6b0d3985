package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// rig is a server with one citizen who has said something.
type rig struct {
	*Server
	t     testing.TB
	asha  *Citizen
	clock *testClock
	web   *httptest.Server
}

type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

const ashaID = 7001

func newRig(t testing.TB, o Options) *rig {
	clock := &testClock{now: time.Date(2026, 11, 2, 6, 30, 0, 0, time.UTC)}
	if o.Clock == nil {
		o.Clock = clock.Now
	}
	r := &rig{Server: New(o), t: t, clock: clock}
	t.Cleanup(r.Close)
	r.asha = r.Citizen(ashaID, Profile{First: "Asha", Lang: "hi"}).Meet()
	return r
}

// listen serves the rig on a real port.
func (r *rig) listen() *rig {
	r.web = httptest.NewServer(r.Handler())
	r.t.Cleanup(r.web.Close)
	r.t.Cleanup(r.Close) // first: it ends long polls, for which web.Close would wait
	return r
}

type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	ErrorCode   int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

// params are the parameters of a call; what is no string is sent as JSON.
type params map[string]any

func (r *rig) do(req *http.Request) (int, reply) {
	r.t.Helper()
	w := httptest.NewRecorder()
	r.Handler().ServeHTTP(w, req)
	var out reply
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		r.t.Fatalf("answer is not JSON: %q", w.Body.String())
	}
	return w.Code, out
}

func formOf(p params) map[string]string {
	form := map[string]string{}
	for name, v := range p {
		if text, ok := v.(string); ok {
			form[name] = text
			continue
		}
		raw, _ := json.Marshal(v)
		form[name] = string(raw)
	}
	return form
}

// call makes a call as the Telegram library does: chunked multipart.
func (r *rig) call(method string, p params, files ...upload) (int, reply) {
	r.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, text := range formOf(p) {
		if err := form.WriteField(name, text); err != nil {
			r.t.Fatal(err)
		}
	}
	for _, f := range files {
		part, err := form.CreateFormFile(f.mime, f.name) // mime holds the parameter's name here
		if err != nil {
			r.t.Fatal(err)
		}
		if _, err := part.Write(f.data); err != nil {
			r.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		r.t.Fatal(err)
	}
	req := httptest.NewRequest("POST", "/bot"+DefaultToken+"/"+method, &body)
	req.ContentLength = -1
	req.Header.Set("Content-Type", form.FormDataContentType())
	return r.do(req)
}

// must makes a call that succeeds and reads its result into v, unless v is nil.
func (r *rig) must(v any, method string, p params, files ...upload) {
	r.t.Helper()
	code, got := r.call(method, p, files...)
	if code != 200 || !got.OK {
		r.t.Fatalf("%s: %d %s", method, code, got.Description)
	}
	if v != nil {
		if err := json.Unmarshal(got.Result, v); err != nil {
			r.t.Fatalf("%s: %v", method, err)
		}
	}
}

func (r *rig) send(text string, extra params) wireMessage {
	r.t.Helper()
	p := params{"chat_id": ashaID, "text": text}
	for k, v := range extra {
		p[k] = v
	}
	var m wireMessage
	r.must(&m, "sendMessage", p)
	return m
}

// poll asks for updates and lists them as JSON objects.
func (r *rig) poll(p params) []map[string]any {
	r.t.Helper()
	var list []map[string]any
	r.must(&list, "getUpdates", p)
	return list
}

func ids(list []map[string]any) string {
	var b strings.Builder
	for _, u := range list {
		fmt.Fprintf(&b, "%.0f ", u["update_id"])
	}
	return strings.TrimSpace(b.String())
}
