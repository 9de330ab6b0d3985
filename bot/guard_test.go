package bot

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"satark/dialogs"
)

func TestAPanicIsParkedAndTheChatGoesOn(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		r.dialogue.does(func(_ dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
			if in.Text == "poison" {
				panic("my number is 9876501234")
			}
			return dialogs.Outcome{}, false
		})
		c := r.citizen(41)
		bad, good := c.Say("poison"), c.Say("well")
		r.acknowledged(bad, good)
		r.sees(c, "sorry", "1: well")
		parked, err := r.store.ParkedList(t.Context())
		if err != nil || len(parked) != 1 {
			t.Fatalf("parked: %d, %v", len(parked), err)
		}
		if p := parked[0]; p.ID != strconv.FormatInt(bad, 10) || p.Chat != 41 || !strings.Contains(p.Cause, "panic at satark/bot") || !strings.Contains(string(p.Body), "poison") {
			t.Errorf("parked %s of chat %d, cause %q", p.ID, p.Chat, p.Cause)
		}
		if strings.Contains(r.log.String()+parked[0].Cause, "9876501234") {
			t.Error("the panic's value is in the log or cause")
		}
	})
}

func TestAReplyWithoutWordsIsParked(t *testing.T) {
	for name, reply := range map[string]dialogs.Reply{
		"no such key":   say("nowhere", nil),
		"missing value": say("plain", nil),
		"odd argument":  say("plain", dialogs.Args{"Text": 1.5}),
		"no words":      say("empty", nil),
		"fat button":    say("plain", dialogs.Args{"Text": "x"}, []dialogs.Button{{Key: "btn.yes", Data: strings.Repeat("x", 65)}}),
		"dead button":   say("plain", dialogs.Args{"Text": "x"}, []dialogs.Button{{Key: "btn.yes"}}),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
				return dialogs.Outcome{Session: s, Replies: []dialogs.Reply{reply}}, in.Text == "bad"
			})
			r.start()
			c := r.citizen(41)
			c.Say("bad")
			c.Say("good")
			r.sees(c, "sorry", "1: good")
			if parked, err := r.store.ParkedList(t.Context()); err != nil || len(parked) != 1 || parked[0].Cause != "reply could not be rendered" {
				t.Errorf("parked %+v, %v", parked, err)
			}
		})
	}
}

// text is an update in which citizen 41 says something.
func text(update int64, words string) []byte {
	return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":5,"date":1700000000,"text":%q,"from":{"id":41,"first_name":"A"},"chat":{"id":41,"type":"private"}}}`, update, words)
}

func TestWhatTheStoreRefusesForEverIsParked(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41).Meet()
	r.store.breaks("commit", awayTries*strikeLimit+1)
	for n := range strikeLimit {
		err := r.bot.receive(t.Context(), text(71, "bad"))
		if last := n == strikeLimit-1; last != (err == nil) {
			t.Fatalf("call %d: %v", n+1, err)
		}
	}
	c.Say("good")
	r.sees(c, "sorry", "1: good")
	if parked, err := r.store.ParkedList(t.Context()); err != nil || len(parked) != 1 || parked[0].ID != "71" {
		t.Errorf("parked %+v, %v", parked, err)
	}
}

func TestAnOutageAloneParksNothing(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41).Meet()
	for _, method := range []string{"load", "commit", "park"} {
		r.store.breaks(method, -1)
	}
	for range 2 * strikeLimit {
		if err := r.bot.receive(t.Context(), text(71, "keep this")); !errors.Is(err, errAway) {
			t.Fatalf("received: %v", err)
		}
	}
	for _, method := range []string{"load", "commit", "park"} {
		r.store.breaks(method, 0)
	}
	if err := r.bot.receive(t.Context(), text(71, "keep this")); err != nil {
		t.Fatal(err)
	}
	r.sees(c, "1: keep this")
	if parked, err := r.store.ParkedList(t.Context()); err != nil || len(parked) != 0 {
		t.Errorf("parked %+v, %v", parked, err)
	}
}

func TestAnUpdateNewerThanWeAreIsParked(t *testing.T) {
	r := newRig(t).webhook()
	for _, body := range []string{
		`{"update_id":71,"message":{"message_id":1,"date":5,"chat":{"id":41,"type":"private"},"forward_origin":{"type":"telepathy"},"text":"hm"}}`,
		`{"update_id":72,"message":["not","an","object"]}`,
	} {
		if err := r.bot.receive(t.Context(), []byte(body)); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
	parked, err := r.store.ParkedList(t.Context())
	if err != nil || len(parked) != 2 {
		t.Fatalf("parked %d, %v", len(parked), err)
	}
	if parked[0].Chat != 41 || parked[1].Chat != 0 {
		t.Errorf("chats %d and %d", parked[0].Chat, parked[1].Chat)
	}
}

func TestOwnUpdatesAreNegativeAndSteady(t *testing.T) {
	seen := map[int64]bool{}
	for chat := int64(-3); chat < 500; chat++ {
		id := ownUpdate(chat, "a")
		if id >= 0 || id != ownUpdate(chat, "a") || seen[id] {
			t.Fatalf("chat %d: %d", chat, id)
		}
		seen[id] = true
	}
}
