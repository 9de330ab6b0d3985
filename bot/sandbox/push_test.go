package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// fakeBot is the bot's webhook, without a network.
type fakeBot struct {
	mu      sync.Mutex
	seen    []delivery
	running map[string]int // requests under way by lane
	most    map[string]int
	took    time.Duration                              // how long it takes to answer
	answer  func(n int, d delivery) (int, http.Header) // n counts from 1
}

type delivery struct {
	id     int64
	lane   string
	at     time.Time
	secret string
}

func (b *fakeBot) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	d := readDelivery(body)
	d.at, d.secret = time.Now(), req.Header.Get("X-Telegram-Bot-Api-Secret-Token")
	b.mu.Lock()
	b.seen = append(b.seen, d)
	n := len(b.seen)
	b.running[d.lane]++
	b.most[d.lane] = max(b.most[d.lane], b.running[d.lane])
	b.mu.Unlock()
	if !sleep(req.Context(), b.took) {
		return nil, req.Context().Err()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running[d.lane]--
	code, header := http.StatusOK, http.Header{}
	if b.answer != nil {
		code, header = b.answer(n, d)
	}
	return &http.Response{StatusCode: code, Status: fmt.Sprint(code), Header: header, Body: io.NopCloser(bytes.NewReader(nil))}, nil
}

func readDelivery(body []byte) delivery {
	var u struct {
		ID       int64 `json:"update_id"`
		Message  *struct{ Chat struct{ ID int64 } }
		Callback *struct{ From struct{ ID int64 } } `json:"callback_query"`
	}
	_ = json.Unmarshal(body, &u)
	switch {
	case u.Message != nil:
		return delivery{id: u.ID, lane: fmt.Sprint("chat ", u.Message.Chat.ID)}
	case u.Callback != nil:
		return delivery{id: u.ID, lane: fmt.Sprint("presses ", u.Callback.From.ID)}
	}
	return delivery{id: u.ID, lane: "other"}
}

// all is everything delivered so far.
func (b *fakeBot) all() []delivery {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.seen)
}

// lane lists the ids delivered on one lane, in order.
func (b *fakeBot) lane(name string) []int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	var list []int64
	for _, d := range b.seen {
		if d.lane == name {
			list = append(list, d.id)
		}
	}
	return list
}

func hooked(t *testing.T, b *fakeBot, o Options) *rig {
	b.running, b.most = map[string]int{}, map[string]int{}
	o.Clock, o.Webhook = time.Now, b
	r := newRig(t, o)
	r.must(nil, "setWebhook", params{"url": "https://example.org/telegram", "secret_token": "s3cret"})
	return r
}

func TestWebhookLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fakeBot{took: time.Second}
		r := hooked(t, b, Options{})
		imran := r.Citizen(7002, Profile{First: "Imran"})
		m := r.send("press", params{"reply_markup": inline(params{"text": "b", "callback_data": "c"})})
		var mine, presses, his []int64
		start := time.Now()
		for range 5 {
			mine = append(mine, r.asha.Say("a"))
			presses = append(presses, r.asha.Press(m.MessageID, "c"))
			his = append(his, imran.Say("b"))
		}
		if err := r.WaitAcknowledged(t.Context(), slices.Concat(mine, presses, his)...); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("three lanes of five took %v: they do not run side by side", took)
		}
		for lane, want := range map[string][]int64{"chat 7001": mine, "presses 7001": presses, "chat 7002": his} {
			if got := b.lane(lane); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", lane, got, want)
			}
			if b.most[lane] != 1 {
				t.Errorf("%s: %d at a time", lane, b.most[lane])
			}
		}
		if b.all()[0].secret != "s3cret" {
			t.Errorf("secret %q", b.all()[0].secret)
		}
	})
}

func TestWebhookRedelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fakeBot{answer: func(n int, d delivery) (int, http.Header) {
			switch n {
			case 1, 2, 3:
				return 500, nil
			case 4:
				return 503, http.Header{"Retry-After": {"17"}}
			case 5:
				return 302, nil
			}
			return 204, nil
		}}
		r := hooked(t, b, Options{})
		first, second := r.asha.Say("a"), r.asha.Say("b")
		if err := r.WaitAcknowledged(t.Context(), first, second); err != nil {
			t.Fatal(err)
		}
		if got, want := b.lane("chat 7001"), []int64{first, first, first, first, first, first, second}; !slices.Equal(got, want) {
			t.Fatalf("delivered %v, want %v", got, want)
		}
		// At once, then 2 s, 4 s, what Retry-After said, and 16 s after the fifth failure.
		seen := b.all()
		for i, want := range []time.Duration{0, 2 * time.Second, 4 * time.Second, 17 * time.Second, 16 * time.Second, 0} {
			if got := seen[i+1].at.Sub(seen[i].at); got != want {
				t.Errorf("pause %d: %v, want %v", i+1, got, want)
			}
		}
	})
}

func TestWebhookInfo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fakeBot{answer: func(int, delivery) (int, http.Header) { return 500, nil }}
		r := hooked(t, b, Options{})
		id := r.asha.Say("a")
		time.Sleep(time.Hour)
		var info wireWebhookInfo
		r.must(&info, "getWebhookInfo", nil)
		if info.Pending != 1 || info.URL != "https://example.org/telegram" || info.LastErrorMessage != "wrong response from the webhook: 500" || info.LastErrorDate == 0 {
			t.Errorf("%+v", info)
		}
		if n := len(b.all()); n < 30 || n > 70 {
			t.Errorf("%d attempts in an hour: the pause does not settle at 60 to 120 s", n)
		}
		time.Sleep(keepMessages)
		r.must(&info, "getWebhookInfo", nil)
		if info.Pending != 0 || r.Acknowledged(id) {
			t.Errorf("after a day %d wait, acknowledged %v", info.Pending, r.Acknowledged(id))
		}
	})
}

func TestWebhookTakesWhatWaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fakeBot{}
		r := hooked(t, b, Options{})
		r.must(nil, "deleteWebhook", nil)
		id := r.asha.Say("while there was none")
		r.must(nil, "setWebhook", params{"url": "https://example.org/telegram"})
		if err := r.WaitAcknowledged(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		r.must(nil, "deleteWebhook", nil)
		dropped := r.asha.Say("dropped")
		r.must(nil, "setWebhook", params{"url": "https://example.org/telegram", "drop_pending_updates": true})
		synctest.Wait()
		if got := b.lane("chat 7001"); !slices.Equal(got, []int64{id}) {
			t.Errorf("delivered %v, want %d without %d", got, id, dropped)
		}
	})
}

func TestWebhookMaxConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fakeBot{took: time.Second}
		r := hooked(t, b, Options{})
		r.must(nil, "setWebhook", params{"url": "https://example.org/telegram", "max_connections": 2})
		var all []int64
		start := time.Now()
		for i := range 6 {
			all = append(all, r.Citizen(int64(100+i), Profile{First: "C"}).Say("a"))
		}
		if err := r.WaitAcknowledged(t.Context(), all...); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("six of a second each, two at a time, took %v", took)
		}
	})
}

// The same over a real connection to a real server on this machine.
func TestWebhookOverHTTP(t *testing.T) {
	got := make(chan string, 1)
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		got <- req.Method + " " + req.URL.Path + " " + req.Header.Get("Content-Type") + " " + readDelivery(body).lane
	}))
	defer bot.Close()
	r := newRig(t, Options{})
	defer r.Close()
	r.must(nil, "setWebhook", params{"url": bot.URL + "/telegram"})
	id := r.asha.Say("a")
	if err := r.WaitAcknowledged(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if what := <-got; what != "POST /telegram application/json chat 7001" {
		t.Errorf("%q", what)
	}
}
