package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func post(kind, body string) *http.Request {
	req := httptest.NewRequest("POST", "/", strings.NewReader(body))
	req.Header.Set("Content-Type", kind)
	return req
}

func (r *rig) code(method string, p params) int {
	r.t.Helper()
	code, _ := r.call(method, p)
	return code
}

var hello = params{"chat_id": ashaID, "text": "hello"}

func TestTooMany(t *testing.T) {
	r := newRig(t, Options{})
	r.SetFaults(Faults{TooMany: 2, RetryAfter: 9})
	code, got := r.call("sendMessage", hello)
	if code != 429 || got.Description != "Too Many Requests: retry after 9" || got.Parameters.RetryAfter != 9 {
		t.Errorf("%d %+v", code, got)
	}
	r.poll(nil) // polling takes nothing off the count
	if code := r.code("deleteMessage", params{"chat_id": ashaID, "message_id": 999}); code != 429 {
		t.Errorf("the second call: %d", code)
	}
	if code := r.code("sendMessage", hello); code != 200 {
		t.Errorf("after the two calls: %d", code)
	}
	r.Citizen(7002, Profile{First: "Imran"}).Meet().SetFaults(Faults{TooMany: -1})
	for range 3 {
		if code, got := r.call("sendMessage", params{"chat_id": 7002, "text": "a"}); code != 429 || got.Parameters.RetryAfter != 1 {
			t.Errorf("lasting fault of one chat: %d %+v", code, got)
		}
	}
	if code := r.code("sendMessage", hello); code != 200 {
		t.Errorf("another chat: %d", code)
	}
}

func TestOutage(t *testing.T) {
	r := newRig(t, Options{}).listen()
	f := r.asha.SendDocument("a.txt", "text/plain", []byte("a"))
	r.SetFaults(Faults{Outage: -1})
	path := r.asha.Messages()[0].File.path
	for _, url := range []string{"/bot" + DefaultToken + "/sendMessage?chat_id=7001&text=a", "/bot" + DefaultToken + "/getUpdates?timeout=50", "/file/bot" + DefaultToken + "/" + path} {
		resp, err := http.Get(r.web.URL + url)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 502 || resp.Header.Get("Content-Type") != "text/html" {
			t.Errorf("%s: %s %s", url, resp.Status, resp.Header.Get("Content-Type"))
		}
	}
	r.SetFaults(Faults{})
	if got := r.poll(nil); len(got) != 1 || int64(got[0]["update_id"].(float64)) != f {
		t.Errorf("after the outage: %v", got)
	}
}

func TestDuplicate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fakeBot{}
		r := hooked(t, b, Options{})
		r.SetFaults(Faults{Duplicate: true})
		id := r.asha.Say("a")
		r.SetFaults(Faults{})
		once := r.asha.Say("b")
		if err := r.WaitAcknowledged(t.Context(), id, once); err != nil {
			t.Fatal(err)
		}
		if got := b.lane("chat 7001"); len(got) != 3 || got[0] != id || got[1] != id || got[2] != once {
			t.Errorf("delivered %v", got)
		}
	})
	r := newRig(t, Options{FirstUpdate: 5})
	r.asha.SetFaults(Faults{Duplicate: true})
	r.asha.Say("a")
	if got := ids(r.poll(nil)); got != "5 5" {
		t.Errorf("polled %q", got)
	}
}

func TestDelayAndBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, Options{Clock: time.Now})
		r.SetFaults(Faults{Delay: 3 * time.Second})
		start := time.Now()
		if code := r.code("sendMessage", hello); code != 200 || time.Since(start) != 3*time.Second {
			t.Errorf("%d after %v", code, time.Since(start))
		}
		r.asha.SetFaults(Faults{Blocked: true})
		if code, got := r.call("sendMessage", hello); code != 403 || got.Description != "Forbidden: bot was blocked by the user" {
			t.Errorf("%d %q", code, got.Description)
		}
		if r.Pending() != 0 {
			t.Error("the fault sent an update")
		}
	})
}

func TestBlocking(t *testing.T) {
	r := newRig(t, Options{})
	if r.asha.Block() == 0 || r.asha.Block() != 0 {
		t.Error("blocking makes one update, once")
	}
	if code := r.code("sendMessage", hello); code != 403 {
		t.Errorf("to who has blocked: %d", code)
	}
	if _, err := r.asha.Do(Act{Kind: ActSay, Text: "a"}); err != ErrBlocked {
		t.Errorf("who has blocked writes: %v", err)
	}
	r.asha.Unblock()
	got := r.poll(nil)
	if len(got) != 2 {
		t.Fatalf("%d updates", len(got))
	}
	for i, want := range []string{"kicked", "member"} {
		status := got[i]["my_chat_member"].(map[string]any)["new_chat_member"].(map[string]any)["status"]
		if status != want {
			t.Errorf("update %d: %v", i, status)
		}
	}
	if code := r.code("sendMessage", hello); code != 200 {
		t.Errorf("after unblocking: %d", code)
	}
}

func TestLimits(t *testing.T) {
	r := newRig(t, Options{Limits: Limits{PerSecond: 10, ChatEvery: time.Second, ChatBurst: 3}})
	for i := range 3 {
		if code := r.code("sendMessage", hello); code != 200 {
			t.Fatalf("send %d of the burst: %d", i+1, code)
		}
	}
	if code, got := r.call("sendMessage", hello); code != 429 || got.Parameters.RetryAfter != 1 {
		t.Errorf("after the burst: %d %+v", code, got)
	}
	r.clock.advance(time.Second)
	if code := r.code("sendMessage", hello); code != 200 {
		t.Errorf("a second later: %d", code)
	}
	passed := 0
	for i := range 20 {
		id := int64(100 + i)
		r.Citizen(id, Profile{First: "C"}).Meet()
		if r.code("sendMessage", params{"chat_id": id, "text": "a"}) == 200 {
			passed++
		}
	}
	if passed != 9 {
		t.Errorf("%d of 20 chats in the second after one send, want 9", passed)
	}
	if code := r.code("sendChatAction", params{"chat_id": ashaID, "action": "typing"}); code != 200 {
		t.Errorf("an action counts as a send: %d", code)
	}
}
