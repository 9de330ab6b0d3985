package bot

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWebhookAnswers(t *testing.T) {
	r := newRig(t).webhook()
	const good = `{"update_id":1,"message":{"message_id":1,"date":5,"chat":{"id":41,"type":"private"},"from":{"id":41},"text":"x"}}`
	for _, c := range []struct {
		name, method, secret, body string
		breaks                     int
		status                     int
		retry                      bool
	}{
		{"good", "POST", "a-secret_1", good, 0, 200, false},
		{"again", "POST", "a-secret_1", good, 0, 200, false},
		{"no secret", "POST", "", good, 0, 401, false},
		{"wrong secret", "POST", "a-secret_2", good, 0, 401, false},
		{"get", "GET", "a-secret_1", "", 0, 405, false},
		{"nonsense", "POST", "a-secret_1", `{"hello":`, 0, 400, false},
		{"too large", "POST", "a-secret_1", strings.Repeat(" ", maxUpdate+1), 0, 400, false},
		{"store away", "POST", "a-secret_1", strings.Replace(good, `"update_id":1`, `"update_id":2`, 1), -1, 503, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r.store.breaks("commit", c.breaks)
			req := httptest.NewRequestWithContext(t.Context(), c.method, "/telegram", strings.NewReader(c.body))
			req.Header.Set(secretHeader, c.secret)
			w := httptest.NewRecorder()
			r.bot.ServeHTTP(w, req)
			if w.Code != c.status || (w.Header().Get("Retry-After") != "") != c.retry {
				t.Errorf("status %d, headers %v", w.Code, w.Header())
			}
			if body, _ := io.ReadAll(w.Body); len(body) != 0 {
				t.Errorf("body %q", body)
			}
		})
	}
}

func TestNothingIsTakenBeforeTheStartAndAfterTheEnd(t *testing.T) {
	r := newRig(t)
	b, err := New(r.opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.receive(t.Context(), text(71, "x")); !errors.Is(err, ErrStarting) {
		t.Errorf("before the start: %v", err)
	}
	if err := b.Ready(); !errors.Is(err, ErrStarting) {
		t.Errorf("ready before the start: %v", err)
	}
	r.start()
	stopped := r.bot
	r.stop()
	if err := stopped.receive(t.Context(), text(71, "x")); !errors.Is(err, ErrStopping) {
		t.Errorf("after the end: %v", err)
	}
	if err := stopped.Ready(); !errors.Is(err, ErrStopping) {
		t.Errorf("ready after the end: %v", err)
	}
}

func TestWithoutASecretTheWebhookLetsNobodyIn(t *testing.T) {
	r := newRig(t).start()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/telegram", strings.NewReader(string(text(71, "x"))))
	w := httptest.NewRecorder()
	r.bot.ServeHTTP(w, req)
	if w.Code != http.StatusUnauthorized {
		t.Errorf("status %d", w.Code)
	}
}

func TestOptionsThatAreMissing(t *testing.T) {
	_, err := New(Options{WebhookURL: "https://example.org/"})
	for _, what := range []string{"token", "store", "dialogue", "words", "packs", "blobs", "numbers", "webhook secret"} {
		if err == nil || !strings.Contains(err.Error(), what+" is missing") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if !errors.Is(err, errOptions) {
		t.Errorf("error %v", err)
	}
}
