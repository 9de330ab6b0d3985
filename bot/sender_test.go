package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"satark/store"
)

// bench is a sender with a Telegram of its own that answers as told, in virtual time.
type bench struct {
	*sender
	t     *testing.T
	mu    sync.Mutex
	begun time.Time
	log   []string // "41:a@0s" in the order sent
	marks []store.Mark
	reply func(chat int64, text string) verdict
	next  int

	slow     bool     // marks are not written
	waits    []func() // what waits for that
	parked   []string
	parkless bool // nothing can be parked
}

func withSender(t *testing.T, rate, chatRate float64, burst int, test func(*bench)) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, begun: time.Now()}
		b.sender = newSender(Options{Rate: rate, ChatRate: chatRate, ChatBurst: burst, Clock: time.Now}, newMeter())
		b.sender.call = func(_ context.Context, d store.Delivery, o Outgoing) verdict {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.log = append(b.log, fmt.Sprintf("%d:%s@%s", d.Chat, o.Text, time.Since(b.begun).Round(time.Millisecond)))
			if b.reply != nil {
				return b.reply(d.Chat, o.Text)
			}
			return verdict{class: classSent}
		}
		b.sender.mark = b.note
		b.sender.park = func(_ context.Context, d store.Delivery, why string) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			if b.parkless {
				return errBroken
			}
			b.parked = append(b.parked, d.ID+":"+why)
			return nil
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { b.run(ctx); close(done) }()
		test(b)
		cancel()
		<-done
	})
}

// note is a store that writes a mark at once, unless it is slow.
func (b *bench) note(m store.Mark, after func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.marks = append(b.marks, m)
	switch {
	case after == nil:
	case b.slow:
		b.waits = append(b.waits, after)
	default:
		go after()
	}
}

// written is the moment at which a slow store has written all marks.
func (b *bench) written() {
	b.mu.Lock()
	after := b.waits
	b.waits = nil
	b.mu.Unlock()
	for _, f := range after {
		f()
	}
}

func (b *bench) queue(chat int64, kind string, texts ...string) {
	for _, text := range texts {
		body, err := json.Marshal(Outgoing{Method: methodSend, Text: text})
		if err != nil {
			b.t.Fatal(err)
		}
		b.add(b.era(), b.leased(chat, kind, string(body)))
	}
}

// send queues one delivery with a body of its own.
func (b *bench) send(chat int64, body string) { b.add(b.era(), b.leased(chat, kindSend, body)) }

// leased is the next delivery, leased for a minute.
func (b *bench) leased(chat int64, kind, body string) store.Delivery {
	b.next++
	return store.Delivery{ID: fmt.Sprint(b.next), Chat: chat, Kind: kind, Body: []byte(body), Leased: time.Now().Add(time.Minute)}
}

func (b *bench) after(d time.Duration) string {
	time.Sleep(d) // virtual
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.log, " ")
}

func (b *bench) marked() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, m := range b.marks {
		if m.Done {
			out = append(out, m.ID+":"+m.Cause)
		} else {
			out = append(out, fmt.Sprintf("%s+%s", m.ID, m.Again.Sub(b.begun).Round(time.Second)))
		}
	}
	return strings.Join(out, " ")
}

