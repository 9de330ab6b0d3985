package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
)

func TestFaultsOfTheServer(t *testing.T) {
	for name, faults := range map[string]sandbox.Faults{
		"too many":   {TooMany: 2, RetryAfter: 1},
		"outage":     {Outage: 2},
		"too slow":   {Delay: 20 * time.Millisecond},
		"duplicates": {Duplicate: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t).webhook()
			c := r.citizen(41)
			c.Say("first")
			r.sees(c, "1: first")
			r.server.SetFaults(faults)
			c.Say("second")
			c.Say("third")
			r.sees(c, "1: first", "2: second", "3: third")
			r.settled()
		})
	}
}

// settled waits until nothing is left to be sent.
func (r *rig) settled() {
	r.t.Helper()
	r.until("everything is marked", func() bool {
		stats, err := r.store.Stats(r.t.Context())
		return err == nil && stats.Deliveries == 0
	})
}

func TestALostAnswerSendsAgainRatherThanNever(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41)
	c.Say("first")
	r.sees(c, "1: first")
	c.SetFaults(sandbox.Faults{DropReplies: 1})
	c.Say("second")
	r.sees(c, "1: first", "2: second", "2: second")
	r.settled()
}

func TestWhoBlocksTheBotIsLeftAlone(t *testing.T) {
	r := newRig(t).webhook()
	c, other := r.citizen(41), r.citizen(42)
	c.SetFaults(sandbox.Faults{Blocked: true})
	r.acknowledged(c.Say("hello"), other.Say("hello"))
	r.sees(other, "1: hello")
	r.settled()
	c.SetFaults(sandbox.Faults{})
	c.Say("back")
	r.sees(c, "2: back")
}

func TestBlockAndUnblockAreAcknowledged(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41)
	c.Say("hello")
	r.sees(c, "1: hello")
	r.acknowledged(c.Block())
	r.acknowledged(c.Unblock())
	c.Say("again")
	r.sees(c, "1: hello", "2: again")
}

func TestFloodOfOneChatLeavesOthersAlone(t *testing.T) {
	r := newRig(t).webhook()
	c, other := r.citizen(41), r.citizen(42)
	c.SetFaults(sandbox.Faults{TooMany: 1, RetryAfter: 600})
	r.acknowledged(c.Say("hello"))
	r.until("told to slow down", func() bool { return strings.Contains(calls(r), "41:429") })
	other.Say("hello")
	r.sees(other, "1: hello")
	if got := said(c); len(got) != 0 {
		t.Errorf("sent to who was to be left alone: %q", got)
	}
}

func calls(r *rig) string {
	var b strings.Builder
	for _, c := range r.server.Calls() {
		fmt.Fprintf(&b, "%d:%d ", c.Chat, c.Code)
	}
	return b.String()
}

func TestWordsOfCitizensAreEscaped(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		return dialogs.Outcome{Session: s, Replies: []dialogs.Reply{say("bold", dialogs.Args{"Text": in.Text})}}, true
	})
	r.start()
	c := r.citizen(41)
	nasty := []string{`<b>x</i> & "q" <a href='tg://user?id=1'>y</a>`, "&lt;b&gt;", "</b>", "a < b > c && d"}
	for _, text := range nasty {
		c.Say(text)
	}
	r.sees(c, nasty...)
}

func TestAMessageTelegramCannotReadIsSaidPlainly(t *testing.T) {
	r := newRig(t)
	r.opt.Words = broken{}
	r.start()
	c := r.citizen(41)
	c.Say("x")
	r.sees(c, "1: x & more")
}

// broken is a catalogue with a fault that no test of it found.
type broken struct{ phrasebook }

func (broken) Text(_, key string, args map[string]any) (string, error) {
	if key == "echo" {
		return phrasebook{}.Text("en", "echo", map[string]any{"N": args["N"], "Text": "<blink>x &amp; more"})
	}
	return phrasebook{}.Text("en", key, args)
}

