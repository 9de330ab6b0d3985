package bot

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"go.uber.org/goleak"

	"satark/bot/sandbox"
)

// crash ends the bot as a kill would: from this moment on nothing reaches the store or
// Telegram, and nothing is drained, marked or given back.
//
// The store stays open, so what the dead bot had leased is still leased to the same owner.
func (r *rig) crash() {
	r.t.Helper()
	r.store.dead.Store(true)
	r.line.dead.Store(true)
	r.bury(r.bot)
	r.store.dead.Store(false)
	r.line.dead.Store(false)
	r.bot = nil
}

// bury ends the goroutines of a bot that can do nothing any more.
func (r *rig) bury(b *Bot) {
	r.t.Helper()
	b.health.stopping.Store(true)
	b.cancel()
	for _, s := range []*stage{&b.intake, &b.outlet, &b.pulse} {
		s.end(r.wait())
	}
	<-b.lanes.close()
}

// reopen is what a fresh process finds: the store opened anew, with nothing in memory.
func (r *rig) reopen() {
	r.t.Helper()
	if err := r.engine.Close(); err != nil {
		r.t.Fatal(err)
	}
	r.open()
	r.opt.Store = r.store
}

func TestWhatWasCommittedIsSentAfterACrash(t *testing.T) {
	r := newRig(t)
	r.opt.Rate, r.opt.ChatRate, r.opt.ChatBurst = 10_000, 0.01, 1
	r.start()
	c := r.citizen(41)
	ids := []int64{c.Say("one"), c.Say("two"), c.Say("three")}
	r.acknowledged(ids...)
	r.sees(c, "1: one")
	r.settledBut(2)
	r.crash()
	r.reopen()
	r.opt.ChatRate, r.opt.ChatBurst = 10_000, 6
	r.start()
	r.sees(c, "1: one", "2: two", "3: three")
	r.settled()
}

// settledBut waits until all but n deliveries are marked.
func (r *rig) settledBut(n int) {
	r.t.Helper()
	r.until(fmt.Sprintf("all but %d are marked", n), func() bool {
		stats, err := r.store.Stats(r.t.Context())
		return err == nil && stats.Deliveries == n
	})
}

func TestStopFinishesWhatIsUnderWay(t *testing.T) {
	r := newRig(t)
	before := goleak.IgnoreCurrent()
	r.start()
	c := r.citizen(41)
	r.server.SetFaults(sandbox.Faults{Delay: 30 * time.Millisecond})
	var want []string
	var ids []int64
	for n := range 5 {
		ids = append(ids, c.Say(fmt.Sprint("m", n)))
		want = append(want, fmt.Sprintf("%d: m%d", n+1, n))
	}
	r.until("all heard", func() bool { return len(r.dialogue.inputs()) == len(ids) })
	r.stop()
	r.sees(c, want...)
	goleak.VerifyNone(t, before, goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*conn).serve"))
	r.settled()
}

func TestStopGivesBackWhatCannotBeSentInTime(t *testing.T) {
	r := newRig(t)
	r.opt.ChatRate, r.opt.ChatBurst = 0.01, 1
	r.start()
	c := r.citizen(41)
	r.acknowledged(c.Say("one"), c.Say("two"))
	r.sees(c, "1: one")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_ = r.bot.Stop(ctx)
	r.bot = nil
	stats, err := r.store.Stats(t.Context())
	if err != nil || stats.Deliveries != 1 || stats.Due != 1 {
		t.Fatalf("left behind %+v, %v", stats, err)
	}
	r.opt.ChatRate = 10_000
	r.start()
	r.sees(c, "1: one", "2: two")
}

func TestAReplyWhoseMarkWasLostIsSaidOnceMore(t *testing.T) {
	r := newRig(t)
	r.store.breaks("mark", -1)
	r.start()
	c := r.citizen(41)
	r.acknowledged(c.Say("one"))
	r.sees(c, "1: one")
	r.crash()
	r.reopen()
	r.start()
	r.sees(c, "1: one", "1: one")
	r.settled()
}

func TestACommitWhoseAnswerWasLostIsAnsweredInOrder(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		c := r.citizen(41)
		c.Say("one")
		r.sees(c, "1: one")
		r.store.breaks("answer", 1)
		c.Say("two")
		c.Say("three")
		r.sees(c, "1: one", "2: two", "3: three")
		r.settled()
	})
}

func TestALostAnswerThatComesNoMoreIsMadeGoodByTheNextTurn(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41).Meet()
	// As another replica would get the repeat: this one never hears of the update again.
	r.store.breaks("answer", 1)
	l := &lane{chat: 41}
	e, err := decode(text(71, "one"))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.bot.turn(t.Context(), l, e); !errors.Is(err, errAway) {
		t.Fatalf("the answer was not lost: %v", err)
	}
	if e, err = decode(text(72, "two")); err != nil {
		t.Fatal(err)
	}
	if err := r.bot.turn(t.Context(), l, e); err != nil {
		t.Fatal(err)
	}
	r.sees(c, "1: one", "2: two")
}

func TestALeaseWhoseAnswerWasLostIsMadeGoodInOrder(t *testing.T) {
	r := newRig(t)
	r.opt.ChatRate, r.opt.ChatBurst = 0.01, 1
	r.start()
	c := r.citizen(41)
	r.acknowledged(c.Say("one"), c.Say("two"), c.Say("three"))
	r.sees(c, "1: one")
	r.settledBut(2)
	r.crash()
	r.opt.ChatRate, r.opt.ChatBurst = 10_000, 6
	r.store.breaks("lease", 1)
	r.start() // its first sweep leases what was left, and does not hear of it
	r.until("the lease was lost", func() bool { return r.store.calls("lease") >= 2 })
	c.Say("four")
	r.sees(c, "1: one", "2: two", "3: three", "4: four")
}