func (b *bench) want(got, want string) {
	b.t.Helper()
	if got != want {
		b.t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAChatIsPacedAfterItsBurst(t *testing.T) {
	withSender(t, 1000, 1, 3, func(b *bench) {
		b.queue(41, kindSend, "a", "b", "c", "d", "e")
		b.want(b.after(time.Minute), "41:a@0s 41:b@0s 41:c@0s 41:d@1s 41:e@2s")
		b.want(b.marked(), "1: 2: 3: 4: 5:")
	})
}

func TestAllChatsShareOneBudget(t *testing.T) {
	withSender(t, 30, 1, 5, func(b *bench) {
		for chat := range int64(150) {
			b.queue(100+chat, kindSend, "x")
		}
		if n := strings.Count(b.after(time.Second), "x"); n < 40 || n > 46 {
			t.Errorf("%d sent in the first second, want the burst of 15 and 30 more", n)
		}
		if n := strings.Count(b.after(4*time.Second), "x"); n != 150 {
			t.Errorf("%d sent in five seconds, want all", n)
		}
	})
}

func TestRepliesGoBeforeBulk(t *testing.T) {
	withSender(t, 2, 10, 5, func(b *bench) {
		b.queue(1, kindBulk, "bulk")
		b.queue(2, kindBulk, "bulk")
		b.queue(3, kindBulk, "bulk")
		b.after(time.Millisecond)
		b.queue(4, kindSend, "reply")
		b.queue(5, kindSend, "reply")
		b.want(b.after(time.Minute), "1:bulk@0s 4:reply@500ms 5:reply@1s 2:bulk@1.5s 3:bulk@2s")
	})
}

func TestRetryAfterIsObeyedForWhomItWasSaid(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		told := false
		b.reply = func(chat int64, _ string) verdict {
			if chat == 41 && !told {
				told = true
				return verdict{class: classTooFast, wait: 7 * time.Second}
			}
			return verdict{class: classSent}
		}
		b.queue(41, kindSend, "a", "b")
		b.after(time.Second)
		b.queue(42, kindSend, "x")
		b.want(b.after(time.Minute), "41:a@0s 42:x@1s 41:a@7s 41:b@7s")
	})
}

func TestFloodOfAllMakesAllWait(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		flooded := pausedFor
		b.reply = func(int64, string) verdict {
			if flooded > 0 {
				flooded--
				return verdict{class: classTooFast, wait: 5 * time.Second}
			}
			return verdict{class: classSent}
		}
		for chat := range int64(pausedFor) {
			b.queue(chat+1, kindSend, "x")
		}
		b.after(time.Second)
		b.queue(9, kindSend, "x")
		if got := b.after(3 * time.Second); strings.Contains(got, "9:x") {
			t.Errorf("sent while all were to wait: %s", got)
		}
		if got := b.after(time.Minute); strings.Count(got, "x") != 2*pausedFor+1 {
			t.Errorf("sent %s", got)
		}
	})
}

func TestOneChatToldAgainAndAgainStopsNobodyElse(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		b.reply = func(chat int64, _ string) verdict {
			if chat == 41 {
				return verdict{class: classTooFast, wait: 2 * time.Second}
			}
			return verdict{class: classSent}
		}
		b.queue(41, kindSend, "a")
		b.after(4*pausedFor*time.Second - time.Second)
		b.queue(42, kindSend, "x")
		if got := b.after(time.Millisecond); !strings.HasSuffix(got, " 42:x@11s") {
			t.Errorf("sent %s", got)
		}
	})
}

func TestAFloodOfAllIsNotBelievedForLong(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		b.reply = func(chat int64, _ string) verdict {
			if chat <= pausedFor {
				return verdict{class: classTooFast, wait: time.Hour}
			}
			return verdict{class: classSent}
		}
		for chat := range int64(pausedFor) {
			b.queue(chat+1, kindSend, "x")
		}
		b.after(time.Second)
		b.queue(9, kindSend, "y")
		if got := b.after(time.Minute); !strings.HasSuffix(got, " 9:y@30s") {
			t.Errorf("sent %s", got)
		}
	})
}

func TestLeasesThatEndedForAnotherReasonAreNoFailures(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		faults := 2
		b.reply = func(int64, string) verdict {
			if faults > 0 {
				faults--
				return verdict{class: classAgain}
			}
			return verdict{class: classSent}
		}
		d := b.leased(41, kindSend, `{"method":"sendMessage","text":"a"}`)
		d.Tries = 2 // as after the deaths of two processes
		b.add(b.era(), d)
		b.want(b.after(time.Minute), "41:a@0s 41:a@1s 41:a@3s")
	})
}

