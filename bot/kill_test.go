package bot

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
)

// manyLines makes the dialogue answer each message with so many.
func (r *rig) manyLines(n int) {
	r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		out := dialogs.Outcome{Session: s}
		for i := range n {
			out.Replies = append(out.Replies, say("plain", dialogs.Args{"Text": fmt.Sprint(in.Text, "-", i)}))
		}
		return out, true
	})
}

func lines(text string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint(text, "-", i))
	}
	return all
}

// killAt makes the bot die at the n-th message from now: before Telegram gets it, or when
// Telegram has it and nobody knows. The channel closes at that moment.
func (r *rig) killAt(n int64, sent bool) <-chan struct{} {
	dead := make(chan struct{})
	at := r.line.messages.Load() + n
	die := func(now int64) {
		if now == at {
			r.store.dead.Store(true)
			r.line.dead.Store(true)
			close(dead)
		}
	}
	if sent {
		r.line.watch(nil, die)
	} else {
		r.line.watch(die, nil)
	}
	return dead
}

// await waits for a kill, and starts a fresh process.
func (r *rig) await(dead <-chan struct{}) {
	r.t.Helper()
	select {
	case <-dead:
	case <-r.wait().Done():
		r.t.Fatalf("the kill did not come\nlog: %s", r.log.String())
	}
	r.crash()
	r.reopen()
	r.start()
}

func TestAKillAtEverySendDoublesOneMessageAtMost(t *testing.T) {
	const perTurn = 4
	r := newRig(t)
	r.manyLines(perTurn)
	r.start()
	words := []string{"one", "two", "three"}
	for _, sent := range []bool{false, true} {
		for n := range len(words) * perTurn {
			c := r.citizen(int64(100 + n))
			if sent {
				c = r.citizen(int64(200 + n))
			}
			dead := r.killAt(int64(n+1), sent)
			var want []string
			for _, word := range words {
				c.Say(word)
				want = append(want, lines(word, perTurn)...)
			}
			r.await(dead)
			if sent { // the one whose mark was not written comes once more, in its place
				want = slices.Insert(want, n, want[n])
			}
			r.sees(c, want...)
			r.settled()
		}
	}
}

func TestKillsAmongManyDoubleOneMessageForEachChatAndKill(t *testing.T) {
	const perTurn, chats, kills = 3, 6, 5
	r := newRig(t)
	r.manyLines(perTurn)
	r.start()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	draw := rand.New(rand.NewPCG(seed, 1))
	all := make([]*sandbox.Citizen, chats)
	for i := range all {
		all[i] = r.citizen(int64(41 + i))
	}
	var want []string
	for k := range kills {
		dead := r.killAt(draw.Int64N(2*chats)+1, draw.IntN(2) == 0)
		for i := range 2 {
			word := fmt.Sprint("w", 2*k+i)
			want = append(want, lines(word, perTurn)...)
			for _, c := range all {
				c.Say(word)
			}
		}
		r.await(dead)
	}
	for _, c := range all {
		last := want[len(want)-1]
		if err := c.Wait(r.wait(), func([]sandbox.Message) bool { return slices.Contains(said(c), last) }); err != nil {
			t.Fatalf("chat %d sees %q: %v\nlog: %s", c.ID(), said(c), err, r.log.String())
		}
	}
	r.settled()
	for _, c := range all {
		shown := said(c)
		if once := slices.Compact(slices.Clone(shown)); !slices.Equal(once, want) || len(shown)-len(once) > kills {
			t.Errorf("chat %d: shown %q, want %q with %d doubled at most", c.ID(), shown, want, kills)
		}
	}
}

func TestAKillBehindADeletionDoublesNothingSaid(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		out := dialogs.Outcome{Session: s, Replies: []dialogs.Reply{say("plain", dialogs.Args{"Text": "kept nothing"}), say("plain", dialogs.Args{"Text": "go on"})}}
		out.Effects = []dialogs.Effect{{Kind: dialogs.EffectDelete}}
		return out, true
	})
	r.start()
	c := r.citizen(41)
	dead := r.killAt(1, false)
	c.Say("secret")
	r.await(dead)
	r.sees(c, "kept nothing", "go on")
	r.settled()
}

