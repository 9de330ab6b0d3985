package bot

import (
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

// command opens the rig's store a second time, as an operator's command does.
func (r *rig) command(o store.Options) *store.Store {
	r.t.Helper()
	keys, _, err := sqlitestore.KeyFile(r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	operator, err := seal.NewOperator(keys...)
	if err != nil {
		r.t.Fatal(err)
	}
	s, err := store.Open(r.t.Context(), r.engine, operator, o)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// putBack is what satark parked retry does, and waits until the bot has seen to it.
func (r *rig) putBack(p store.Parked) {
	r.t.Helper()
	if err := r.command(store.Options{}).Again(r.t.Context(), p, KindAgain); err != nil {
		r.t.Fatal(err)
	}
	if _, err := r.store.Beat(r.t.Context()); err != nil { // frees what the command held
		r.t.Fatal(err)
	}
	r.settled()
}

// parked are all that is parked, n of them.
func (r *rig) parked(n int) []store.Parked {
	r.t.Helper()
	list, err := r.store.ParkedList(r.t.Context())
	if err != nil || len(list) != n {
		r.t.Fatalf("parked %+v, want %d (%v)\nlog: %s", list, n, err, r.log.String())
	}
	return list
}

// sick is a dialogue that panics at what starts with "poison" until it is healed.
func sick(healed *atomic.Bool) func(dialogs.Session, dialogs.Input) (dialogs.Outcome, bool) {
	return func(_ dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		if strings.HasPrefix(in.Text, "poison") && !healed.Load() {
			panic("still sick")
		}
		return dialogs.Outcome{}, false
	}
}

func TestWhatIsMendedIsAnsweredOnce(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		var healed atomic.Bool
		r.dialogue.does(sick(&healed))
		c := r.citizen(41)
		r.acknowledged(c.Say("poison"), c.Say("well"))
		r.sees(c, "sorry", "1: well")
		healed.Store(true)
		r.putBack(r.parked(1)[0])
		r.sees(c, "sorry", "1: well", "2: poison")
		r.parked(0)
	})
}

func TestWhatFailsOnceMoreIsParkedOnceMore(t *testing.T) {
	r := newRig(t)
	var healed atomic.Bool
	r.dialogue.does(sick(&healed))
	r.webhook()
	c := r.citizen(41)
	r.acknowledged(c.Say("poison"))
	r.sees(c, "sorry")
	first := r.parked(1)[0]
	for range 2 {
		r.putBack(r.parked(1)[0])
		again := r.parked(1)[0]
		if again.ID != first.ID || again.Kind != store.ParkedUpdate || string(again.Body) != string(first.Body) || again.Chat != 41 {
			t.Errorf("parked %+v, then %+v", first, again)
		}
	}
	r.sees(c, "sorry") // nobody apologises for what an operator tries
	healed.Store(true)
	r.putBack(r.parked(1)[0])
	r.sees(c, "sorry", "1: poison")
	r.parked(0)
}

// An operator's command that dies between putting back and dropping leaves the update
// parked; it is answered all the same, once, and parked no longer.
func TestWhatIsAnsweredIsNoLongerParked(t *testing.T) {
	r := newRig(t)
	var healed atomic.Bool
	r.dialogue.does(sick(&healed))
	r.webhook()
	c := r.citizen(41)
	r.acknowledged(c.Say("poison"))
	r.sees(c, "sorry")
	p := r.parked(1)[0]
	healed.Store(true)
	command := r.command(store.Options{})
	if err := command.Again(t.Context(), p, KindAgain); err != nil {
		t.Fatal(err)
	}
	if err := command.Park(t.Context(), p); err != nil { // as if it had not been dropped
		t.Fatal(err)
	}
	r.putBack(p)
	r.sees(c, "sorry", "1: poison")
	r.parked(0)
}

func TestARunThatWasCutOffIsAnsweredOnce(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41).Meet()
	d := store.Delivery{ID: "x", Chat: 41, Kind: KindAgain, Body: text(71, "kept")}
	for range 3 {
		if err := r.bot.again(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	r.sees(c, "1: kept")
}

func TestAnUpdateThatIsStillNotUnderstoodStaysParked(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41).Meet()
	strange := []byte(`{"update_id":71,"message":{"message_id":1,"date":5,"chat":{"id":41,"type":"private"},"forward_origin":{"type":"telepathy"},"text":"hm"}}`)
	if err := r.bot.receive(t.Context(), strange); err != nil {
		t.Fatal(err)
	}
	r.putBack(r.parked(1)[0])
	if p := r.parked(1)[0]; p.ID != "71" || p.Chat != 41 || p.Cause != "update in an unknown shape" {
		t.Errorf("parked %+v", p)
	}
	r.sees(c)
}

func TestAnUpdateOfAnUnknownChatStaysParked(t *testing.T) {
	r := newRig(t).webhook()
	if err := r.bot.receive(t.Context(), []byte(`{"update_id":72,"message":["not","an","object"]}`)); err != nil {
		t.Fatal(err)
	}
	p := r.parked(1)[0]
	if err := r.command(store.Options{}).Again(t.Context(), p, KindAgain); !errors.Is(err, store.ErrNoChat) {
		t.Errorf("an update of nobody is put back: %v", err)
	}
	r.parked(1)
}

func TestAChoreGivenUpIsParkedAndCanBeHadAgain(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41)
	body, err := json.Marshal(fraud.Evidence{ID: "x", FileID: "y"})
	if err != nil {
		t.Fatal(err)
	}
	c.Say("hello")
	r.sees(c, "1: hello")
	fetch := store.Delivery{ID: "fetch-1", Chat: 41, Kind: kindFetch, Body: body, Tries: choreGiveUp, Leased: r.bot.o.Clock().Add(sweepHold)}
	marked := 0
	r.bot.chores.mark = func(m store.Mark) { marked++; r.bot.marker.add(m) }
	r.bot.chores.do = nil // panics
	r.store.breaks("park", 1)
	r.bot.chores.one(t.Context(), fetch)
	r.parked(0) // the store was away: it is tried again instead
	r.bot.chores.one(t.Context(), fetch)
	p := r.parked(1)[0]
	if p.ID != "fetch-1" || p.Kind != kindFetch || p.Chat != 41 || !strings.Contains(p.Cause, "panic at") || marked != 2 {
		t.Errorf("parked %+v after %d marks", p, marked)
	}
	r.bot.chores.do = r.bot.chore
	r.putBack(p)
	r.parked(0)
	if !r.meta("x").Missing {
		t.Error("the file was not looked for")
	}
}

func TestADeliveryOfANewerVersionIsParked(t *testing.T) {
	r := newRig(t).webhook()
	r.bot.chores.one(t.Context(), store.Delivery{ID: "later-1", Chat: 41, Kind: "later", Body: []byte("{}"), Leased: r.bot.o.Clock().Add(sweepHold)})
	if p := r.parked(1)[0]; p.Kind != "later" || p.Cause != "unknown kind of delivery" {
		t.Errorf("parked %+v", p)
	}
}