func TestButtonsPressesAndEdits(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		rows := [][]dialogs.Button{{{Key: "btn.yes", Data: "y"}, {Text: "Copy me", Copy: "SK-1"}}, {{Text: "Site", URL: "https://example.org/"}}}
		reply := say("plain", dialogs.Args{"Text": "ask " + in.Text}, rows...)
		if in.Kind == dialogs.InputPress {
			reply = say("plain", dialogs.Args{"Text": "pressed " + in.Data})
			reply.Replace = true
		}
		return dialogs.Outcome{Session: s, Replies: []dialogs.Reply{reply}, Toast: "toast"}, true
	})
	r.webhook()
	c := r.citizen(41)
	c.Say("one")
	r.sees(c, "ask one")
	question := c.Messages()[1].ID
	if _, err := c.PressLabel("Yes & no"); err != nil {
		t.Fatal(err)
	}
	r.sees(c, "pressed y")
	r.until("toast", func() bool { return len(c.Toasts()) == 1 && c.Toasts()[0].Text == "noted" })
	// The same press again changes nothing on the screen, and is answered.
	r.acknowledged(c.Press(question, "y"))
	r.until("toast", func() bool { return len(c.Toasts()) == 2 })
	r.settled()
	r.sees(c, "pressed y")
}

func TestARepeatedPressIsAnsweredEachTime(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41)
	c.Say("x")
	r.sees(c, "1: x")
	r.server.SetFaults(sandbox.Faults{Duplicate: true})
	r.acknowledged(c.Press(c.Messages()[1].ID, "y"))
	r.until("both answered", func() bool { return strings.Count(methods(r), "answerCallbackQuery") == 2 })
	r.sees(c, "1: x", "2: y")
}

func methods(r *rig) string {
	var b strings.Builder
	for _, c := range r.server.Calls() {
		b.WriteString(c.Method + " ")
	}
	return b.String()
}

func TestCardsAndKeyboards(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		card := dialogs.Reply{Card: &dialogs.Card{Phone: "1930", NameKey: "name.1930"}}
		ask := say("plain", dialogs.Args{"Text": "share?"})
		ask.Ask = dialogs.AskContact
		if in.Kind == dialogs.InputContact {
			ask = say("plain", dialogs.Args{"Text": "own " + yesNo(in.Contact.Own) + " " + in.Contact.Phone})
			ask.Ask = dialogs.AskRemove
		}
		return dialogs.Outcome{Session: s, Replies: []dialogs.Reply{card, ask}}, true
	})
	r.start()
	c := r.citizen(41)
	c.Say("money gone")
	r.sees(c, "", "share?")
	if m := c.Messages()[1]; m.Contact == nil || m.Contact.Phone != "1930" || m.Contact.First != "Helpline" {
		t.Errorf("card %+v", m.Contact)
	}
	c.ShareContact("+919876501234")
	r.sees(c, "", "share?", "", "own yes +919876501234")
	if c.Keyboard() != nil {
		t.Error("the keyboard is still there")
	}
	c.SendContact(sandbox.Contact{Phone: "+919000000001", First: "Thug", UserID: 7})
	r.sees(c, "", "share?", "", "own yes +919876501234", "", "own no +919000000001")
}

func TestLongWordsComeInPieces(t *testing.T) {
	r := newRig(t)
	long := strings.TrimSpace(strings.Repeat("नमस्ते दुनिया & more\n", 400))
	r.dialogue.does(func(s dialogs.Session, _ dialogs.Input) (dialogs.Outcome, bool) {
		return dialogs.Outcome{Session: s, Replies: []dialogs.Reply{say("bold", dialogs.Args{"Text": long}, []dialogs.Button{{Key: "btn.yes", Data: "y"}})}}, true
	})
	r.start()
	c := r.citizen(41)
	c.Say("x")
	r.until("all pieces", func() bool {
		return strings.Join(strings.Fields(strings.Join(said(c), "\n")), " ") == strings.Join(strings.Fields(long), " ")
	})
	all := c.Messages()
	for i, m := range all[1:] {
		if last := i == len(all)-2; last != (len(m.Buttons) > 0) {
			t.Errorf("piece %d of %d: buttons %v", i, len(all)-1, m.Buttons)
		}
	}
}
