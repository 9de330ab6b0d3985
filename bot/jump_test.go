package bot

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"satark/dialogs"
)

// jumping is a clock that somebody sets.
type jumping struct{ by atomic.Int64 }

func (j *jumping) now() time.Time      { return time.Now().Add(time.Duration(j.by.Load())) }
func (j *jumping) to(by time.Duration) { j.by.Store(int64(by)) }

// While people talk the clock jumps four hours ahead and falls back. Everything is said,
// once and in order; a reminder is said when it is its time, and once.
func TestAClockThatJumpsLosesAndDoublesNothing(t *testing.T) {
	for name, c := range map[string]struct{ replicas, doubled int }{
		"alone": {1, 0},
		// One may take the other for dead while that has a message on the way.
		"with another": {2, 2},
	} {
		t.Run(name, func(t *testing.T) {
			clock := &jumping{}
			f := embeddedFleet(t).balanced()
			f.opt.Clock, f.opt.ChatRate, f.opt.ChatBurst = clock.now, 50, 1
			begun := clock.now()
			f.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
				if in.Text != "remind" {
					return dialogs.Outcome{}, false
				}
				out := dialogs.Outcome{Session: s, Unrecorded: true}
				for _, after := range []time.Duration{2 * time.Hour, 6 * time.Hour} {
					reply := say("plain", dialogs.Args{"Text": "reminder " + after.String()})
					out.Effects = append(out.Effects, dialogs.Effect{Kind: dialogs.EffectRemind, At: begun.Add(after), Reply: &reply})
				}
				return out, true
			})
			f.join(c.replicas)
			reminded := f.citizen(99)
			f.acknowledged(reminded.Say("remind"))
			all := f.troupe(4)
			all.talk(8)
			clock.to(4 * time.Hour)
			all.talk(8)
			f.sees(reminded, "reminder 2h0m0s")
			clock.to(0)
			all.talk(8)
			f.until("who is new is answered", func() bool { f.citizen(77).Say("x"); return len(said(f.citizen(77))) > 0 })
			clock.to(4*time.Hour + time.Minute) // what was put off meanwhile has its time
			all.check(c.doubled)
			f.sees(reminded, "reminder 2h0m0s")
			clock.to(7 * time.Hour)
			f.sees(reminded, "reminder 2h0m0s", "reminder 6h0m0s")
			if shown := said(reminded); slices.ContainsFunc(shown, func(s string) bool { return strings.Count(strings.Join(shown, " "), s) > 1 }) {
				t.Errorf("reminded twice: %q", shown)
			}
		})
	}
}
