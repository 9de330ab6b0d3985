package sandbox

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

func TestOffsets(t *testing.T) {
	r := newRig(t, Options{FirstUpdate: 10})
	for i := range 4 {
		r.asha.Say(fmt.Sprint(i))
	}
	steps := []struct {
		name string
		p    params
		want string
	}{
		{"everything", params{}, "10 11 12 13"},
		{"again: nothing was confirmed", params{}, "10 11 12 13"},
		{"limit", params{"limit": 2}, "10 11"},
		{"a limit over 100 is cut", params{"limit": 1000}, "10 11 12 13"},
		{"confirm two", params{"offset": 12}, "12 13"},
		{"an older offset brings nothing back", params{"offset": 10}, "12 13"},
		{"from the end", params{"offset": -1}, "13"},
		{"all", params{"offset": 14}, ""},
	}
	for _, step := range steps {
		if got := ids(r.poll(step.p)); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
	for id, want := range map[int64]bool{9: false, 10: true, 13: true, 14: false} {
		if r.Acknowledged(id) != want {
			t.Errorf("acknowledged %d: %v", id, !want)
		}
	}
}

func TestUpdateIDsRise(t *testing.T) {
	r := newRig(t, Options{})
	first := r.asha.Say("a")
	if first != r.clock.Now().Unix() {
		t.Errorf("first id %d is not the clock's second", first)
	}
	if next := r.asha.Say("b"); next != first+1 {
		t.Errorf("%d after %d", next, first)
	}
}

func TestAllowedUpdates(t *testing.T) {
	r := newRig(t, Options{})
	r.asha.Say("before")
	r.poll(params{"allowed_updates": []string{"callback_query"}})
	if id := r.asha.Say("not asked for"); id != 0 {
		t.Errorf("update %d was made", id)
	}
	m := r.send("press", params{"reply_markup": inline(params{"text": "b", "callback_data": "c"})})
	if id := r.asha.Press(m.MessageID, "c"); id == 0 {
		t.Error("no update of the press")
	}
	if got := r.poll(params{"allowed_updates": []string{}}); len(got) != 2 {
		t.Errorf("%d updates, want the one before and the press", len(got))
	}
	if id := r.asha.Say("asked for again"); id == 0 {
		t.Error("an empty list is the default")
	}
}

func TestExpiry(t *testing.T) {
	r := newRig(t, Options{})
	m := r.send("press", params{"reply_markup": inline(params{"text": "b", "callback_data": "c"})})
	said, pressed := r.asha.Say("a"), r.asha.Press(m.MessageID, "c")
	r.clock.advance(keepCallbacks)
	if got := ids(r.poll(nil)); got != fmt.Sprint(said) {
		t.Errorf("after 150 s: %q", got)
	}
	r.clock.advance(keepMessages)
	if got := ids(r.poll(params{"offset": pressed + 1})); got != "" {
		t.Errorf("after a day: %q", got)
	}
	if r.Acknowledged(pressed) || r.Acknowledged(said) {
		t.Error("what expired counts as acknowledged")
	}
}

// pollAsync starts a long poll; its answer comes on the channel.
func pollAsync(r *rig, query string) <-chan *httptest.ResponseRecorder {
	done := make(chan *httptest.ResponseRecorder, 1)
	go func() {
		w := httptest.NewRecorder()
		r.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/bot"+DefaultToken+"/getUpdates?"+query, nil))
		done <- w
	}()
	return done
}

func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, Options{Clock: time.Now})
		start := time.Now()
		quiet := <-pollAsync(r, "timeout=30")
		if waited := time.Since(start); waited != 30*time.Second || quiet.Body.String() != `{"ok":true,"result":[]}` {
			t.Errorf("an empty poll of 30 s took %v: %s", waited, quiet.Body)
		}
		start = time.Now()
		woken := pollAsync(r, "timeout=30")
		time.Sleep(7 * time.Second)
		r.asha.Say("now")
		if w := <-woken; w.Code != 200 || time.Since(start) != 7*time.Second || w.Body.Len() < 100 {
			t.Errorf("the poll was not woken: after %v %s", time.Since(start), w.Body)
		}
		r.poll(params{"offset": r.asha.Say("last") + 1})
		older := pollAsync(r, "timeout=30")
		synctest.Wait()
		newer := pollAsync(r, "timeout=1")
		if w := <-older; w.Code != 409 {
			t.Errorf("the older of two polls: %d", w.Code)
		}
		if w := <-newer; w.Code != 200 {
			t.Errorf("the newer of two polls: %d", w.Code)
		}
		last := pollAsync(r, "timeout=50")
		synctest.Wait()
		r.Close()
		if w := <-last; w.Code != 200 {
			t.Errorf("a poll when the server closes: %d", w.Code)
		}
	})
}

func TestPollWhileWebhook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, Options{Clock: time.Now})
		waiting := pollAsync(r, "timeout=30")
		synctest.Wait()
		r.must(nil, "setWebhook", params{"url": "https://example.org/telegram"})
		if w := <-waiting; w.Code != 409 {
			t.Errorf("a poll under way: %d", w.Code)
		}
		if code, got := r.call("getUpdates", nil); code != 409 || got.Description != "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" {
			t.Errorf("%d %q", code, got.Description)
		}
		r.must(nil, "deleteWebhook", nil)
		r.poll(nil)
	})
}

func TestWaitAcknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, Options{Clock: time.Now})
		id := r.asha.Say("a")
		done := make(chan error, 1)
		go func() { done <- r.WaitAcknowledged(t.Context(), id) }()
		synctest.Wait()
		select {
		case err := <-done:
			t.Fatalf("done before the bot asked: %v", err)
		default:
		}
		r.poll(params{"offset": id + 1})
		if err := <-done; err != nil {
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := r.WaitAcknowledged(ctx, r.asha.Say("b")); err != context.DeadlineExceeded {
			t.Errorf("a wait without end: %v", err)
		}
	})
}
