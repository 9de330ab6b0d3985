package bot

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// The traps that bring such bots down elsewhere, each as a test, where no other test of
// this package holds it already.

// crowd calls do for each of n numbers, in no order, many at a time.
func crowd(n int, do func(i int)) {
	order := rand.Perm(n)
	var next atomic.Int64
	var work sync.WaitGroup
	for range 48 {
		work.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(order[i])
			}
		})
	}
	work.Wait()
}

// insists hands an update to a bot until it is taken, as Telegram does.
func (r *rig) insists(b *Bot, body []byte) {
	ctx := r.wait()
	for b.receive(ctx, body) != nil {
		if !pause(ctx, 5*time.Millisecond) {
			r.t.Error("an update is never taken")
			return
		}
	}
}

// second is another replica on the same store.
func (r *rig) second() *Bot {
	r.t.Helper()
	o := r.opt
	o.Store = r.command(store.Options{})
	b, err := New(o)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := b.Start(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		if err := b.Stop(r.wait()); err != nil {
			r.t.Error(err)
		}
	})
	return b
}

func TestAThousandUpdatesAtOnceAreOneTalk(t *testing.T) {
	const updates = 1000
	r := newRig(t)
	r.opt.PersonBurst = -1
	r.webhook()
	c := r.citizen(41).Meet()
	replicas := []*Bot{r.bot, r.second()}
	crowd(updates, func(i int) {
		for range 1 + i%2 { // every other one comes twice
			r.insists(replicas[rand.IntN(2)], text(int64(1000+i), fmt.Sprint("m", i)))
		}
	})
	r.until("all are answered", func() bool { return len(said(c)) >= updates })
	r.settled()
	heard := map[string]bool{}
	for n, reply := range said(c) {
		number, words, _ := strings.Cut(reply, ": ")
		if number != fmt.Sprint(n+1) || heard[words] {
			t.Fatalf("reply %d is %q", n+1, reply)
		}
		heard[words] = true
	}
	if len(heard) != updates {
		t.Errorf("%d were heard", len(heard))
	}
}

func TestAThousandSubmitsAtOnceHaveNumbersOfTheirOwn(t *testing.T) {
	const chats = 1000
	r := newRig(t)
	r.dialogue.does(filer)
	r.opt.Packs = func(fraud.Report, string, time.Time) ([]Pack, error) { return nil, nil }
	r.webhook()
	crowd(chats, func(i int) {
		chat := int64(1000 + i)
		r.server.Citizen(chat, sandbox.Profile{First: "A"}).Meet()
		for range 2 {
			r.insists(r.bot, fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":5,"date":5,"text":"file","from":{"id":%d,"first_name":"A"},"chat":{"id":%d,"type":"private"}}}`, chat, chat, chat))
		}
	})
	var numbers []string
	for i := range chats {
		all, err := r.store.Everything(t.Context(), int64(1000+i))
		if err != nil || len(all.Reports) != 1 {
			t.Fatalf("chat %d has %d reports, %v", i, len(all.Reports), err)
		}
		numbers = append(numbers, string(all.Reports[0].Number))
	}
	slices.Sort(numbers)
	near := 0
	for i := range numbers[1:] {
		switch a, b := numbers[i], numbers[i+1]; {
		case a == b:
			t.Errorf("%s was given twice", a)
		case a[:len("SK-7F3K-9")] == b[:len("SK-7F3K-9")]:
			near++ // alike but for the last digits: one in a thousand by chance
		}
	}
	if near > chats/20 {
		t.Errorf("%d numbers follow from others", near)
	}
}

func TestYesTwiceIsSaidTwice(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		c := r.citizen(41)
		r.acknowledged(c.Say("yes"), c.Say("yes"), c.Say("yes"))
		r.sees(c, "1: yes", "2: yes", "3: yes")
	})
}

