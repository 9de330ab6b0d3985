package main

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/chromedp/chromedp/kb"

	"satark/bot/sandbox"
	"satark/locales"
)

// webPhone is one citizen's column on the page. It acts as a person does: it taps what
// it sees and types where it is asked.
type webPhone struct {
	*chatPage
	id    int64
	words *locales.Catalogue
	lang  string // the language the citizen reads now
}

// holes are the values of a text's placeholders.
type holes = map[string]any

// addCitizen adds a citizen with the page's own dialog.
func (p *chatPage) addCitizen(words *locales.Catalogue, who sandbox.Profile) *webPhone {
	p.t.Helper()
	before := p.eval("String(document.querySelectorAll('.phone').length)")
	p.click(testid("add-citizen"))
	for name, value := range map[string]string{"first": who.First, "last": who.Last, "lang": who.Lang, "phone": who.Phone} {
		field := fmt.Sprintf("document.querySelector('#citizen-dialog input[name=%s]')", name)
		p.click(field)
		p.eval(field + ".select() ?? ''")
		if value == "" {
			p.key(kb.Backspace)
			continue
		}
		p.write(value)
	}
	p.click("document.querySelector('#citizen-dialog button[value=add]')")
	p.until("document.querySelectorAll('.phone').length > " + before)
	id, err := strconv.ParseInt(p.eval("[...document.querySelectorAll('.phone')].at(-1).dataset.citizen"), 10, 64)
	if err != nil {
		p.t.Fatal(err)
	}
	return &webPhone{chatPage: p, id: id, words: words, lang: who.Lang}
}

// in is JavaScript that finds something in this citizen's column.
func (w *webPhone) in(selector string) string {
	return fmt.Sprintf("probe.column(%d).querySelector(%s)", w.id, jsString(selector))
}

// labelled is JavaScript that finds the newest thing with this label in the column.
func (w *webPhone) labelled(selector, label string) string {
	return fmt.Sprintf("probe.labelled(probe.column(%d), %s, %s)", w.id, jsString(selector), jsString(label))
}

func (w *webPhone) button(label string) string {
	return w.labelled("[data-testid=inline-button]", label)
}

// mark makes everything on the screen old: sees looks only for what comes after.
func (w *webPhone) mark() {
	w.t.Helper()
	w.eval(fmt.Sprintf("probe.mark(%d) ?? ''", w.id))
}

// start presses the Start button of a chat that is still empty.
func (w *webPhone) start() {
	w.t.Helper()
	w.click(w.in("[data-testid=start]"))
}

// say types a message and sends it with Enter.
func (w *webPhone) say(text string) {
	w.t.Helper()
	w.mark()
	w.click(w.in("[data-testid=composer]"))
	w.write(text)
	w.key(kb.Enter)
}

// press taps the newest inline button with the label of this key.
func (w *webPhone) press(key string, with ...holes) {
	w.t.Helper()
	w.pressLabel(w.text(key, with...))
}

// pressLabel taps the newest inline button with this label.
func (w *webPhone) pressLabel(label string) {
	w.t.Helper()
	w.mark()
	w.click(w.button(label))
}

// sees waits until the bot has said the text of this key since the last act.
func (w *webPhone) sees(key string, with ...holes) {
	w.t.Helper()
	w.seesText(w.text(key, with...))
}

func (w *webPhone) seesText(text string) {
	w.t.Helper()
	w.until(fmt.Sprintf("probe.said(%d, %s)", w.id, jsString(text)))
}

// shown is all that is on the citizen's screen.
func (w *webPhone) shown() string {
	w.t.Helper()
	return w.eval(fmt.Sprintf("probe.messages(%d).map(probe.plain).join('\\n')", w.id))
}

// toast waits for the short answer to a press.
func (w *webPhone) toast(key string) {
	w.t.Helper()
	w.until(w.labelled("[data-testid=toast]", w.text(key)))
}

var markup = regexp.MustCompile(`<[^>]*>`)

// text is a text of the catalogue as a reader sees it: without markup, and with one
// space between words, as probe.plain has it.
func (w *webPhone) text(key string, with ...holes) string {
	w.t.Helper()
	values := holes{}
	for _, more := range with {
		for name, value := range more {
			values[name] = value
		}
	}
	text, err := w.words.Text(w.lang, key, values)
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(text, ""))), " ")
}

// autonym is what a language calls itself.
func (w *webPhone) autonym(lang string) string {
	w.t.Helper()
	language, err := w.words.Language(lang)
	if err != nil {
		w.t.Fatal(err)
	}
	return language.Autonym
}

func inRow(n int) holes { return holes{"Row": n} }
