package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"satark/bot/sandbox"
	"satark/dialogs"
)

func TestWhoSendsTooMuchIsToldWhatWasNotRead(t *testing.T) {
	for _, hook := range []bool{false, true} {
		t.Run(map[bool]string{false: "polling", true: "webhook"}[hook], func(t *testing.T) {
			r := newRig(t)
			r.opt.PersonBurst, r.opt.PersonEvery = 5, time.Hour
			if hook {
				r.webhook()
			} else {
				r.start()
			}
			r.server.SetFaults(sandbox.Faults{Duplicate: true})
			c, other := r.citizen(41), r.citizen(42)
			var ids []int64
			for n := range 12 {
				ids = append(ids, c.Say(fmt.Sprint("m", n)))
			}
			r.acknowledged(ids...)
			want := []string{"1: m0", "2: m1", "3: m2", "4: m3", "5: m4", "1 × not read"}
			r.sees(c, want...)
			other.Say("hello")
			r.sees(other, "1: hello")
			if n := r.counted("satark_bot_limited_total"); n < 7 {
				t.Errorf("%d updates were counted as beyond the limit", n)
			}
			r.stop()
			r.sees(c, append(want, "6 × not read")...)
		})
	}
}

// counted reads a counter of the bot.
func (r *rig) counted(name string) (n int) {
	var all strings.Builder
	r.bot.WriteMetrics(&all)
	for line := range strings.Lines(all.String()) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			_, _ = fmt.Sscan(rest, &n)
		}
	}
	return n
}

func TestAnAlbumAndALongForwardAreNotTooMuch(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41)
	var ids []int64
	for n := range personBurst {
		ids = append(ids, c.Forward(fmt.Sprint("m", n), sandbox.Origin{Name: "Bank"}))
	}
	r.acknowledged(ids...)
	r.until("all are answered", func() bool { return len(said(c)) == personBurst })
	if n := r.counted("satark_bot_limited_total"); n != 0 {
		t.Errorf("%d messages were not read", n)
	}
}

func TestAPressTooManyIsAnsweredWithAToast(t *testing.T) {
	r := newRig(t)
	r.opt.PersonBurst, r.opt.PersonEvery = 1, time.Hour
	r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		button := []dialogs.Button{{Key: "btn.yes", Data: "yes"}}
		return dialogs.Outcome{Session: s, Replies: []dialogs.Reply{say("plain", dialogs.Args{"Text": in.Text}, button)}}, true
	})
	r.webhook()
	c := r.citizen(41)
	c.Say("hello")
	r.sees(c, "hello")
	message := c.Messages()[len(c.Messages())-1].ID
	r.acknowledged(c.Press(message, "yes"), c.Press(message, "yes"))
	r.until("a toast", func() bool { return len(c.Toasts()) > 0 })
	r.stop()
	if toasts := c.Toasts(); len(toasts) != 1 || toasts[0].Text != "too much" {
		t.Errorf("toasts %+v", toasts)
	}
	r.sees(c, "hello")
}

func TestFaultsAndRepeatsUseNothingUp(t *testing.T) {
	r := newRig(t)
	r.opt.PersonBurst, r.opt.PersonEvery = 3, time.Hour
	r.webhook()
	c := r.citizen(41).Meet()
	r.store.breaks("commit", -1)
	for range 4 {
		if err := r.bot.receive(t.Context(), text(71, "one")); !errors.Is(err, errAway) {
			t.Fatalf("received: %v", err)
		}
	}
	r.store.breaks("commit", 0)
	for update, words := range map[int64]string{71: "one"} {
		for range 5 {
			if err := r.bot.receive(t.Context(), text(update, words)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for update := range int64(2) {
		if err := r.bot.receive(t.Context(), text(80+update, "more")); err != nil {
			t.Fatal(err)
		}
	}
	r.sees(c, "1: one", "2: more", "3: more")
}

// allowed makes limits apart from a bot, with what the other processes leave.
func allowed(burst int, every time.Duration, spend func() (time.Duration, error)) *limits {
	s := newLimits(Options{PersonBurst: burst, PersonEvery: every})
	s.spend = func(context.Context, int64) (time.Duration, error) { return spend() }
	return s
}

func TestTheAllowanceComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := allowed(4, time.Second, func() (time.Duration, error) { return 0, nil })
		update := int64(0)
		admitted := func() (n int) {
			for range 10 {
				update++
				if s.admits(t.Context(), event{chat: 41, update: update}) {
					n++
				}
			}
			return n
		}
		for _, step := range []struct {
			after time.Duration
			want  int
		}{{0, 4}, {0, 0}, {time.Second, 1}, {2500 * time.Millisecond, 2}, {time.Hour, 4}} {
			time.Sleep(step.after) // virtual
			if got := admitted(); got != step.want {
				t.Errorf("after %s: %d, want %d", step.after, got, step.want)
			}
		}
		if s.due(time.Now()); len(s.people) != 1 {
			t.Error("a person with a spent allowance is forgotten")
		}
		time.Sleep(time.Hour)
		if s.due(time.Now()); len(s.people) != 0 {
			t.Error("a quiet person is remembered")
		}
	})
}

func TestTheSharedHalfIsAskedLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		var wait time.Duration
		var fault error
		s := allowed(10, time.Minute, func() (time.Duration, error) { asked++; return wait, fault })
		for n := range 6 {
			if !s.admits(t.Context(), event{chat: 41, update: int64(n)}) || asked != 0 {
				t.Fatalf("update %d: the shared half was asked %d times", n, asked)
			}
		}
		wait = time.Minute
		if s.admits(t.Context(), event{chat: 41, update: 7}) || asked != 1 {
			t.Error("the other processes' word is not heard")
		}
		fault = errBroken
		if !s.admits(t.Context(), event{chat: 41, update: 8}) {
			t.Error("a fault of the store counts against the person")
		}
		if before := asked; !s.admits(t.Context(), event{chat: 41, update: 8}) || asked != before {
			t.Error("a repeat was counted")
		}
	})
}

// Whatever comes, repeated or not: nobody gets more than the allowance, each update
// counts once, and every message that was not read is told of once.
func TestAllowanceAgainstItsModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		synctest.Test(t, func(*testing.T) { playAllowance(rt) })
	})
}

func playAllowance(rt *rapid.T) {
	const burst, every = 4, time.Second
	s := allowed(burst, every, func() (time.Duration, error) { return 0, nil })
	began := time.Now()
	read, unread, told := map[int64]bool{}, map[int64]bool{}, map[int64]bool{}
	for range rapid.IntRange(1, 120).Draw(rt, "updates") {
		e := event{chat: 41, update: rapid.Int64Range(1, 60).Draw(rt, "update")}
		switch {
		case s.shuts(e):
			unread[e.update] = !told[e.update]
		case s.admits(context.Background(), e):
			read[e.update] = true
			delete(unread, e.update)
		default:
			unread[e.update] = !told[e.update]
			if s.misses(e) {
				s.tells(41, s.unread(41))
				maps.Copy(told, unread)
				clear(unread)
			}
		}
		maps.DeleteFunc(unread, func(_ int64, is bool) bool { return !is })
		if read[e.update] && unread[e.update] {
			rt.Fatalf("update %d was read and is said not to be", e.update)
		}
		if got := s.unread(41); got != len(unread) {
			rt.Fatalf("%d are unread and not told of, want %d", got, len(unread))
		}
		time.Sleep(time.Duration(rapid.IntRange(0, 900).Draw(rt, "pause")) * time.Millisecond)
	}
	if most := burst + int(time.Since(began)/every); len(read) > most {
		rt.Fatalf("%d were read, want %d at most", len(read), most)
	}
}

func TestWhenAllLanesAreFullTelegramIsAskedToComeBack(t *testing.T) {
	r := newRig(t).webhook()
	release := make(chan struct{})
	var full error
	for chat := int64(1000); full == nil; chat++ {
		for range laneQueue {
			if _, full = r.bot.lanes.submit(chat, func(*lane) error { <-release; return nil }); full != nil {
				break
			}
		}
	}
	w := r.post(text(71, "x"))
	if w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
	close(release)
	r.until("it is taken", func() bool { return r.post(text(71, "x")).Code == 200 })
}

// post calls the webhook as Telegram does.
func (r *rig) post(body []byte) *httptest.ResponseRecorder {
	req := httptest.NewRequestWithContext(r.t.Context(), "POST", "/telegram", strings.NewReader(string(body)))
	req.Header.Set(secretHeader, r.opt.WebhookSecret)
	w := httptest.NewRecorder()
	r.bot.ServeHTTP(w, req)
	return w
}

func TestReplicasShareHalfOfAnAllowance(t *testing.T) {
	r := newRig(t)
	r.opt.PersonBurst, r.opt.PersonEvery = 10, time.Hour
	r.webhook()
	c := r.citizen(41).Meet()
	replicas := []*Bot{r.bot, r.second()}
	for n := range 40 {
		r.insists(replicas[n%2], text(int64(100+n), "x"))
	}
	r.settled()
	read := 0
	for _, line := range said(c) {
		if strings.HasSuffix(line, ": x") {
			read++
		}
	}
	if read != 6+6+5 { // each one's own until more than half is gone, and what is shared
		t.Errorf("%d were read", read)
	}
}

// Who is limited may be who has just lost money.
func TestWhatTheLimitedAreToldNamesTheHelpline(t *testing.T) {
	words := real(t).opt.Words
	for _, l := range words.Languages() {
		for _, n := range []int{1, 2, 100} {
			if text, err := words.Plural(l.Tag, "limited", n, nil); err != nil || !strings.Contains(text, "1930") || !strings.Contains(text, fmt.Sprint(n)) {
				t.Errorf("%s, %d: %q, %v", l.Tag, n, text, err)
			}
		}
		if text, err := words.Text(l.Tag, "toast.limited", nil); err != nil || len([]rune(text)) > maxToast {
			t.Errorf("%s: %q, %v", l.Tag, text, err)
		}
	}
}
