package dialogs_test

import (
	"strings"
	"testing"

	"satark/dialogs"
)

// stands are sessions at which every kind of button and word can meet something: at a
// question, at the review, with reports, with a question outside any form.
func stands(t testing.TB) []dialogs.Session {
	t.Helper()
	asked := newTalk(t)
	asked.command("lost", "")
	asked.press("btn.prepare_loss")
	asked.press("btn.agree")
	asked.press("today")
	asked.press("upi")
	review := toReview(t)
	filed := toReview(t)
	filed.press("btn.submit")
	awaiting := toReview(t)
	awaiting.press("btn.submit")
	awaiting.press("btn.i_filed")
	return []dialogs.Session{{}, asked.s, review.s, filed.s, awaiting.s}
}

// toReview plays a suspicious call up to its review.
func toReview(t tb) *talk {
	k := newTalk(t)
	k.command("start", "")
	for _, button := range []string{"btn.home_suspect", "btn.triage_none", "btn.agree", "call"} {
		k.press(button)
	}
	k.say("98765 43210")
	k.say("He said my KYC has expired and wanted a fee")
	k.press("today")
	k.expect("review.suspected")
	return k
}

// FuzzPress presses any button at one of the stands: it is answered, and no answer is
// lost unless the button is one that deletes or files.
func FuzzPress(f *testing.F) {
	for _, data := range []string{"g:lost", "q:1:mode.1:upi", "q:1:bank.1:_skip", "q:1:name:_unknown", "r:1:submit", "r:1:edit:when", "r:1:add", "g:rep:SK-T011-TEST", "g:filed:SK-T011-TEST:ncrp", "g:resume:1", "::::", "q:1:when.99999999999999999999:x", strings.Repeat("é", 32)} {
		for stand := range uint8(5) {
			f.Add(data, stand)
		}
	}
	e, at := engine(), stands(f)
	f.Fuzz(func(t *testing.T, data string, stand uint8) {
		s := at[int(stand)%len(at)]
		out := e.Step(s, dialogs.Input{Kind: dialogs.InputPress, At: start, Data: data, Number: "SK-TEST-TEST"})
		if out.Need == "" && len(out.Replies) == 0 && out.Toast == "" {
			t.Errorf("press %q got no answer", data)
		}
		if !deletes(data) && answers(out.Session) < answers(s) {
			t.Errorf("press %q lost an answer", data)
		}
		checkData(t, out)
	})
}

// deletes reports whether a button takes a draft away on purpose, or makes a report of it.
func deletes(data string) bool {
	return strings.HasPrefix(data, "g:drop:") || strings.HasPrefix(data, "g:forget") || strings.HasPrefix(data, "g:decline") || strings.HasSuffix(data, ":submit") || strings.Contains(data, ":submit:")
}

// answers counts all answers and files in the drafts of a session.
func answers(s dialogs.Session) (n int) {
	for _, d := range s.Drafts {
		n += len(d.Answers) + len(d.Evidence)
	}
	return n
}

// checkData holds every button to the size that Telegram takes.
func checkData(t *testing.T, out dialogs.Outcome) {
	t.Helper()
	for _, b := range buttons(out) {
		if len(b.Data) > 64 {
			t.Errorf("a button of %d bytes: %q", len(b.Data), b.Data)
		}
	}
}

// FuzzStart opens the bot by any deep link at one of the stands.
func FuzzStart(f *testing.F) {
	for _, payload := range []string{"lost", "report_sms", "report_whatsapp", "hi", "camp_42", "\x00\u202e", strings.Repeat("a", 4096), "SK-T011-TEST", "../..", "report_é"} {
		for stand := range uint8(5) {
			f.Add(payload, stand)
		}
	}
	e, at := engine(), stands(f)
	f.Fuzz(func(t *testing.T, payload string, stand uint8) {
		s := at[int(stand)%len(at)]
		out := e.Step(s, dialogs.Input{Kind: dialogs.InputCommand, Command: "start", At: start, Payload: payload, Number: "SK-TEST-TEST"})
		if len(out.Replies) == 0 || answers(out.Session) < answers(s) || out.Report != nil {
			t.Errorf("%q: %d replies, report %v, answers %d of %d", payload, len(out.Replies), out.Report, answers(out.Session), answers(s))
		}
		if from := out.Session.Source; len(from) > 64 || strings.Trim(from, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
			t.Errorf("%q became the campaign %q", payload, from)
		}
		checkData(t, out)
	})
}

// FuzzWords says anything at one of the stands: it is answered, and no answer is lost
// unless the words make a report of the draft.
func FuzzWords(f *testing.F) {
	for _, text := range []string{"paise kat gaye", "5 हज़ार", "kal", "haan", "stop", "back", "99999999999999999999", "98765 43210 xy@ybl http://x.example/a", "\x00", "१९३०", strings.Repeat("a ", 3000)} {
		for stand := range uint8(5) {
			f.Add(text, stand)
		}
	}
	e, at := engine(), stands(f)
	f.Fuzz(func(t *testing.T, text string, stand uint8) {
		if len(text) > 4096 {
			return
		}
		s := at[int(stand)%len(at)]
		out := e.Step(s, dialogs.Input{Kind: dialogs.InputText, At: start, Text: text, Number: "SK-TEST-TEST"})
		if out.Need == "" && len(out.Replies) == 0 {
			t.Errorf("%q got no answer", text)
		}
		if out.Report == nil && answers(out.Session) < answers(s) {
			t.Errorf("%q lost an answer", text)
		}
		checkData(t, out)
	})
}
