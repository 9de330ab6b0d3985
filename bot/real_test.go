package bot

import (
	"strings"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/filing"
	"satark/fraud"
	"satark/locales"
)

// real is a rig that says what the bot says: its own dialogues, words and packs.
func real(t testing.TB) *rig {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	config := dialogs.Config{Words: words.Words, Label: func(tag, key string) string { text, _ := words.Text(tag, key, nil); return text }}
	for _, l := range words.Languages() {
		config.Languages = append(config.Languages, dialogs.Language{Tag: l.Tag, Autonym: l.Autonym, Name: l.Name})
	}
	r.opt.Dialogue, r.opt.Words = dialogs.New(config), words
	r.opt.Packs = func(rep fraud.Report, lang string, now time.Time) ([]Pack, error) {
		messages, err := filing.Packs(words, rep, lang, now)
		var out []Pack
		for _, m := range messages {
			p := Pack{HTML: m.HTML, Copy: m.Copy}
			for _, l := range m.Links {
				p.Links = append(p.Links, Link{Label: l.Label, URL: l.URL})
			}
			out = append(out, p)
		}
		return out, err
	}
	return r
}

// taps presses the newest button whose data ends in what is named; it waits for one.
func (r *rig) taps(c *sandbox.Citizen, ending string) int64 {
	r.t.Helper()
	var message int
	var data string
	find := func([]sandbox.Message) bool {
		for _, m := range c.Messages() {
			for _, row := range m.Buttons {
				for _, b := range row {
					if m.FromBot && b.Data != "" && strings.HasSuffix(b.Data, ending) {
						message, data = m.ID, b.Data
					}
				}
			}
		}
		return data != ""
	}
	if err := c.Wait(r.wait(), find); err != nil {
		r.t.Fatalf("no button %q on the screen, which ends in %q\nlog: %s", ending, said(c)[max(0, len(said(c))-2):], r.log.String())
	}
	id := c.Press(message, data)
	r.acknowledged(id)
	return id
}

// tells says something and waits until the turn is over.
func (r *rig) tells(c *sandbox.Citizen, text string) {
	r.t.Helper()
	r.acknowledged(c.Say(text))
}