func TestFaultsOnTheWayAreTriedAgainInOrder(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		faults := 3
		b.reply = func(int64, string) verdict {
			if faults > 0 {
				faults--
				return verdict{class: classAgain}
			}
			return verdict{class: classSent}
		}
		b.queue(41, kindSend, "a", "b")
		b.want(b.after(time.Minute), "41:a@0s 41:a@1s 41:a@3s 41:a@7s 41:b@7s")
		b.want(b.marked(), "1: 2:")
	})
}

func TestTheLineIsGivenBackBeforeItsLeaseEnds(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		b.reply = func(int64, string) verdict { return verdict{class: classAgain} }
		b.queue(41, kindSend, "a", "b")
		b.after(10 * time.Minute)
		// 0, 1, 3, 7, 15, 31 s: the next wait of 32 s would end after the lease.
		b.want(b.marked(), "1+1m3s 2+1m3s")
		if n := b.backlog(); n != 0 {
			t.Errorf("%d left", n)
		}
	})
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		class class
		marks string
	}{
		{classSent, "1: 2:"},
		{classPointless, "1:pointless 2:pointless"},
		{classRefused, "1:refused 2:refused"},
		{classUnreachable, "1:unreachable 2:unreachable"},
		{classToken, "1+1m0s 2+1m0s"},
		{classMarkup, "1:markup 2:markup"}, // said plainly as well, and refused again
		{classNoEdit, "1:noedit 2:noedit"},
	} {
		t.Run(string(c.class), func(t *testing.T) {
			withSender(t, 1000, 1000, 5, func(b *bench) {
				b.reply = func(int64, string) verdict { return verdict{class: c.class} }
				b.queue(41, kindSend, "a", "b")
				b.after(time.Minute)
				b.want(b.marked(), c.marks)
			})
		})
	}
}

func TestOneRefusalIsEnoughFromWhoBlockedTheBot(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		first := verdict{class: classTooFast, wait: 5 * time.Second} // until all three wait
		b.reply = func(int64, string) verdict {
			v := first
			first = verdict{class: classUnreachable}
			return v
		}
		b.queue(41, kindSend, "a", "b", "c")
		b.want(b.after(time.Minute), "41:a@0s 41:a@5s")
	})
}

func TestARefusedCardIsSaidInWords(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		b.reply = func(_ int64, text string) verdict {
			if text == "" {
				return verdict{class: classRefused}
			}
			return verdict{class: classSent}
		}
		b.add(b.era(), store.Delivery{ID: "1", Chat: 41, Kind: kindSend, Body: []byte(`{"method":"sendContact","phone":"1930","name":"Helpline"}`), Leased: time.Now().Add(time.Minute)})
		b.want(b.after(time.Second), "41:@0s 41:📞 Helpline\n1930@0s")
		b.want(b.marked(), "1:")
	})
}

func TestDeliveriesWithoutEndAreGivenUp(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		b.reply = func(int64, string) verdict { return verdict{class: classAgain} }
		b.add(b.era(), store.Delivery{ID: "1", Chat: 41, Kind: kindSend, Body: []byte(`{"method":"sendMessage"}`), Tries: giveUpAfter, Leased: time.Now().Add(time.Minute)})
		b.add(b.era(), store.Delivery{ID: "2", Chat: 42, Kind: kindSend, Body: []byte(`nonsense`)})
		b.after(time.Second)
		slices.Sort(b.parked)
		b.want(strings.Join(b.parked, " "), "1:given up 2:unreadable")
	})
}

func TestWhatIsNotSentAtTheEndIsGivenBack(t *testing.T) {
	withSender(t, 0.001, 1, 1, func(b *bench) {
		b.queue(41, kindSend, "a")
		b.queue(42, kindSend, "b", "c")
		b.after(time.Second)
		b.giveAllBack()
		b.want(b.marked(), "1: 2+1s 3+1s")
	})
}

func TestQuietChatsAreForgotten(t *testing.T) {
	withSender(t, 1000, 1, 2, func(b *bench) {
		b.queue(41, kindSend, "a", "b")
		b.after(time.Millisecond)
		b.tidy()
		if len(b.chats) != 1 {
			t.Error("a chat whose budget is spent was forgotten")
		}
		b.after(time.Minute)
		b.tidy()
		if len(b.chats) != 0 {
			t.Error("a quiet chat is remembered")
		}
	})
}

