package bot

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"satark/store"
)

// pulse is a store that only hears signs of life, in virtual time.
type pulse struct {
	Store
	now func() time.Time

	mu    sync.Mutex
	away  bool
	other bool // another has lived longer
	alive time.Time
	beats int
}

const pulseLife = 15 * time.Second

func (p *pulse) Beat(context.Context) (store.Standing, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.away {
		return store.Standing{}, errBroken
	}
	p.beats++
	p.alive = p.now().Add(pulseLife)
	if p.other {
		return store.Standing{Alive: 2}, nil
	}
	return store.Standing{Alive: 1, First: true}, nil
}

func (p *pulse) Alive() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.alive
}

// stands says what is so from now on.
func (p *pulse) stands(other, away bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.other, p.away = other, away
}

// living makes a bot of which only the heart beats.
func living(p *pulse) *Bot {
	m := newMeter()
	b := &Bot{o: Options{Store: p, Clock: p.now, Beat: 3 * time.Second, Rate: 30}, life: newLife(), meter: m}
	b.sender = newSender(Options{Rate: 30, ChatRate: 1, Clock: p.now}, m)
	b.sender.left, b.sender.ask = b.left, b.life.ask
	return b
}

func TestOnlyTheFirstLeadsAndNoLongerThanItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pulse{now: time.Now, other: true}
		b := living(p)
		if err := b.beat(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var leading atomic.Int32
		var began atomic.Int32
		over := make(chan struct{}, 2)
		go func() { b.beats(ctx); over <- struct{}{} }()
		go func() {
			b.whileFirst(func(ctx context.Context) {
				began.Add(1)
				leading.Add(1)
				<-ctx.Done()
				leading.Add(-1)
			})(ctx)
			over <- struct{}{}
		}()
		for _, c := range []struct {
			what        string
			other, away bool
			wait        time.Duration
			leads       bool
			began       int32
		}{
			{"another is first", true, false, 10 * time.Second, false, 0},
			{"the other is gone", false, false, 4 * time.Second, true, 1},
			{"nothing changes", false, false, time.Minute, true, 1},
			{"the store is away, but we are still believed", false, true, 10 * time.Second, true, 1},
			{"and now we are not", false, true, 6 * time.Second, false, 1},
			{"another took over", true, false, 4 * time.Second, false, 1},
			{"and died", false, false, 4 * time.Second, true, 2},
		} {
			p.stands(c.other, c.away)
			time.Sleep(c.wait) // virtual
			synctest.Wait()
			if b.Leader() != c.leads || (leading.Load() == 1) != c.leads || began.Load() != c.began {
				t.Errorf("%s: leader %t, %d running, begun %d times", c.what, b.Leader(), leading.Load(), began.Load())
			}
		}
		cancel()
		<-over
		<-over
	})
}

func TestTheBudgetIsSharedByThoseThatLive(t *testing.T) {
	for replicas, want := range map[int]int{0: 46, 1: 46, 2: 23, 3: 16} {
		withSender(t, 30, 1, 5, func(b *bench) {
			b.share(replicas)
			for chat := range int64(150) {
				b.queue(100+chat, kindSend, "x")
			}
			b.after(time.Second)
			if n := len(b.log); n < want-2 || n > want+1 {
				t.Errorf("%d replicas: %d sent in the first second, want about %d", replicas, n, want)
			}
		})
	}
}

func TestNothingIsSentByWhoMayBeTakenForDead(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		var left, asked atomic.Int64
		left.Store(int64(sendTime - 1))
		b.left, b.ask = func() time.Duration { return time.Duration(left.Load()) }, func() { asked.Add(1) }
		b.queue(41, kindSend, "a")
		b.want(b.after(time.Second), "")
		if asked.Load() == 0 {
			t.Error("no sign of life was asked for")
		}
		left.Store(int64(time.Minute))
		b.want(b.after(time.Second), "41:a@1.05s")
	})
}

// What was leased before we may have been taken for dead may be another's now, however it
// comes to us.
func TestAfterALapseEverythingIsLeasedAnew(t *testing.T) {
	withSender(t, 1000, 0.1, 1, func(b *bench) {
		b.queue(41, kindSend, "a", "b")
		b.after(time.Second)
		b.queue(42, kindSend, "x")
		b.after(time.Second)
		before := b.era()
		committed := b.leased(43, kindSend, `{"method":"sendMessage","text":"c"}`)
		b.sweep()
		b.recallAll()
		b.add(before, committed)
		b.swept([]store.Delivery{b.leased(44, kindSend, `{"method":"sendMessage","text":"s"}`)})
		b.want(b.after(time.Second), "41:a@0s 42:x@1s")
		if n := b.backlog(); n != 0 {
			t.Errorf("%d are still here", n)
		}
		var back []string
		for _, m := range b.marks {
			if !m.Done {
				back = append(back, m.ID)
			}
		}
		slices.Sort(back)
		if !slices.Equal(back, []string{"2", "4", "5"}) {
			t.Errorf("given back: %v", back)
		}
		b.sweep()
		b.swept([]store.Delivery{{ID: "2", Chat: 41, Kind: kindSend, Body: []byte(`{"method":"sendMessage","text":"b"}`), Leased: time.Now().Add(time.Minute)}})
		b.want(b.after(time.Minute), "41:a@0s 42:x@1s 41:b@10s")
	})
}

func TestALapseIsNoticedByTimeAndByTheClock(t *testing.T) {
	for name, c := range map[string]struct {
		sleep, jump time.Duration
		lapsed      bool
	}{
		"in time":           {sleep: 3 * time.Second},
		"late":              {sleep: pulseLife + 1, lapsed: true},
		"the clock jumped":  {sleep: time.Second, jump: 4 * time.Hour, lapsed: true},
		"the clock fell":    {sleep: time.Second, jump: -4 * time.Hour},
		"it fell, and late": {sleep: pulseLife + 1, jump: -4 * time.Hour, lapsed: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var jump time.Duration
				p := &pulse{now: func() time.Time { return time.Now().Add(jump) }}
				b := living(p)
				if err := b.beat(t.Context()); err != nil {
					t.Fatal(err)
				}
				era := b.sender.era()
				time.Sleep(c.sleep) // virtual
				jump = c.jump
				if (b.left() <= 0) != c.lapsed {
					t.Errorf("%s left", b.left())
				}
				if err := b.beat(t.Context()); err != nil {
					t.Fatal(err)
				}
				if (b.sender.era() != era) != c.lapsed || b.left() != pulseLife {
					t.Errorf("era %d after %d, %s left", b.sender.era(), era, b.left())
				}
			})
		})
	}
}

func TestASignOfLifeIsGivenWhenAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pulse{now: time.Now}
		b := living(p)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { b.beats(ctx); close(done) }()
		for range 100 {
			b.life.ask()
			time.Sleep(10 * time.Millisecond) // virtual
		}
		synctest.Wait()
		p.stands(false, true)
		if p.beats < 3 || p.beats > 5 {
			t.Errorf("%d signs of life in a second of asking", p.beats)
		}
		if err := b.beat(ctx); !errors.Is(err, errAway) {
			t.Errorf("no fault: %v", err)
		}
		cancel()
		<-done
	})
}
