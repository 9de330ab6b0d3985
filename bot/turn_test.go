package bot

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"satark/bot/sandbox"
	"satark/dialogs"
)

// bothWays runs a test with polling and with the webhook.
func bothWays(t *testing.T, test func(*testing.T, *rig)) {
	t.Run("polling", func(t *testing.T) { test(t, newRig(t).start()) })
	t.Run("webhook", func(t *testing.T) { test(t, newRig(t).webhook()) })
}

func TestATalk(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		c := r.citizen(41)
		id := c.Say("namaste")
		r.sees(c, "1: namaste")
		c.Command("report@satark_bot", "from_poster")
		r.sees(c, "1: namaste", "2: /report from_poster")
		r.acknowledged(id)
		if err := r.bot.Ready(); err != nil {
			t.Errorf("not ready: %v", err)
		}
	})
}

func TestRepeatsChangeNothing(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		r.server.SetFaults(sandbox.Faults{Duplicate: true})
		c := r.citizen(41)
		for i := range 5 {
			r.acknowledged(c.Say(fmt.Sprint("word ", i)))
		}
		last := c.Say("end")
		r.acknowledged(last)
		r.sees(c, "1: word 0", "2: word 1", "3: word 2", "4: word 3", "5: word 4", "6: end")
	})
}

func TestTheSameBodyTwiceByHand(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41).Meet()
	for range 3 {
		if err := r.bot.receive(t.Context(), text(71, "once")); err != nil {
			t.Fatal(err)
		}
	}
	r.sees(c, "1: once")
	lines, err := r.store.Transcript(t.Context(), 41, 0, -1)
	if err != nil || len(lines) != 2 {
		t.Errorf("the transcript has %d lines, want what was heard and what was said (%v)", len(lines), err)
	}
}

func TestChatsInOrderSideBySide(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		const chats, each = 24, 12
		var citizens []*sandbox.Citizen
		for i := range chats {
			citizens = append(citizens, r.citizen(int64(100+i)))
		}
		for n := range each {
			for _, c := range citizens {
				c.Say(fmt.Sprint("m", n))
			}
		}
		var want []string
		for n := range each {
			want = append(want, fmt.Sprintf("%d: m%d", n+1, n))
		}
		for _, c := range citizens {
			r.sees(c, want...)
		}
	})
}

func TestDifferentChatsDoNotWaitForEachOther(t *testing.T) {
	r := newRig(t)
	release := make(chan struct{})
	r.dialogue.does(func(_ dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		if in.Text == "slow" {
			<-release
		}
		return dialogs.Outcome{}, false
	})
	r.webhook()
	slow, quick := r.citizen(41), r.citizen(42)
	slow.Say("slow")
	quick.Say("quick")
	r.sees(quick, "1: quick")
	close(release)
	r.sees(slow, "1: slow")
}

func TestAcknowledgedOnlyAfterCommit(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		c := r.citizen(41)
		r.sees(c)
		r.store.breaks("commit", -1)
		id := c.Say("keep this")
		r.until("the store is asked", func() bool { return r.store.calls("commit") >= 3 })
		if r.server.Acknowledged(id) {
			t.Error("acknowledged while the store was away")
		}
		r.until("unready", func() bool { return r.bot.Ready() == ErrStoreAway })
		r.store.breaks("commit", 0)
		r.acknowledged(id)
		r.sees(c, "1: keep this")
		if strings.Contains(r.log.String(), "password") {
			t.Error("the store's words are in the log")
		}
	})
}

func TestNothingIsLostWhileTheStoreComesAndGoes(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		c := r.citizen(41)
		var want []string
		for n := range 8 {
			r.store.breaks("commit", n%4)
			r.store.breaks("load", n%2)
			c.Say(fmt.Sprint("m", n))
			want = append(want, fmt.Sprintf("%d: m%d", n+1, n))
		}
		r.sees(c, want...)
	})
}

func TestAStaleSessionIsRunAgain(t *testing.T) {
	r := newRig(t)
	var once atomic.Bool
	r.dialogue.does(func(_ dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		if in.Text == "second" && once.CompareAndSwap(false, true) {
			r.elsewhere(41)
		}
		return dialogs.Outcome{}, false
	})
	r.start()
	c := r.citizen(41)
	c.Say("first")
	r.sees(c, "1: first")
	c.Say("second")
	r.sees(c, "1: first", "101: second")
}
