package dialogs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satark/dialogs"
	"satark/fraud"
)

// citizen fills one form in whatever order and mood, beside a model of what was
// answered: what the model knows must be in the draft after every turn, and in the one
// report at the end.
type citizen struct {
	*talk
	id    string // of the draft
	known map[string]dialogs.Answer
	files int
	taps  []string // every button pressed so far
}

// begins plays up to the first question of a form.
func begins(t tb, form string) *citizen {
	var k *talk
	if form == "loss" {
		k = toLossForm(t)
	} else {
		k = newTalk(t)
		k.command("start", "")
		for _, button := range []string{"btn.home_suspect", "btn.triage_none", "btn.agree"} {
			k.press(button)
		}
	}
	c := &citizen{talk: k, id: k.s.Active, known: map[string]dialogs.Answer{}}
	c.learn()
	return c
}

// draft is the draft being filled, nil when it was submitted.
func (c *citizen) draft() *dialogs.Draft { return c.s.Drafts[c.id] }

// at is the question on the screen, without its row; "" at the review or when the form
// was left.
func (c *citizen) at() (id, key string) {
	if d := c.draft(); d != nil && c.s.Active == c.id {
		id, _, _ = strings.Cut(d.At, ".")
		return id, d.At
	}
	return "", ""
}

// learn takes what the draft holds into the model.
func (c *citizen) learn() {
	c.known, c.files = maps.Clone(c.draft().Answers), len(c.draft().Evidence)
}

// does plays one turn that may change the answers named, and no others.
func (c *citizen) does(what string, play func(), may ...string) {
	c.t.Helper()
	if c.draft() == nil {
		c.t.Fatalf("%s: the draft is gone", what)
	}
	for _, key := range may {
		if id, _, _ := strings.Cut(key, "."); id == "details" || id == "suspect" { // what is read from them
			may = append(may, "category", "contacts", "spoofed")
		}
	}
	play()
	d := c.draft()
	if d == nil {
		c.t.Fatalf("%s took the draft away", what)
	}
	for key, answer := range c.known {
		if now, ok := d.Answers[key]; !slices.Contains(may, key) && (!ok || asText(c.t, now) != asText(c.t, answer)) {
			c.t.Fatalf("%s changed %s from %s to %s", what, key, asText(c.t, answer), asText(c.t, now))
		}
	}
	for key := range d.Answers {
		if _, ok := c.known[key]; !ok && !slices.Contains(may, key) {
			c.t.Fatalf("%s answered %s", what, key)
		}
	}
	if len(d.Evidence) < c.files {
		c.t.Fatalf("%s lost a file", what)
	}
	c.learn()
}

