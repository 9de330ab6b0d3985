package bot

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"satark/bot/sandbox"
)

// heardAndSaid is what the store holds of a chat's talk.
func (f *fleet) heardAndSaid(chat int64) (heard, said []string, serial int) {
	f.t.Helper()
	all, err := f.any().store.Everything(f.t.Context(), chat)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, l := range all.Transcript {
		if l.Who == "citizen" {
			heard = append(heard, l.Text)
		} else {
			said = append(said, l.Text)
		}
	}
	return heard, said, all.Session.Serial
}

// allSaid waits until all of a citizen's words were answered on the screen, and holds the
// answers against the transcript: each once, in the order of the turns, but for so many
// that may be doubled.
func (f *fleet) allSaid(c *sandbox.Citizen, words []string, doubled int) {
	f.t.Helper()
	f.until(fmt.Sprintf("all %d words of %d are answered", len(words), c.ID()), func() bool {
		return len(slices.Compact(said(c))) >= len(words)
	})
	heard, answers, serial := f.heardAndSaid(c.ID())
	if serial != len(words) {
		f.t.Errorf("chat %d: %d turns for %d words", c.ID(), serial, len(words))
	}
	for n, text := range heard {
		if want := fmt.Sprintf("%d: %s", n+1, text); n >= len(answers) || answers[n] != want {
			f.t.Fatalf("chat %d, turn %d: answers %q, want %q there", c.ID(), n+1, answers, want)
		}
	}
	slices.Sort(heard)
	if !slices.Equal(heard, slices.Sorted(slices.Values(words))) {
		f.t.Errorf("chat %d: heard %q, want each of %q once", c.ID(), heard, words)
	}
	shown := said(c)
	if once := slices.Compact(slices.Clone(shown)); !slices.Equal(once, answers) || len(shown)-len(once) > doubled {
		f.t.Errorf("chat %d shows %q, want %q with %d doubled at most", c.ID(), shown, answers, doubled)
	}
}

func TestUpdatesAtRandomOverReplicasAreOneSerialTalk(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fleet) {
		const updates, chats = 1000, 4
		f.balanced().join(3)
		words := map[int64][]string{}
		var posts []string
		for n := range updates {
			chat := int64(41 + n%chats)
			word := fmt.Sprint("w", n)
			words[chat] = append(words[chat], word)
			posts = append(posts, fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1700000000,"text":%q,"from":{"id":%d,"first_name":"A"},"chat":{"id":%d,"type":"private"}}}`,
				1_000_000+n, 100_000+n, word, chat, chat))
			if n%5 == 0 { // as when an answer was lost on the way
				posts = append(posts, posts[len(posts)-1])
			}
			f.citizen(chat).Meet()
		}
		rand.Shuffle(len(posts), func(i, j int) { posts[i], posts[j] = posts[j], posts[i] })
		next := make(chan string, len(posts))
		for _, p := range posts {
			next <- p
		}
		close(next)
		var telegram sync.WaitGroup
		for range 32 {
			telegram.Go(func() {
				for p := range next {
					f.post(p)
				}
			})
		}
		telegram.Wait()
		for chat := range words {
			f.allSaid(f.citizen(chat), words[chat], 0)
		}
	})
}

// post is Telegram with one update: it comes again until somebody takes it.
func (f *fleet) post(body string) {
	ctx := f.wait()
	for {
		req := httptest.NewRequestWithContext(ctx, http.MethodPost, "/telegram", strings.NewReader(body))
		req.Header.Set(secretHeader, f.opt.WebhookSecret)
		w := httptest.NewRecorder()
		f.ServeHTTP(w, req)
		if w.Code == http.StatusOK {
			return
		}
		if !pause(ctx, 20*time.Millisecond) {
			f.t.Errorf("an update was not taken: status %d\nlog: %s", w.Code, f.log.String())
			return
		}
	}
}

// troupe is some citizens who talk all the while.
type troupe struct {
	f     *fleet
	all   []*sandbox.Citizen
	words map[int64][]string
	round int
}

func (f *fleet) troupe(n int) *troupe {
	t := &troupe{f: f, words: map[int64][]string{}}
	for i := range n {
		t.all = append(t.all, f.citizen(int64(41+i)))
	}
	return t
}

// talk lets each of them say so many words.
func (t *troupe) talk(n int) {
	for range n {
		t.round++
		for _, c := range t.all {
			word := fmt.Sprint("w", t.round)
			c.Say(word)
			t.words[c.ID()] = append(t.words[c.ID()], word)
		}
	}
}

func (t *troupe) check(doubled int) {
	t.f.t.Helper()
	for _, c := range t.all {
		t.f.allSaid(c, t.words[c.ID()], doubled)
	}
}

// killOne lets one of some members die while it sends: Telegram has its third message, and
// everything is lost before that can be written down. People go on talking.
func (f *fleet) killOne(all *troupe, some ...*member) *member {
	f.t.Helper()
	dead := make(chan *member, 1)
	var once sync.Once
	for _, m := range some {
		at := m.line.messages.Load() + 3
		m.line.watch(nil, func(now int64) {
			if now >= at {
				once.Do(func() {
					m.store.dead.Store(true)
					m.line.dead.Store(true)
					dead <- m
				})
			}
		})
	}
	all.talk(4)
	select {
	case m := <-dead:
		f.kill(m)
		all.talk(2)
		return m
	case <-f.wait().Done():
		f.t.Fatalf("nobody sent three messages\nlog: %s", f.log.String())
		return nil
	}
}

// One dies, and another loses its store for longer than it is believed to live: the third
// goes on with what both held. When the second has its store back it leaves that alone.
func TestTheOthersGoOnWithWhatADeadAndALostOneHeld(t *testing.T) {
	f := embeddedFleet(t).balanced()
	f.opt.ChatRate, f.opt.ChatBurst = 3, 1
	f.join(3)
	f.leader()
	all := f.troupe(6)
	all.talk(6)
	f.killOne(all, f.list()[0])
	lost, third := f.list()[0], f.list()[1]
	patient := f.citizen(90).Meet()
	var words []string
	for n := range 8 { // lines that it holds
		words = append(words, fmt.Sprint("p", n))
		body := fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%d,"date":5,"text":%q,"from":{"id":90,"first_name":"A"},"chat":{"id":90,"type":"private"}}}`,
			5000+n, 5000+n, words[n])
		if err := lost.bot.receive(t.Context(), body); err != nil {
			t.Fatal(err)
		}
	}
	lost.store.dead.Store(true)
	lost.bot.health.storeFailed()
	all.talk(2)
	f.until("the third is alone", func() bool { return third.bot.Leader() && third.bot.life.replicas() == 1 })
	f.allSaid(patient, words, 1)
	lost.store.dead.Store(false)
	all.talk(2)
	all.check(2) // what either had with Telegram
	f.until("the lost one is back", func() bool { return third.bot.life.replicas() == 2 && lost.bot.left() > sendTime })
	all.talk(2)
	all.check(2)
	f.allSaid(patient, words, 1)
}

