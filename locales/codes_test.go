package locales

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"satark/fraud"
)

// Whatever package fraud names by a code has a name in every language.
func TestEveryCodeHasAName(t *testing.T) {
	var keys []string
	for _, c := range fraud.Categories() {
		keys = append(keys, "category."+string(c))
	}
	for _, c := range fraud.SubCategories() {
		keys = append(keys, "sub."+string(c))
	}
	for _, h := range fraud.Helplines() {
		keys = append(keys, "desk."+string(h.Desk))
	}
	for _, row := range facts(t, "decisions.json") {
		keys = append(keys, "reason."+row.Reason)
	}
	for _, clock := range facts(t, "deadlines.json") {
		keys = append(keys, "clock."+clock.ID)
	}
	keys = append(keys, "reason.none")
	c := mustLoad(t)
	for _, l := range c.Languages() {
		for _, key := range keys {
			if !c.Has(l.Tag, key) {
				t.Errorf("%s lacks %q", l.Tag, key)
			}
		}
	}
}

type fact struct{ ID, Reason string }

// facts are the entries of a file of dated facts.
func facts(t *testing.T, name string) []fact {
	t.Helper()
	raw, err := os.ReadFile("../fraud/facts/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Entries []fact }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Entries) == 0 {
		t.Fatalf("%s holds no facts", name)
	}
	return file.Entries
}

var exampleShape = regexp.MustCompile(`<code>([^<]*)</code>`)

// also are the kinds that a text about one kind gives examples of besides.
var also = map[string][]fraud.Kind{
	"mobile": {fraud.KindHeader}, "imei": {fraud.KindHandle}, // *#06# is dialled, not an IMEI
}

// understood reports whether an example is an answer that the bot would accept.
func understood(what, example string) bool {
	now := time.Date(2026, time.November, 24, 18, 0, 0, 0, fraud.IST)
	switch what {
	case "amount":
		_, err := fraud.ParsePaise(example)
		return err == nil
	case "moment":
		_, err := fraud.ParseMoment(example, now)
		return err == nil
	case "state": // "Jaipur, Rajasthan", or a PIN code, which the dialogues read
		_, state, named := strings.Cut(example, ",")
		_, err := fraud.ParseState(state)
		return err == nil || !named
	case "number":
		_, err := fraud.ParseNumber(example)
		return err == nil
	case "choice": // the number of a button on the screen
		return true
	}
	_, err := fraud.Parse(example, append([]fraud.Kind{fraud.Kind(what)}, also[what]...)...)
	return err == nil
}

// subject is what a text is about that refuses an answer or asks a question with
// examples; "" for all others.
func subject(key string) string {
	switch key {
	case "q.loss.amount":
		return "amount"
	case "q.loss.when", "q.suspected.when":
		return "moment"
	}
	rest, _ := strings.CutPrefix(key, "invalid.")
	what, _, _ := strings.Cut(rest, ".")
	if rest == key {
		return ""
	}
	return what
}

// An example of an answer must itself be a right answer, in every language.
func TestExamplesAreRightAnswers(t *testing.T) {
	each(t, func(t *testing.T, key, text string) {
		what := subject(key)
		if what == "" {
			return
		}
		for _, found := range exampleShape.FindAllStringSubmatch(text, -1) {
			if !understood(what, found[1]) {
				t.Errorf("%q gives %q as an example, which would be refused", key, found[1])
			}
		}
	})
}

// Every kind of identifier can be asked for, so each has a text for a wrong answer.
func TestEveryKindHasAnInvalidText(t *testing.T) {
	c := mustLoad(t)
	for _, what := range []string{
		"mobile", "landline", "foreign", "series", "shortcode", "header", "vpa", "ifsc", "account", "utr", "ncrp", "url",
		"telegram", "email", "crypto", "imei", "pan", "handle", "identifier", "number", "amount", "moment", "state", "text",
	} {
		for _, l := range c.Languages() {
			if !c.Has(l.Tag, "invalid."+what) {
				t.Errorf("%s lacks %q", l.Tag, "invalid."+what)
			}
		}
	}
}
