package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

func TestWhatIsRefusedForGoodIsParkedAndTheRestGoesOn(t *testing.T) {
	r := newRig(t)
	r.opt.Beat = 100 * time.Millisecond // at the next, what the operator's command leased is ours
	r.webhook()
	r.line.refuses("bad")
	c := r.citizen(41)
	r.acknowledged(c.Say("bad news"), c.Say("good news"))
	r.sees(c, "2: good news")
	r.settled()
	parked, err := r.store.ParkedList(t.Context())
	if err != nil || len(parked) != 1 {
		t.Fatalf("parked %d, %v", len(parked), err)
	}
	p := parked[0]
	var out Outgoing
	if err := json.Unmarshal(p.Body, &out); err != nil || out.Text != "1: bad news" || p.Kind != kindSend || p.Chat != 41 || p.Cause != string(classRefused) {
		t.Errorf("parked %s of chat %d, cause %q: %+v, %v", p.Kind, p.Chat, p.Cause, out, err)
	}
	if n := r.counted(`satark_bot_parked_total{what="delivery"}`); n != 1 {
		t.Errorf("%d counted", n)
	}
	if log := r.log.String(); strings.Contains(log, "news") || !strings.Contains(log, "delivery parked") {
		t.Errorf("the log says %s", log)
	}
	r.line.refuses("")
	if err := r.command(store.Options{}).Again(t.Context(), p, KindAgain); err != nil {
		t.Fatal(err)
	}
	r.sees(c, "2: good news", "1: bad news")
	r.settled()
	if parked, err := r.store.ParkedList(t.Context()); err != nil || len(parked) != 0 {
		t.Errorf("still parked: %d, %v", len(parked), err)
	}
}

func TestNothingIsMarkedDoneThatCouldNotBeParked(t *testing.T) {
	for name, body := range map[string]string{
		"refused":    `{"method":"sendMessage","text":"a"}`,
		"unreadable": `nonsense`,
	} {
		t.Run(name, func(t *testing.T) {
			withSender(t, 1000, 1000, 5, func(b *bench) {
				b.reply = func(_ int64, text string) verdict {
					if text == "a" {
						return verdict{class: classRefused}
					}
					return verdict{class: classSent}
				}
				b.parkless = true
				b.send(41, body)
				b.queue(41, kindSend, "b")
				b.after(10 * time.Second)
				b.want(b.marked(), "")
				b.mu.Lock()
				b.parkless = false
				b.mu.Unlock()
				b.after(time.Minute)
				b.want(strings.Join(b.parked, " "), "1:"+name)
				b.want(b.marked(), "1:"+name+" 2:")
			})
		})
	}
}

// A report whose pack could not be shown, because the citizen had blocked the bot, can be
// had again.
func TestAPackThatWasNotShownIsNotLost(t *testing.T) {
	r := newRig(t)
	var filed fraud.Number
	r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		out := dialogs.Outcome{Session: s, Effects: []dialogs.Effect{{Kind: dialogs.EffectPack}}}
		switch in.Text {
		case "file":
			filed = in.Number
			out.Report, out.Created = &fraud.Report{Number: in.Number}, true
		case "show":
			if in.Report == nil {
				return dialogs.Outcome{Session: s, Need: filed}, true
			}
			out.Report = in.Report
		default:
			return dialogs.Outcome{}, false
		}
		return out, true
	})
	r.webhook()
	c := r.citizen(41)
	r.acknowledged(c.Say("hello"))
	r.sees(c, "1: hello")
	c.SetFaults(sandbox.Faults{Blocked: true})
	r.acknowledged(c.Say("file"))
	r.settled()
	c.SetFaults(sandbox.Faults{})
	r.acknowledged(c.Say("show"))
	r.sees(c, "1: hello", "pack en "+string(filed))
	parked, err := r.store.ParkedList(t.Context())
	if err != nil || len(parked) != 0 {
		t.Errorf("parked %+v, %v", parked, err)
	}
}

// However Telegram fails, the next thing a person says is heard and answered.
func TestFaultsOfTelegramPunishNobody(t *testing.T) {
	r := newRig(t)
	r.opt.PersonBurst, r.opt.PersonEvery = 10, time.Hour
	r.webhook()
	c := r.citizen(41)
	var want []string
	for n, f := range []struct {
		name   string
		faults sandbox.Faults
		unseen bool
	}{
		{"too many", sandbox.Faults{TooMany: 2, RetryAfter: 1}, false},
		{"outage", sandbox.Faults{Outage: 1}, false},
		{"no answer", sandbox.Faults{DropReplies: 1}, false},
		{"forbidden", sandbox.Faults{Blocked: true}, true},
		{"nothing", sandbox.Faults{}, false},
	} {
		c.SetFaults(f.faults)
		r.acknowledged(c.Say(f.name))
		r.settled()
		if !f.unseen {
			want = append(want, fmt.Sprintf("%d: %s", n+1, f.name))
		}
	}
	if once := slices.Compact(said(c)); !slices.Equal(once, want) {
		t.Errorf("shown %q, want %q", once, want)
	}
	if n := r.counted("satark_bot_limited_total"); n != 0 {
		t.Errorf("%d were not read", n)
	}
	if parked, err := r.store.ParkedList(t.Context()); err != nil || len(parked) != 0 {
		t.Errorf("parked %+v, %v", parked, err)
	}
}