func TestAStopInTheMiddleOfManyLinesDoublesNothing(t *testing.T) {
	const perTurn, chats = 60, 24
	r := newRig(t)
	r.manyLines(perTurn)
	r.opt.ChatRate, r.opt.ChatBurst = 15, 1
	r.start()
	r.server.SetFaults(sandbox.Faults{Delay: 50 * time.Millisecond})
	var all []*sandbox.Citizen
	for i := range chats {
		c := r.citizen(int64(41 + i))
		r.acknowledged(c.Say("w"))
		all = append(all, c)
	}
	r.stop()
	r.server.SetFaults(sandbox.Faults{})
	for _, c := range all {
		if n := len(said(c)); n == 0 || n == perTurn {
			t.Errorf("%d of %d were said before the end: this is no test", n, perTurn)
		}
	}
	r.opt.ChatRate, r.opt.ChatBurst = 10_000, 6
	r.start()
	for _, c := range all {
		r.sees(c, lines("w", perTurn)...)
	}
	r.settled()
}

func TestMarksThatCannotBeWrittenHoldTheirChatOnly(t *testing.T) {
	withSender(t, 1000, 1000, 5, func(b *bench) {
		b.slow = true
		b.queue(41, kindSend, "a", "b")
		b.after(time.Second)
		b.queue(42, kindSend, "x")
		b.want(b.after(14*time.Second), "41:a@0s 42:x@1s")
		b.written()
		b.want(b.after(time.Second), "41:a@0s 42:x@1s 41:b@15s")
		b.want(b.marked(), "1: 3: 2:")
	})
}

func TestNothingFollowsWhatIsNotMarked(t *testing.T) {
	const forget = `{"method":"forget"}`
	for _, c := range []struct {
		name  string
		class class
		first string // body
		marks string // of the first, before the second goes out
	}{
		{"sent", classSent, `{"method":"sendMessage","text":"a"}`, "1:"},
		{"deleted", classSent, `{"method":"deleteMessage","message":5,"text":"a"}`, "1:"},
		{"menu", classSent, `{"method":"setMyCommands","text":"a"}`, "1:"},
		{"forgotten", classSent, `{"method":"forget","text":"a"}`, "1:"},
		{"blocked", classUnreachable, `{"method":"sendMessage","text":"a"}`, "1:unreachable"},
		{"refused", classRefused, `{"method":"sendMessage","text":"a"}`, "1:refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			withSender(t, 1000, 1000, 5, func(b *bench) {
				first := true
				b.reply = func(int64, string) verdict {
					if first {
						first = false
						return verdict{class: c.class}
					}
					return verdict{class: classSent}
				}
				b.slow = true
				b.send(41, c.first)
				b.after(time.Second)
				b.send(41, `{"method":"sendMessage","text":"b"}`) // of a later turn
				b.want(b.after(time.Second), "41:a@0s")
				b.want(b.marked(), c.marks)
				b.written()
				b.want(b.after(time.Second), "41:a@0s 41:b@2s")
			})
		})
	}
	t.Run("who blocked us is forgotten all the same", func(t *testing.T) {
		withSender(t, 1000, 1000, 5, func(b *bench) {
			b.reply = func(_ int64, text string) verdict {
				if text == "gone" {
					return verdict{class: classUnreachable}
				}
				return verdict{class: classSent}
			}
			first := verdict{class: classTooFast, wait: time.Second} // until both wait
			reply := b.reply
			b.reply = func(chat int64, text string) verdict {
				v := first
				b.reply = reply
				return v
			}
			b.send(41, `{"method":"sendMessage","text":"gone"}`)
			b.send(41, forget)
			b.want(b.after(time.Minute), "41:gone@0s 41:gone@1s 41:@1s")
			b.want(b.marked(), "1:unreachable 2:")
		})
	})
}