func TestAnotherPollsWhenTheFirstIsDead(t *testing.T) {
	f := embeddedFleet(t).join(2)
	all := f.troupe(3)
	first := f.leader()
	f.killOne(all, first)
	f.begin(first.place) // so that nobody waits for the end of its life
	all.check(1)
}

func TestWhoBeginsInThePlaceOfAKilledOneSetsFreeWhatThatHeld(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fleet) {
		f.balanced().join(3)
		all := f.troupe(5)
		f.begin(f.killOne(all, f.list()...).place)
		all.check(1)
	})
}

func TestARollingRestartUnderLoadLosesNothing(t *testing.T) {
	for name, hook := range map[string]bool{"polling": false, "webhook": true} {
		t.Run(name, func(t *testing.T) {
			onEachEngine(t, func(t *testing.T, f *fleet) {
				if hook {
					f.balanced()
				}
				f.join(3)
				all := f.troupe(5)
				for _, old := range f.list() {
					all.talk(3)
					stopped := make(chan struct{})
					go func() { f.leave(old); close(stopped) }()
					all.talk(3)
					<-stopped
					all.talk(1)
					f.join(1)
				}
				all.check(0)
			})
		})
	}
}

func TestTheRateIsThatOfAllReplicas(t *testing.T) {
	f := embeddedFleet(t).join(2)
	f.until("both know of each other", func() bool {
		return !slices.ContainsFunc(f.list(), func(m *member) bool { return m.bot.life.replicas() != 2 })
	})
	for _, m := range f.list() {
		m.bot.sender.mu.Lock()
		every := m.bot.sender.budget.every
		m.bot.sender.mu.Unlock()
		if want := 2 * time.Second / time.Duration(f.opt.Rate); every != want {
			t.Errorf("a message every %s, want %s", every, want)
		}
	}
	f.leave(f.list()[0])
	left := f.list()[0].bot
	if err := left.beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	left.sender.mu.Lock()
	defer left.sender.mu.Unlock()
	if every := left.sender.budget.every; every != time.Second/time.Duration(f.opt.Rate) || !left.Leader() {
		t.Errorf("alone: a message every %s, leader %t", every, left.Leader())
	}
}

func TestWhoDoesNotLeadIsReady(t *testing.T) {
	f := embeddedFleet(t).join(2)
	f.until("both are ready", func() bool {
		return !slices.ContainsFunc(f.list(), func(m *member) bool { return m.bot.Ready() != nil })
	})
	led := f.leader()
	f.citizen(41).Say("x")
	f.sees(f.citizen(41), "1: x")
	polls := 0
	for _, m := range f.list() {
		if m != led && m.store.calls("commit") > 0 {
			polls++
		}
	}
	if polls > 0 {
		t.Errorf("%d took updates though another leads", polls)
	}
}

func TestWhoElsePollsIsWaitedOut(t *testing.T) {
	f := embeddedFleet(t).join(1)
	c := f.citizen(41)
	f.acknowledged(c.Say("one"))
	// A process that does not know that another leads: Telegram ends the question of ours.
	resp, err := http.Post(f.url+"/bot"+rigToken+"/getUpdates", "application/json", strings.NewReader(`{"timeout":0}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	f.until("the conflict is noticed", func() bool {
		var all strings.Builder
		f.list()[0].bot.WriteMetrics(&all)
		return strings.Contains(all.String(), "satark_bot_poll_conflicts_total 1")
	})
	f.acknowledged(c.Say("two"))
	f.sees(c, "1: one", "2: two")
	if log := f.log.String(); strings.Contains(log, "trying again") {
		t.Errorf("the log warns: %s", log)
	}
}
