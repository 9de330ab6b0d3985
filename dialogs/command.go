package dialogs

import "strings"

// command answers "/lost" and its like. An unknown command shows the home screen.
func (t *turn) command() {
	switch t.in.Command {
	case "start":
		t.deepLink(t.in.Payload)
	case "lost", "1930":
		t.emergency()
	case "report":
		t.suspect("")
	case "reports":
		t.reports()
	case "language", "lang":
		t.languageMenu()
	case "help":
		t.help()
	case "privacy":
		t.notice()
	case "mydata":
		t.myData()
	case "forget":
		t.askForget()
	case "cancel", "stop":
		t.stop()
	default:
		t.home()
	}
}

// deepLink answers /start with a payload: "lost", "report_sms" and its like, a
// language as "hi", or a campaign code, which is remembered and changes nothing.
func (t *turn) deepLink(payload string) {
	p := strings.ToLower(payload)
	medium, isReport := strings.CutPrefix(p, "report_")
	switch {
	case p == "lost":
		t.emergency()
	case p == "report":
		t.suspect("")
	case isReport:
		if q := t.e.forms[formSuspected].question("medium"); q.option(medium) == nil {
			medium = map[string]string{"whatsapp": "whatsapp_text"}[medium]
		}
		t.suspect(medium)
	default:
		if p != "" && t.s.Source == "" {
			t.s.Source = campaign(p)
		}
		t.home()
	}
}

// campaign keeps what a deep link may hold: letters, digits, - and _, 64 at most.
func campaign(p string) string {
	keep := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return -1
	}
	p = strings.Map(keep, p)
	return p[:min(len(p), 64)]
}

// spokenCommand answers words that mean a command: back, skip, stop, help. It
// reports whether the text was one.
func (t *turn) spokenCommand() bool {
	w, text := t.e.words, t.in.Text
	d := t.s.draft()
	switch {
	case w.is("cancel", text):
		t.stop()
	case w.is("help", text):
		t.help()
	case t.e.languageNamed(text) != "":
		t.setLanguage(t.e.languageNamed(text))
	case d == nil:
		return false
	case w.is("back", text):
		t.navigate(d, navBack)
	case d.At != "" && w.is("skip", text):
		t.navigate(d, navSkip)
	case d.At != "" && w.is("dont_know", text):
		t.navigate(d, navUnknown)
	case w.is("done", text) && t.asking(KindMedia):
		t.navigate(d, navDone)
	default:
		return false
	}
	return true
}

// asking reports whether the question on the screen is of kind k.
func (t *turn) asking(k Kind) bool {
	d := t.s.draft()
	if d == nil {
		return false
	}
	q, _ := t.e.forms[d.Form].locate(d.At)
	return q != nil && q.Kind == k
}
