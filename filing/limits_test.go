package filing

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"satark/fraud"
)

func TestPacksKeepWithinTelegram(t *testing.T) {
	words := catalogue(t)
	rapid.Check(t, func(t *rapid.T) {
		report := anyReport(40).Draw(t, "report")
		lang := rapid.SampledFrom(words.Languages()).Draw(t, "language").Tag
		messages, err := Packs(words, report, lang, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range messages {
			if fault := faultOf(m); fault != "" {
				t.Fatalf("%s: %s", fault, m.HTML)
			}
		}
	})
}

func FuzzMarkup(f *testing.F) {
	f.Add("<b>Asha</b> & \"Sons\"", "</code><a href='x'>", "1 < 2 && 3 > 2")
	words := catalogue(f)
	f.Fuzz(func(t *testing.T, name, bank, details string) {
		report := twoTransactions()
		report.Reporter.Name, report.Reporter.District = name, name
		report.Loss.Transactions[0].Bank, report.Loss.Details = bank, details
		call := cases()[0].report
		call.Reporter.Name, call.Suspicion.Details = name, details
		for _, r := range []fraud.Report{report, call} {
			messages, err := Packs(words, r, "hi", now)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range messages {
				if fault := faultOf(m); fault != "" {
					t.Errorf("%s: %s", fault, m.HTML)
				}
			}
		}
	})
}

var (
	tag    = regexp.MustCompile(`</?(b|i|code)>`)
	entity = regexp.MustCompile(`&(amp|lt|gt|quot|#\d+);`)
)

// faultOf says what Telegram would refuse in m; "" for nothing.
func faultOf(m Message) string {
	switch {
	case strings.TrimSpace(m.HTML) == "":
		return "an empty message"
	case !utf8.ValidString(m.HTML):
		return "not UTF-8"
	case units(m.HTML) > MessageUnits:
		return "a message too long"
	case units(m.Copy) > CopyUnits:
		return "a copy button too long"
	}
	var open []string
	for _, found := range tag.FindAllString(m.HTML, -1) {
		name := strings.Trim(found, "</>")
		switch {
		case !strings.HasPrefix(found, "</"):
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			return "tags do not nest"
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return "a tag stays open"
	}
	rest := entity.ReplaceAllString(tag.ReplaceAllString(m.HTML, ""), "")
	if strings.ContainsAny(rest, "<>&") {
		return "a value is not escaped"
	}
	return ""
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"short", 10, "short"},
		{"one two three four", 10, "one two…"},
		{"unbroken-and-very-long", 9, "unbroken…"},
		{"कार्यवाही", 5, "का…"},
		{"anything", 0, ""},
	} {
		if got := clip(c.in, c.limit); got != c.want {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestDetailsFitChakshu(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySuspicion().Draw(t, "suspicion")
		if got := details(s); utf8.RuneCountInString(got) > DetailsMax || strings.TrimSpace(got) == "" {
			t.Fatalf("%d characters: %q", utf8.RuneCountInString(got), got)
		}
	})
}

func TestSpamSMSFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if got := spamSMS(anySuspicion().Draw(t, "suspicion")); utf8.RuneCountInString(got) > SpamMax {
			t.Fatalf("%d characters: %q", utf8.RuneCountInString(got), got)
		}
	})
}
