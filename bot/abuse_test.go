package bot

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	talkers    = 50 // chats that talk beside the abuser
	talkTurns  = 40 // turns each of them has in one stretch
	abuseEvery = time.Millisecond
	telegrams  = webhookConns // calls of the webhook at once, as Telegram is asked to make
)

// BenchmarkAbuse lets fifty chats talk in stretches, every other one beside an abuser who
// sends a thousand updates a second, all by the webhook. p99-ratio is how much longer the
// slowest hundredth of the others' turns takes beside the abuser: from the call of the
// webhook to its answer, which comes after the commit. reply-ratio is the same up to the
// reply's arrival at Telegram.
func BenchmarkAbuse(b *testing.B) {
	a := newAbuse(b)
	var quiet, abused []talked
	b.ResetTimer()
	for range b.N {
		quiet = append(quiet, a.stretch()...)
		stop := a.flood()
		abused = append(abused, a.stretch()...)
		stop()
	}
	b.StopTimer()
	turn, reply := func(t talked) time.Duration { return t.turn }, func(t talked) time.Duration { return t.reply }
	b.ReportMetric(ratio(abused, quiet, turn), "p99-ratio")
	b.ReportMetric(ratio(abused, quiet, reply), "reply-ratio")
	b.ReportMetric(ms(p99(quiet, turn)), "quiet-p99-ms")
	b.ReportMetric(ms(p99(abused, turn)), "abused-p99-ms")
	b.ReportMetric(float64(a.sent.Load())/float64(b.N), "abuses/op")
	if a.sent.Load() == 0 || a.r.counted("satark_bot_limited_total") == 0 {
		b.Error("nobody was limited")
	}
}

// talked is how long one turn took.
type talked struct{ turn, reply time.Duration }

type abuse struct {
	r       *rig
	update  atomic.Int64
	chats   atomic.Int64
	sent    atomic.Int64
	replies sync.Map // chat id as text → chan time.Time
}

func newAbuse(b *testing.B) *abuse {
	a := &abuse{r: newRig(b)}
	a.chats.Store(1000)
	deaf := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_ = req.ParseMultipartForm(1 << 20)
		if strings.HasSuffix(req.URL.Path, "/sendMessage") {
			if c, ok := a.replies.Load(req.FormValue("chat_id")); ok {
				c.(chan time.Time) <- time.Now()
			}
		}
		_, _ = io.WriteString(w, `{"ok":true,"result":{}}`)
	}))
	b.Cleanup(deaf.Close)
	a.r.opt.APIURL, a.r.opt.WebhookURL, a.r.opt.WebhookSecret = deaf.URL, "https://example.org/", "x"
	a.r.opt.Rate, a.r.opt.ChatRate = 1e9, 1e9
	a.r.opt.Log = nil
	a.r.start()
	return a
}

func (a *abuse) say(chat int64) *httptest.ResponseRecorder {
	return a.r.post(fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":5,"date":1700000000,"text":"paise kat gaye","from":{"id":%d,"first_name":"A","language_code":"en"},"chat":{"id":%d,"type":"private"}}}`,
		a.update.Add(1), chat, chat))
}

// stretch lets fresh chats talk, each at its own pace.
func (a *abuse) stretch() (all []talked) {
	var mu sync.Mutex
	var done sync.WaitGroup
	for range talkers {
		done.Go(func() {
			mine := a.talk()
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
		})
	}
	done.Wait()
	return all
}

func (a *abuse) talk() (all []talked) {
	chat := a.chats.Add(1)
	replied := make(chan time.Time, talkTurns)
	a.replies.Store(fmt.Sprint(chat), replied)
	defer a.replies.Delete(fmt.Sprint(chat))
	for range talkTurns {
		pause(a.r.t.Context(), time.Duration(rand.IntN(100))*time.Millisecond)
		began := time.Now()
		if w := a.say(chat); w.Code != http.StatusOK {
			a.r.t.Errorf("a talker is answered %d", w.Code)
		}
		t := talked{turn: time.Since(began)}
		t.reply = (<-replied).Sub(began)
		all = append(all, t)
	}
	return all
}

// flood sends updates of one chat until stop is called.
func (a *abuse) flood() (stop func()) {
	chat, over := a.chats.Add(1), make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		conns := make(chan struct{}, telegrams)
		tick := time.NewTicker(abuseEvery)
		defer tick.Stop()
		for began, n := time.Now(), 0; ; {
			select {
			case <-over:
				return
			case <-tick.C: // a late tick sends what it owes
			}
			for ; n < int(time.Since(began)/abuseEvery); n++ {
				conns <- struct{}{}
				done.Go(func() { a.say(chat); a.sent.Add(1); <-conns })
			}
		}
	})
	return func() { close(over); done.Wait() }
}

func p99(all []talked, of func(talked) time.Duration) time.Duration {
	times := make([]time.Duration, len(all))
	for i, t := range all {
		times[i] = of(t)
	}
	slices.Sort(times)
	return times[len(times)*99/100]
}

func ratio(abused, quiet []talked, of func(talked) time.Duration) float64 {
	return float64(p99(abused, of)) / float64(p99(quiet, of))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