func TestBackoff(t *testing.T) {
	var got []time.Duration
	for _, n := range []int{0, 1, 5, 9, 10, 63, 1 << 40} {
		got = append(got, backoff(n))
	}
	want := []time.Duration{time.Second, 2 * time.Second, 32 * time.Second, 512 * time.Second, retryMost, retryMost, retryMost}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWhatFollowsALineGivenBackStaysBehindIt(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		wait := true
		b.reply = func(int64, string) verdict {
			if wait {
				return verdict{class: classTooFast, wait: 10 * time.Minute}
			}
			return verdict{class: classSent}
		}
		b.slow = true
		b.queue(41, kindSend, "a")
		b.after(time.Second)
		b.queue(41, kindSend, "b") // committed before the marks are written
		b.after(time.Second)
		b.written()
		b.queue(41, kindSend, "late") // heard of only now
		b.want(b.after(time.Second), "41:a@0s")
		b.want(b.marked(), "1+10m0s 2+10m0s 3+2s")
		b.written()
		wait = false
		b.swept([]store.Delivery{{ID: "1", Chat: 41, Kind: kindSend, Body: []byte(`{"text":"a"}`), Leased: time.Now().Add(time.Minute)}})
		b.queue(41, kindSend, "c")
		b.want(b.after(time.Second), "41:a@0s 41:a@3s")
		b.written()
		b.want(b.after(time.Second), "41:a@0s 41:a@3s 41:c@4s")
	})
}

// A sweep that began before a line was given back may have leased it before that; what it
// brings is not ours. The next one may be believed.
func TestASweepOlderThanAReturnIsNotBelieved(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		first := true
		b.reply = func(int64, string) verdict {
			if first {
				first = false
				return verdict{class: classTooFast, wait: 10 * time.Minute}
			}
			return verdict{class: classSent}
		}
		line := []store.Delivery{b.leased(41, kindSend, `{"method":"sendMessage","text":"a"}`)}
		b.slow = true
		b.add(b.era(), line...)
		b.after(time.Second)
		b.sweep()
		b.written()
		b.swept(line)
		b.want(b.after(time.Second), "41:a@0s")
		b.want(b.marked(), "1+10m0s 1+1s")
		b.written()
		b.sweep()
		b.swept(line)
		b.want(b.after(time.Second), "41:a@0s 41:a@2s")
	})
}

// A sweep that leased what was just done brings it once more: it is not made again.
func TestWhatIsDoneWhileASweepIsUnderWayIsNotMadeAgain(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		d := b.leased(41, kindSend, `{"method":"sendMessage","text":"a"}`)
		b.slow = true
		b.add(b.era(), d)
		b.after(time.Second)
		b.sweep()
		b.written()
		b.swept([]store.Delivery{d})
		b.want(b.after(time.Second), "41:a@0s")
	})
}

func TestWhatIsLeasedTwiceIsSentOnce(t *testing.T) {
	withSender(t, 1000, 1, 1, func(b *bench) {
		b.queue(41, kindSend, "a", "b")
		b.swept([]store.Delivery{{ID: "2", Chat: 41, Kind: kindSend, Body: []byte(`{"text":"b"}`), Leased: time.Now().Add(time.Minute)}})
		b.want(b.after(time.Minute), "41:a@0s 41:b@1s")
	})
}

func TestWhatIsCommittedDuringASweepComesAfterIt(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		b.sweep()
		b.queue(41, kindSend, "new")
		b.want(b.after(time.Second), "")
		b.swept([]store.Delivery{{ID: "0", Chat: 41, Kind: kindSend, Body: []byte(`{"text":"old"}`), Leased: time.Now().Add(time.Minute)}})
		b.queue(41, kindSend, "newest")
		b.want(b.after(time.Second), "41:old@1s 41:new@1s 41:newest@1s")
	})
}
