package bot

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"satark/dialogs"
	"satark/fraud"
)

// filer is a dialogue with a report in it.
func filer(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
	out := dialogs.Outcome{Session: s}
	word, number, _ := strings.Cut(in.Text, " ")
	switch word {
	case "file":
		rep := fraud.Report{Number: in.Number, Route: fraud.RouteSuspected, Status: fraud.StatusPrepared}
		out.Report, out.Created = &rep, true
		out.Replies = []dialogs.Reply{say("plain", dialogs.Args{"Text": rep.Number})}
		out.Effects = []dialogs.Effect{{Kind: dialogs.EffectPack, Number: rep.Number}}
	case "show":
		if in.Report == nil {
			return dialogs.Outcome{Need: fraud.Number(number)}, true
		}
		out.Replies = []dialogs.Reply{say("plain", dialogs.Args{"Text": string(in.Report.Status)})}
	case "close":
		if in.Report == nil {
			return dialogs.Outcome{Need: fraud.Number(number)}, true
		}
		rep := *in.Report
		rep.Status = fraud.StatusClosed
		out.Report = &rep
		out.Replies = []dialogs.Reply{say("plain", dialogs.Args{"Text": "closed"})}
	case "remind":
		out.Replies = []dialogs.Reply{say("plain", dialogs.Args{"Text": "later"})}
		for name, after := range map[string]time.Duration{"now": 0, "tomorrow": 24 * time.Hour} {
			out.Effects = append(out.Effects, dialogs.Effect{Kind: dialogs.EffectRemind, At: in.At.Add(after), Number: fraud.Number(number),
				Reply: &dialogs.Reply{Key: "plain", Args: dialogs.Args{"Text": name}}})
		}
	case "menu":
		s.Lang = "brx"
		out.Session = s
		out.Effects = []dialogs.Effect{{Kind: dialogs.EffectMenu}}
	case "export":
		out.Effects = []dialogs.Effect{{Kind: dialogs.EffectExport}}
	case "forget":
		out.Replies = []dialogs.Reply{say("plain", dialogs.Args{"Text": "bye"})}
		out.Effects = []dialogs.Effect{{Kind: dialogs.EffectForget}}
	default:
		return out, false
	}
	return out, true
}

func TestAReportAndItsPacks(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	r.start()
	c := r.citizen(41)
	c.Say("file")
	r.until("packs", func() bool { return len(said(c)) == 2 })
	number := said(c)[0]
	pack := c.Messages()[2]
	if pack.Text != "pack en "+number || len(pack.Buttons) != 2 || pack.Buttons[0][0].Copy != number || pack.Buttons[1][0].URL == "" {
		t.Errorf("pack %q %+v", pack.Text, pack.Buttons)
	}
	c.Say("show " + number)
	r.sees(c, number, pack.Text, "prepared")
	c.Say("show SK-0000-0000")
	r.sees(c, number, pack.Text, "prepared", "withdrawn")
}

func TestATakenNumberIsDrawnAgain(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	numbers := make(chan fraud.Number, 4)
	for _, n := range []fraud.Number{"SK-1111-1111", "SK-1111-1111", "SK-2222-2222"} {
		numbers <- n
	}
	r.opt.Numbers = func() (fraud.Number, error) { return <-numbers, nil }
	r.start()
	a, b := r.citizen(41), r.citizen(42)
	a.Say("file")
	r.sees(a, "SK-1111-1111", "pack en SK-1111-1111")
	b.Say("file")
	r.sees(b, "SK-2222-2222", "pack en SK-2222-2222")
}

func TestPacksThatFailAreMadeLaterAndTheReportIsKept(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	failures := make(chan struct{}, 1)
	failures <- struct{}{}
	r.opt.Packs = func(rep fraud.Report, lang string, now time.Time) ([]Pack, error) {
		select {
		case <-failures:
			return nil, errors.New("no words")
		default:
			return r.packs(rep, lang, now)
		}
	}
	r.start()
	c := r.citizen(41)
	c.Say("file")
	r.until("packs", func() bool { return len(said(c)) == 2 })
	if got := said(c); got[1] != "pack en "+got[0] {
		t.Errorf("said %q", got)
	}
}

func TestReminders(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	r.start()
	c := r.citizen(41)
	c.Say("file")
	r.until("packs", func() bool { return len(said(c)) == 2 })
	number := said(c)[0]
	c.Say("remind " + number)
	r.until("the first reminder", func() bool { return len(said(c)) == 4 })
	if got := said(c)[3]; got != "now" {
		t.Errorf("reminded of %q", got)
	}
	// The other one waits for tomorrow.
	if stats, err := r.store.Stats(t.Context()); err != nil || stats.Deliveries == 0 {
		t.Errorf("nothing waits: %+v, %v", stats, err)
	}
}