func asText(t tb, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// typed are right answers in words, by question.
func typed(id, key string) []string {
	_, row, _ := strings.Cut(key, ".")
	return map[string][]string{
		"when": {"yesterday 4 pm", "20/11/2026"}, "txwhen": {"yesterday 4 pm"}, "bank": {"Gramin Bank", "SBI"}, "amount": {"5000", "1.2 lakh", "5 हज़ार"},
		"utr": {"6328150123" + fmt.Sprintf("%02s", row)}, "to": {"xy@ybl", "50100123456789 HDFC0001234"}, "suspects": {"9876543210"},
		"suspect": {"98765 43210"}, "details": {"He said he is from the bank and took it all", "KYC expired, call 9812345670"},
		"name": {"Asha Rao", "आशा राव"}, "mobile": {"9812345678"}, "place": {"Jaipur, Rajasthan", "302001"}, "contacts": {"9812345670"}, "email": {"asha@example.com"},
	}[id]
}

// offered are the options of the question on the screen, as their buttons have them.
func (c *citizen) offered(key string) (data []string) {
	for _, b := range buttons(c.last) {
		prefix := "q:" + c.id + ":" + key + ":"
		code, ok := strings.CutPrefix(b.Data, prefix)
		tooMany := strings.HasPrefix(key, "more.") && code == "yes" && c.draft().Rows >= 3
		if ok && !strings.HasPrefix(code, "_") && code != "as91" && !tooMany {
			data = append(data, b.Data)
		}
	}
	return data
}

// taps one button, remembered for later.
func (c *citizen) tap(data string) { c.taps = append(c.taps, data); c.data(data) }

// named is the answer that a button gives, if it is one to the question asked last, on
// the screen or not: a form that was left is entered again by any of its buttons.
func (c *citizen) named(data string) []string {
	part := strings.SplitN(data, ":", 4)
	if len(part) == 4 && part[0] == "q" && part[1] == c.id && c.draft().At == part[2] {
		return part[2:3]
	}
	return nil
}

// answer gives a right answer to the question on the screen, by a button or in words.
func (c *citizen) answer(draw func(n int) int) {
	id, key := c.at()
	words, options := typed(id, key), c.offered(key)
	switch n := draw(len(words) + len(options)); {
	case id == "evidence":
		c.does("a file", func() { c.step(dialogs.Input{Kind: dialogs.InputMedia, Media: photo("e")}) })
		c.does("done", func() { c.data("q:" + c.id + ":" + key + ":_done") }, key)
	case len(words)+len(options) == 0:
		c.resumes()
	case n < len(words):
		c.does("the answer "+words[n], func() { c.say(words[n]) }, key)
	default:
		c.does("the option "+options[n-len(words)], func() { c.tap(options[n-len(words)]) }, key)
	}
}

// resumes comes back to the form from wherever the talk is.
func (c *citizen) resumes() {
	c.does("resume", func() { c.data("g:resume:" + c.id) })
	if c.s.Active != c.id {
		c.t.Fatalf("resume came back to %q", c.s.Active)
	}
}

// moods are the things a citizen may do in the middle of a form.
func (c *citizen) moods() map[string]func(*rapid.T) {
	pick := func(t *rapid.T, list ...string) string { return rapid.SampledFrom(list).Draw(t, "which") }
	asking := func(t *rapid.T) (id, key string) {
		if id, key = c.at(); key == "" {
			t.Skip("no question is on the screen")
		}
		return id, key
	}
	return map[string]func(*rapid.T){
		"answer": func(t *rapid.T) {
			asking(t)
			c.answer(func(n int) int { return rapid.IntRange(0, max(n-1, 0)).Draw(t, "answer") })
		},
		"wrong answer": func(t *rapid.T) {
			asking(t)
			wrong := pick(t, "…", "?", "🙏", "\u200b", "0", "-5", "99999999999999999999999")
			before := c.draft().At
			c.does("the wrong answer "+wrong, func() { c.say(wrong) }, before)
		},
		"nothing valid": func(t *rapid.T) {
			asking(t)
			before := c.draft().At
			c.does("an empty answer", func() { c.say(pick(t, "…", "🙏", "?!")) })
			if c.draft().At != before {
				c.t.Fatalf("an empty answer led from %s to %s", before, c.draft().At)
			}
		},
		"another kind": func(t *rapid.T) {
			_, key := asking(t)
			in := rapid.SampledFrom([]dialogs.Input{
				{Kind: dialogs.InputOther}, {Kind: dialogs.InputPlace, Place: &dialogs.Place{Latitude: 26.9}}, {Kind: dialogs.InputEdited, Text: "x"},
				{Kind: dialogs.InputMedia, Refused: "executable"}, {Kind: dialogs.InputMedia, Media: photo("k")}, {Kind: dialogs.InputMedia, Media: photo("l"), Album: "a"},
				{Kind: dialogs.InputText, Text: "OTP ••••••", Secrets: []fraud.Secret{fraud.SecretOTP}},
			}).Draw(t, "kind")
			c.does("a message of kind "+string(in.Kind), func() { c.step(in) }, key)
		},
		"back": func(t *rapid.T) {
			_, key := asking(t)
			c.does("back", func() { c.tap("q:" + c.id + ":" + key + ":_back") })
		},
		"say back": func(t *rapid.T) { asking(t); c.does("the word back", func() { c.say("back") }) },
		"skip": func(t *rapid.T) {
			_, key := asking(t)
			c.does("skip", func() { c.tap("q:" + c.id + ":" + key + ":" + pick(t, "_skip", "_unknown", "_keep", "_done")) }, key)
		},
		"language": func(t *rapid.T) {
			c.does("another language", func() {
				switch way := pick(t, "g:lang:hi", "g:lang:en", "हिन्दी", "English", "/"); {
				case way == "/":
					c.command("language", "")
				case strings.HasPrefix(way, "g:"):
					c.data(way)
				default:
					c.say(way)
				}
			})
		},
		"help": func(t *rapid.T) {
			c.does("a cry for help", func() {
				switch way := pick(t, "paise kat gaye", "help", "/lost", "/help", "/reports", "/privacy", "/mydata", "g:lost", "g:else", "g:home"); {
				case strings.HasPrefix(way, "/"):
					c.command(way[1:], "")
				case strings.HasPrefix(way, "g:"):
					c.data(way)
				default:
					c.say(way)
				}
			})
		},
		"stop":   func(t *rapid.T) { c.does("stop", func() { c.data("g:stop") }) },
		"resume": func(*rapid.T) { c.resumes() },
		"double tap": func(t *rapid.T) {
			if len(c.taps) == 0 {
				t.Skip("nothing was pressed")
			}
			data := c.taps[len(c.taps)-1]
			c.does("a double tap of "+data, func() { c.data(data) }, c.named(data)...)
		},
		"old button": func(t *rapid.T) {
			if len(c.taps) == 0 {
				t.Skip("nothing was pressed")
			}
			data := rapid.SampledFrom(c.taps).Draw(t, "button")
			c.does("the old button "+data, func() { c.data(data) }, c.named(data)...)
		},
		"restart": func(*rapid.T) { c.e = engine() }, // all it had in memory is gone
	}
}

// finish answers what is missing and submits, again and again.
func (c *citizen) finish() fraud.Report {
	c.t.Helper()
	c.resumes()
	for n := 0; c.draft().At != ""; n++ {
		if n > 100 {
			c.t.Fatalf("the form never ends: at %s of %s", c.draft().At, asText(c.t, c.draft()))
		}
		c.answer(func(int) int { return 0 })
	}
	submit := "r:" + c.id + ":submit"
	want := maps.Clone(c.known)
	for range 3 {
		c.data(submit)
	}
	if len(c.created) != 1 || c.draft() != nil {
		c.t.Fatalf("%d reports came of one draft", len(c.created))
	}
	report := c.reports[c.created[0]]
	var kept dialogs.Draft
	if err := json.Unmarshal(report.Answers, &kept); err != nil {
		c.t.Fatal(err)
	}
	if got := asText(c.t, kept.Answers); got != asText(c.t, want) {
		c.t.Fatalf("the report holds\n%s\nthe model knows\n%s", got, asText(c.t, want))
	}
	if report.Loss != nil {
		c.rows(report.Loss.Transactions, want)
	}
	return report
}

// rows holds the transactions to the order in which they were told.
func (c *citizen) rows(all []fraud.Transaction, want map[string]dialogs.Answer) {
	for i, tx := range all {
		row := fmt.Sprint(".", i+1)
		if tx.Amount != want["amount"+row].Amount || string(tx.Mode) != want["mode"+row].Code {
			c.t.Fatalf("transaction %d is %+v", i+1, tx)
		}
	}
}

func TestTheSuspicionAgainstItsModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := begins(rt, "suspected")
		rt.Repeat(c.moods())
		c.finish()
	})
}

func TestTheLossAgainstItsModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := begins(rt, "loss")
		rt.Repeat(c.moods())
		c.finish()
	})
}

// Whatever is answered in whichever form: with any switches of language between, by
// button, by command or in words, the same report comes of it.
func TestNoSwitchOfLanguageChangesAReport(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		form := rapid.SampledFrom([]string{"suspected", "loss"}).Draw(rt, "form")
		answers := rapid.SliceOfN(rapid.IntRange(0, 1000), 60, 60).Draw(rt, "answers")
		want := fills(begins(rt, form), answers, func(*citizen) {})
		got := fills(begins(rt, form), answers, func(c *citizen) {
			for _, way := range rapid.SliceOfN(rapid.SampledFrom([]string{"g:lang:hi", "g:lang:en", "हिन्दी", "English", "Hindi"}), 0, 3).Draw(rt, "switches") {
				c.now = start
				if strings.HasPrefix(way, "g:") {
					c.command("language", "")
					c.now = start
					c.data(way)
				} else {
					c.say(way)
				}
			}
		})
		if got != want {
			rt.Fatalf("the report changed:\n%s\n%s", got, want)
		}
	})
}

// fills answers a form to its end, with an interruption before each answer, while the
// clock stands still, and returns the report but for its number and language.
func fills(c *citizen, answers []int, interrupt func(*citizen)) string {
	c.t.Helper()
	for _, answer := range answers {
		if interrupt(c); c.draft().At == "" {
			break
		}
		c.now = start
		c.resumes()
		c.now = start
		c.answer(func(n int) int { return answer % max(n, 1) })
	}
	c.now = start
	r := c.finish()
	r.Number, r.Lang, r.Created, r.Updated = "", "", start, start
	return asText(c.t, r)
}
