package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// tally counts what calls of one kind came to.
func (r *rig) tally(n int, url string) map[string]int {
	r.t.Helper()
	seen := map[string]int{}
	for range n {
		resp, err := http.Post(r.web.URL+url, "", nil) // a GET would be repeated by the client itself
		if err != nil {
			seen["cut"]++
			continue
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		seen[fmt.Sprint(resp.StatusCode)]++
	}
	return seen
}

// Each share is met as often as it says, and the same seed draws the same.
func TestOddsAreDrawnFromTheSeed(t *testing.T) {
	const n = 500
	once := func() (map[string]int, int) {
		r := newRig(t, Options{}).listen()
		r.SetFaults(Faults{Odds: Odds{Seed: 7, TooMany: 0.1, Broken: 0.1, Outage: 0.1, Reset: 0.1, Drop: 0.1}})
		seen := r.tally(n, "/bot"+DefaultToken+"/sendMessage?chat_id=7001&text=a")
		return seen, len(r.asha.Messages())
	}
	seen, shown := once()
	again, _ := once()
	if fmt.Sprint(seen) != fmt.Sprint(again) {
		t.Errorf("the same seed drew %v, then %v", seen, again)
	}
	for _, kind := range []string{"429", "500", "502"} {
		if seen[kind] < n/20 || seen[kind] > n/5 {
			t.Errorf("%s: %d of %d", kind, seen[kind], n)
		}
	}
	if cut := seen["cut"]; cut < n/8 || shown <= seen["200"] || shown >= seen["200"]+cut {
		t.Errorf("%d cut, %d answered, %d shown: some are to be cut before and some after", cut, seen["200"], shown)
	}
}

func TestOddsMeetPollingAndFiles(t *testing.T) {
	r := newRig(t, Options{}).listen()
	r.asha.SendDocument("a.txt", "text/plain", []byte("a"))
	path := r.asha.Messages()[0].File.path
	r.SetFaults(Faults{Odds: Odds{Broken: 1}})
	for _, url := range []string{"/bot" + DefaultToken + "/getUpdates", "/file/bot" + DefaultToken + "/" + path} {
		if got := r.tally(1, url); got["500"] != 1 {
			t.Errorf("%s: %v", url, got)
		}
	}
}

// A slow call is carried out at once and answered later.
func TestSlowAnswersComeAfterTheDeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, Options{Clock: time.Now})
		r.SetFaults(Faults{Odds: Odds{Slow: 1, SlowFor: time.Minute}})
		begun := time.Now()
		if code := r.code("sendMessage", hello); code != 200 || time.Since(begun) != time.Minute {
			t.Errorf("%d after %v", code, time.Since(begun))
		}
		if at := r.asha.Messages()[0].At; !at.Equal(begun) {
			t.Errorf("shown %v after the call", at.Sub(begun))
		}
	})
}

// Acknowledged updates come again, late and among those of others, by webhook.
func TestUpdatesComeAgainByWebhook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fakeBot{}
		r := hooked(t, b, Options{})
		r.SetFaults(Faults{Odds: Odds{Again: 1, AgainFor: time.Minute}})
		one, two := r.asha.Say("a"), r.asha.Say("b")
		if err := r.WaitAcknowledged(t.Context(), one, two); err != nil {
			t.Fatal(err)
		}
		if n := len(r.Repeats()); n != 0 {
			t.Errorf("%d came again at once", n)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		got := b.lane("chat 7001")
		slices.Sort(got)
		if !slices.Equal(got, []int64{one, one, two, two}) {
			t.Errorf("delivered %v", got)
		}
		if list := r.Repeats(); len(list) != 2 || list[0].Chat != ashaID {
			t.Errorf("repeats %+v", list)
		}
	})
}

// Who polls gets what comes again before what is new, and the offset stays right.
func TestUpdatesComeAgainByPolling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, Options{FirstUpdate: 5, Clock: time.Now})
		r.asha.Say("a")
		r.poll(params{"offset": 6})
		if n := r.Repeat(3); n != 1 {
			t.Fatalf("%d to draw from", n)
		}
		synctest.Wait()
		r.asha.Say("b")
		if got := ids(r.poll(params{"offset": 6})); got != "5 6" {
			t.Errorf("polled %q", got)
		}
		if got := ids(r.poll(params{"offset": 7})); got != "" {
			t.Errorf("then %q", got)
		}
	})
}

// A held update is overtaken by those of other chats, not by those of its own.
func TestHeldUpdatesAreOvertakenByOtherChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fakeBot{}
		r := hooked(t, b, Options{})
		r.SetFaults(Faults{Odds: Odds{Held: 1, HeldFor: time.Minute}})
		first, second := r.asha.Say("a"), r.asha.Say("b")
		r.SetFaults(Faults{})
		other := r.Citizen(7002, Profile{First: "Imran"}).Say("c")
		if err := r.WaitAcknowledged(t.Context(), first, second, other); err != nil {
			t.Fatal(err)
		}
		if got := b.lane("chat 7001"); !slices.Equal(got, []int64{first, second}) {
			t.Errorf("delivered %v", got)
		}
	})
}

func TestFollowerAndLongWaits(t *testing.T) {
	r := newRig(t, Options{}).listen()
	c, ctx := clientOf(r)
	f := c.Follow(ashaID)
	r.send("one", nil)
	if err := f.Wait(ctx, func(list []Message) bool { return len(list) == 1 }); err != nil {
		t.Fatal(err)
	}
	seen := make(chan error, 1)
	go func() {
		seen <- f.Wait(ctx, func(list []Message) bool { return len(list) == 2 && list[0].Text == "changed" && list[1].Text == "two" })
	}()
	r.send("two", nil)
	r.must(nil, "editMessageText", params{"chat_id": ashaID, "message_id": 1, "text": "changed"})
	if err := <-seen; err != nil {
		t.Error(err)
	}
	update := r.asha.Say("b")
	acknowledged := make(chan error, 1)
	go func() {
		at, err := c.WaitAcknowledged(ctx, update)
		if err == nil && !at.Equal(r.clock.Now()) {
			err = fmt.Errorf("acknowledged at %s", at)
		}
		acknowledged <- err
	}()
	r.poll(params{"offset": update + 1})
	if err := <-acknowledged; err != nil {
		t.Error(err)
	}
	short, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
	defer cancel()
	if _, err := c.WaitAcknowledged(short, update+1); err == nil {
		t.Error("an update that is not there was acknowledged")
	}
	press := r.asha.Press(r.send("c", params{"reply_markup": inline(params{"text": "b", "callback_data": "d"})}).MessageID, "d")
	r.clock.advance(keepCallbacks)
	r.poll(params{"offset": update + 1})
	if _, err := c.WaitAcknowledged(ctx, press); !errors.Is(err, ErrLost) {
		t.Errorf("a press that was forgotten: %v", err)
	}
	if n, err := c.Repeat(ctx, 1); n != 1 || err != nil {
		t.Errorf("%d repeated, %v", n, err)
	}
	if list, err := c.Repeats(ctx); err != nil || len(list) > 1 {
		t.Errorf("repeats %v, %v", list, err)
	}
}