func TestAnAlbumOfTenWithoutWordsIsKeptWhole(t *testing.T) {
	r := real(t).webhook()
	c := r.citizen(41)
	r.acknowledged(c.Command("report", ""))
	for _, button := range []string{":triage:none", ":agree", ":call"} {
		r.taps(c, button)
	}
	r.settled()
	before, shot := len(said(c)), picture(t, asPNG)
	files := slices.Repeat([]sandbox.Attachment{{Kind: sandbox.KindPhoto, Name: "a.png", Data: shot}}, 10)
	r.acknowledged(c.SendAlbum("", files...)...)
	r.settled()
	all, err := r.store.Everything(t.Context(), 41)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for _, ev := range all.Session.Drafts[all.Session.Active].Evidence {
		if _, ok := r.blobs.get(ev.ID); ok {
			kept[ev.ID] = true
		}
	}
	if replies := len(said(c)) - before; len(kept) != 10 || replies != 1 {
		t.Errorf("%d files are kept, with %d replies", len(kept), replies)
	}
}

func TestFiftyTapsAndOneFromLastMonthMakeOneReport(t *testing.T) {
	r := real(t).webhook()
	r.sufferReport(41, "Asha")
	c := r.citizen(41)
	draft, err := r.store.Everything(t.Context(), 41)
	if err != nil {
		t.Fatal(err)
	}
	submit := "r:" + draft.Session.Filed[0].Draft + ":submit"
	for n := range 51 {
		date := 1700000000
		if n == 50 {
			date = 0 // Telegram shows no more of a message that is older than two days
		}
		r.insists(r.bot, fmt.Appendf(nil, `{"update_id":%d,"callback_query":{"id":"q%d","from":{"id":41,"first_name":"A"},"data":%q,"message":{"message_id":2,"date":%d,"chat":{"id":41,"type":"private"}}}}`, 7000+n, n, submit, date))
	}
	r.settled()
	r.parked(0)
	all, err := r.store.Everything(t.Context(), 41)
	if err != nil || len(all.Reports) != 1 || all.Reports[0].Number != draft.Reports[0].Number {
		t.Errorf("%d reports, %v", len(all.Reports), err)
	}
	if last := said(c)[len(said(c))-1]; !strings.Contains(last, string(all.Reports[0].Number)) {
		t.Errorf("the last tap was answered %q", last)
	}
}

func TestAKillBetweenTakingAndHandlingLosesNothing(t *testing.T) {
	r := newRig(t)
	var killed atomic.Bool
	taken := make(chan struct{}, 100)
	r.dialogue.does(func(dialogs.Session, dialogs.Input) (dialogs.Outcome, bool) {
		if !killed.Load() {
			r.store.dead.Store(true) // nothing of this turn reaches the store
			taken <- struct{}{}
		}
		return dialogs.Outcome{}, false
	})
	r.start()
	c := r.citizen(41)
	c.Say("one")
	c.Say("two")
	<-taken
	r.crash()
	killed.Store(true)
	r.reopen()
	r.start()
	r.sees(c, "1: one", "2: two")
}

// A clock that jumps, either way, makes a reminder early or late, and never two of it.
func TestAClockThatJumpsFourHoursRemindsOnce(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	var ahead atomic.Int64
	r.opt.Clock = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	r.store.Store = r.command(store.Options{Now: r.opt.Clock})
	r.start()
	c := r.citizen(41)
	c.Say("file")
	r.until("packs", func() bool { return len(said(c)) == 2 })
	c.Say("remind " + said(c)[0])
	r.until("the first reminder", func() bool { return len(said(c)) == 4 })
	waiting := func() int {
		stats, err := r.store.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return stats.Deliveries
	}
	r.until("only tomorrow's waits", func() bool { return waiting() == 1 })
	for _, jump := range []time.Duration{4 * time.Hour, -4 * time.Hour, 28 * time.Hour, 0} {
		ahead.Store(int64(jump))
		word := "at " + jump.String()
		before := len(r.dialogue.inputs())
		c.Say(word)
		r.until("the bot goes on", func() bool { return len(r.dialogue.inputs()) > before })
		r.until("it was looked for what is due", r.swept())
	}
	r.until("nothing waits", func() bool { return waiting() == 0 })
	reminders := 0
	for _, text := range said(c) {
		if text == "tomorrow" {
			reminders++
		}
	}
	if reminders != 1 {
		t.Errorf("reminded %d times: %q", reminders, said(c))
	}
}

// swept tells when the bot has looked for what is due once more.
func (r *rig) swept() func() bool {
	before := r.store.calls("lease")
	return func() bool { return r.store.calls("lease") > before+1 }
}
