package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// composer gathers what one turn is going to commit.
type composer struct {
	renderer
	chat int64
	at   time.Time // UTC
	edit int       // message that a replacing reply may edit, 0 for none

	lines      []store.Line
	deliveries []store.Delivery
}

// newComposer begins a turn's messages in the language of its session.
func (b *Bot) newComposer(s dialogs.Session, chat int64, at time.Time) *composer {
	return &composer{renderer: renderer{words: b.o.Words, tag: b.tagOf(s)}, chat: chat, at: at}
}

// tagOf is the language of a session: the first one before any is spoken.
func (b *Bot) tagOf(s dialogs.Session) string {
	if s.Lang == "" {
		if known := b.o.Words.Languages(); len(known) > 0 {
			return known[0].Tag
		}
	}
	return s.Lang
}

// deliver adds one thing to be done, due at once when due is zero.
func (c *composer) deliver(kind string, body any, due time.Time, n fraud.Number) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("%w: %w", errRender, err)
	}
	c.deliveries = append(c.deliveries, store.Delivery{Chat: c.chat, Kind: kind, Due: due, Body: raw, Number: n})
	return nil
}

func (c *composer) send(o Outgoing) error { return c.deliver(kindSend, o, time.Time{}, "") }

// say adds one reply: a contact card, an edit, or as many messages as its text
// needs, with the keyboard under the last.
func (c *composer) say(r dialogs.Reply) error {
	if r.Card != nil {
		return c.card(*r.Card)
	}
	text, err := c.reply(r)
	if err != nil {
		return err
	}
	markup, err := c.markup(r)
	if err != nil {
		return err
	}
	method := methodSend
	if r.Replace && c.edit != 0 && r.Ask == dialogs.AskNothing {
		method = methodEdit
	}
	return c.message(method, text, markup)
}

func (c *composer) message(method, text string, markup json.RawMessage) error {
	pieces := slices.DeleteFunc(split(text, maxText), func(p string) bool { return strings.TrimSpace(visible(p)) == "" })
	if len(pieces) == 0 {
		return fmt.Errorf("%w: a message without words", errRender)
	}
	for i, piece := range pieces {
		o := Outgoing{Method: methodSend, Text: piece}
		if i == 0 && method == methodEdit {
			o.Method, o.Message = methodEdit, c.edit
		}
		if i == len(pieces)-1 {
			o.Markup = markup
		}
		if err := c.send(o); err != nil {
			return err
		}
		c.line(store.Line{Text: piece})
	}
	return nil
}

func (c *composer) markup(r dialogs.Reply) (json.RawMessage, error) {
	if r.Ask != dialogs.AskNothing {
		return c.ask(r.Ask)
	}
	return c.inline(r.Rows)
}

func (c *composer) card(card dialogs.Card) error {
	w := c.renderer
	w.plain = true
	name, err := w.text(card.NameKey, nil)
	if err != nil {
		return err
	}
	c.line(store.Line{Text: name + " " + card.Phone, Media: "contact"})
	return c.send(Outgoing{Method: methodContact, Phone: card.Phone, Name: name})
}

func (c *composer) line(l store.Line) {
	l.At, l.Who = c.at, "bot"
	c.lines = append(c.lines, l)
}

// packs adds the messages that can be filed officially.
func (c *composer) packs(packs []Pack) error {
	for _, p := range packs {
		markup, err := c.packKeyboard(p)
		if err != nil {
			return err
		}
		if err := c.message(methodSend, p.HTML, markup); err != nil {
			return err
		}
	}
	return nil
}

func (c *composer) packKeyboard(p Pack) (json.RawMessage, error) {
	var rows [][]dialogs.Button
	if p.Copy != "" {
		rows = append(rows, []dialogs.Button{{Key: "btn.copy", Copy: p.Copy}})
	}
	for _, l := range p.Links {
		rows = append(rows, []dialogs.Button{{Text: l.Label, URL: l.URL}})
	}
	return c.inline(rows)
}

// visible is HTML without its tags.
func visible(html string) string {
	var b strings.Builder
	for html != "" {
		open := strings.IndexByte(html, '<')
		if open < 0 {
			b.WriteString(html)
			break
		}
		b.WriteString(html[:open])
		end := strings.IndexByte(html[open:], '>')
		if end < 0 {
			b.WriteString(html[open:])
			break
		}
		html = html[open+end+1:]
	}
	return b.String()
}
