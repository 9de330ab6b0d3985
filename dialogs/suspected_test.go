package dialogs_test

import (
	"strings"
	"testing"

	"satark/dialogs"
	"satark/fraud"
)

// suspectByCall plays the shortest whole report of a call, everything typed.
func suspectByCall(t tb) *talk {
	k := newTalk(t)
	k.command("start", "")
	k.press("btn.home_suspect")
	k.press("btn.triage_none")
	k.press("btn.agree")
	k.press("call")
	k.say("98765 43210")
	k.say("He said my bank KYC has expired and wanted me to install an app")
	k.press("today")
	k.expect("review.suspected")
	k.press("btn.submit")
	return k
}

func TestSuspectedCallInNineSteps(t *testing.T) {
	k := suspectByCall(t)
	if k.turns > 9 {
		t.Errorf("%d taps and messages, want at most 9", k.turns)
	}
	r := k.reports[k.created[0]]
	s := r.Suspicion
	want := fraud.Identifier{Kind: fraud.KindMobile, Value: "+919876543210"}
	if s.Medium != fraud.MediumCall || s.Category != fraud.CategoryKYC || len(s.Suspect) != 1 || s.Suspect[0] != want {
		t.Errorf("report %+v", s)
	}
	if r.Decision.Row != 9 || r.Status != fraud.StatusPrepared {
		t.Errorf("decision %+v, status %s", r.Decision, r.Status)
	}
}

func TestForwardedSMSInFiveSteps(t *testing.T) {
	k := newTalk(t)
	k.step(dialogs.Input{Kind: dialogs.InputText, Forwarded: &dialogs.Origin{At: start, Name: "Ravi"},
		Text: "VM-HDFCBK-S: Dear customer your KYC is expired. Account will be blocked. Update at http://hdfc-kyc.in/login"})
	k.expect("understood")
	k.press("btn.triage_none")
	k.press("btn.agree")
	k.press("today")
	for _, l := range k.last.Replies[0].Lines {
		if shown, ok := l.Args["Value"].(string); ok && strings.Contains(shown, "hdfc-kyc.in") {
			t.Errorf("the review shows a link that can be tapped: %s", shown)
		}
	}
	k.press("btn.submit")
	if k.turns > 5 {
		t.Errorf("%d taps and messages, want at most 5", k.turns)
	}
	s := k.reports[k.created[0]].Suspicion
	if s.Medium != fraud.MediumSMS || s.Category != fraud.CategoryKYC || s.Suspect[0].Value != "VM-HDFCBK-S" {
		t.Errorf("report %+v", s)
	}
	if len(s.Contacts) != 1 || s.Contacts[0].Kind != fraud.KindURL {
		t.Errorf("contacts %+v", s.Contacts)
	}
}

func TestForwardsThatNameTheirSender(t *testing.T) {
	for name, c := range map[string]struct {
		origin        dialogs.Origin
		medium, value string
	}{
		"an SMS header as the name": {dialogs.Origin{Name: "VM-HDFCBK"}, "sms", "VM-HDFCBK"},
		"a public Telegram chat":    {dialogs.Origin{Name: "Easy Money", Handle: "@easy_money_99"}, "telegram", "@easy_money_99"},
		"a friend who passes it on": {dialogs.Origin{Name: "Ravi"}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t)
			k.step(dialogs.Input{Kind: dialogs.InputText, Text: "Your account will be blocked today, update KYC", Forwarded: &c.origin})
			d := k.s.Drafts[k.s.Pending]
			if got := d.Answers["medium"].Code; got != c.medium {
				t.Errorf("medium %q, want %q", got, c.medium)
			}
			if ids := d.Answers["suspect"].IDs; c.value != "" && (len(ids) != 1 || ids[0].Value != c.value) || c.value == "" && len(ids) > 0 {
				t.Errorf("suspect %+v, want %q", ids, c.value)
			}
		})
	}
}

func TestMediumOfAStory(t *testing.T) {
	for text, want := range map[string]string{
		"I got a call from 9876543210 about my KYC":                  "call",
		"Mujhe SBI se call aaya, bola KYC update karo":               "call",
		"मुझे फोन आया कि खाता बंद हो जाएगा":                          "call",
		"Dear customer your power will be cut, call 9876543210 now":  "", // a pasted message tells to call
		"they made a whatsapp call in police uniform":                "whatsapp_call",
		"WhatsApp par job offer aaya, ghar baithe kamaye":            "whatsapp_text",
		"instagram par ek ladki ne investment ke liye bola mujhe":    "social",
		"a man came to my house and wanted my KYC papers right away": "",
	} {
		k := newTalk(t)
		k.say(text)
		d := k.s.Drafts[k.s.Pending]
		if d == nil {
			t.Errorf("%q was not understood: %v", text, keys(k.last))
		} else if got := d.Answers["medium"].Code; got != want {
			t.Errorf("%q: medium %q, want %q", text, got, want)
		}
	}
}

func TestSuspectedBranches(t *testing.T) {
	for name, c := range map[string]struct {
		medium, suspect, when string
		note                  string
		row                   int
	}{
		"sms with header":    {"sms", "VM-HDFCBK-S", "today", "", 9},
		"sms without header": {"sms", "9876543210", "yesterday", "", 9},
		"whatsapp call":      {"whatsapp_call", "+92 300 1234567", "now", "", 9},
		"whatsapp text":      {"whatsapp_text", "+919876543210", "now", "", 9},
		"too old":            {"call", "9876543210", "old", "note.too_old", 10},
		"telegram":           {"telegram", "@easy_money", "today", "note.not_chakshu", 11},
	} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t)
			k.command("report", "")
			k.press("btn.triage_none")
			k.press("btn.agree")
			k.press(c.medium)
			k.say(c.suspect)
			k.say("guaranteed profit in stock trading, join VIP group")
			k.press(c.when)
			review := k.last.Replies[len(k.last.Replies)-1]
			found := c.note == ""
			for _, l := range review.Lines {
				found = found || l.Key == c.note
			}
			if !found {
				t.Errorf("review lacks %s: %+v", c.note, review.Lines)
			}
			k.press("btn.submit")
			if d := k.reports[k.created[0]].Decision; d.Row != c.row {
				t.Errorf("row %d, want %d", d.Row, c.row)
			}
		})
	}
}

func TestHiddenNumberAndForeignCall(t *testing.T) {
	k := newTalk(t)
	k.command("start", "report_call")
	k.press("btn.triage_none")
	k.press("btn.agree")
	k.expect("q.suspected.suspect.call")
	k.press("as91")
	k.expect("q.suspected.suspect.call") // the number itself is still asked for
	k.press("hidden")
	k.say("police officer said digital arrest")
	k.press("today")
	k.press("btn.submit")
	r := k.reports[k.created[0]]
	if !r.Suspicion.ShownAs91 || len(r.Suspicion.Suspect) != 0 || r.Decision.Row != 12 {
		t.Errorf("report %+v decision %+v", r.Suspicion, r.Decision)
	}
}