func TestNoReminderOfAClosedReport(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	r.start()
	c := r.citizen(41)
	c.Say("file")
	r.until("packs", func() bool { return len(said(c)) == 2 })
	number := said(c)[0]
	c.Say("close " + number)
	r.until("closed", func() bool { return len(said(c)) == 3 })
	r.settled()
	c.Say("remind " + number)
	r.until("only tomorrow's waits", func() bool {
		stats, err := r.store.Stats(t.Context())
		return err == nil && stats.Deliveries == 1 && len(said(c)) == 4
	})
}

func TestExport(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	r.start()
	c := r.citizen(41)
	c.Say("file")
	r.until("packs", func() bool { return len(said(c)) == 2 })
	c.Say("export")
	r.until("the files", func() bool { return len(said(c)) == 4 })
	all := c.Messages()
	page, m := all[len(all)-2], all[len(all)-1]
	if page.File == nil || page.File.Name != exportPageName || page.Text != "yours" || !strings.Contains(string(page.File.Data), "<!DOCTYPE html>") {
		t.Fatalf("sent %+v", page)
	}
	if m.File == nil || m.File.Name != exportName || m.Text != "for machines" {
		t.Fatalf("sent %+v", m)
	}
	var got exported
	if err := json.Unmarshal(m.File.Data, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Reports) != 1 || len(got.Transcript) < 4 || got.Session.Serial != 2 {
		t.Errorf("exported %d reports, %d lines, session %+v", len(got.Reports), len(got.Transcript), got.Session)
	}
}

func TestForget(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	r.start()
	c := r.citizen(41)
	c.Say("hello")
	c.Say("forget")
	r.sees(c, "1: hello", "bye", "gone")
	r.until("forgotten", func() bool {
		all, err := r.store.Everything(t.Context(), 41)
		return err == nil && len(all.Transcript) == 0
	})
	c.Say("hello")
	r.sees(c, "1: hello", "bye", "gone", "1: hello")
}

func TestTheMenuOfAChatSpeaksItsLanguage(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(filer)
	r.start()
	c := r.citizen(41)
	c.Say("menu")
	r.until("menu set", func() bool {
		menu, err := r.bot.api.lib.GetMyCommands(t.Context(), &tg.GetMyCommandsParams{Scope: &models.BotCommandScopeChat{ChatID: 41}})
		return err == nil && len(menu) == len(commandNames()) && menu[0].Description == "brx cmd.start"
	})
}

func TestTheBotIntroducesItselfAndTriesAgain(t *testing.T) {
	r := newRig(t)
	r.start()
	r.until("introduced", func() bool { return strings.Count(methods(r), "setMyShortDescription") == 3 })
	for _, call := range r.server.Calls() {
		if !call.OK {
			t.Errorf("%s: %s", call.Method, call.Description)
		}
	}
}

func TestBeforeConsentNothingIsWrittenDown(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
		return dialogs.Outcome{Session: s, Unrecorded: true, Replies: []dialogs.Reply{say("plain", dialogs.Args{"Text": "hm"})}}, true
	})
	r.start()
	c := r.citizen(41)
	c.Say("a secret thought")
	r.sees(c, "hm")
	if lines, err := r.store.Transcript(t.Context(), 41, 0, -1); err != nil || len(lines) != 0 {
		t.Errorf("written down: %v, %v", lines, err)
	}
}

func TestGroupsAndBotsAreNotConversedWith(t *testing.T) {
	r := newRig(t).webhook()
	for _, body := range []string{
		`{"update_id":1,"message":{"message_id":1,"date":5,"chat":{"id":-100,"type":"supergroup"},"from":{"id":41},"text":"/start"}}`,
		`{"update_id":2,"message":{"message_id":1,"date":5,"chat":{"id":41,"type":"private"},"from":{"id":41,"is_bot":true},"text":"hm"}}`,
		`{"update_id":3,"message":{"message_id":1,"date":5,"chat":{"id":41,"type":"private"},"from":{"id":41},"message_auto_delete_timer_changed":{"message_auto_delete_time":5}}}`,
		`{"update_id":4,"channel_post":{"message_id":1,"date":5,"chat":{"id":-5,"type":"channel"},"text":"hm"}}`,
		`{"update_id":5,"inline_query":{"id":"5","from":{"id":41},"query":"x"}}`,
	} {
		if err := r.bot.receive(t.Context(), []byte(body)); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
	if got := r.dialogue.inputs(); len(got) != 0 {
		t.Errorf("conversed: %+v", got)
	}
}
