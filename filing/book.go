package filing

import (
	"fmt"
	"strings"
	"time"

	"satark/fraud"
)

// args are the values of a message's placeholders.
type args = map[string]any

// book gathers the messages of the packs. The first failure is kept and everything
// after it is skipped, so that the packs read as the list of messages they are.
type book struct {
	words  Words
	report fraud.Report
	lang   string
	now    time.Time // UTC
	out    []Message
	err    error
}

// text is the message under key; "" after a failure.
func (b *book) text(key string, values args) string {
	return b.keep(b.words.Text(b.lang, key, values))
}

// keep notes a failure and passes the text on.
func (b *book) keep(text string, err error) string {
	if err != nil && b.err == nil {
		b.err = fmt.Errorf("filing: %w", err)
	}
	return text
}

// say adds the message under key, with buttons.
func (b *book) say(key string, values args, links ...Link) {
	b.add(Message{HTML: b.text(key, values), Links: links})
}

func (b *book) add(m Message) {
	if b.err == nil {
		b.out = append(b.out, m)
	}
}

// list adds head, items and foot as one message, or as several where one would be too
// long. The first begins with head and the last ends with foot.
func (b *book) list(head string, items []string, foot string) {
	page := head
	for _, item := range append(items, foot) {
		if item == "" {
			continue
		}
		if page != "" && units(page)+units(item)+2 > MessageUnits {
			b.add(Message{HTML: page})
			page = ""
		}
		page = strings.TrimPrefix(page+"\n\n"+item, "\n\n")
	}
	b.add(Message{HTML: page})
}

// when is a moment as the citizen gave it: with its hour, or the day alone.
func (b *book) when(at time.Time, exact bool) string {
	if exact {
		return b.keep(b.words.DateTime(b.lang, at))
	}
	return b.keep(b.words.Date(b.lang, at))
}

// code sets a value in the letters that a tap copies.
func (b *book) code(value string) string {
	return b.words.Isolate(b.lang, "<code>"+shown(value, valueUnits)+"</code>")
}

// brief is code for one of many values in a message.
func (b *book) brief(value string) string {
	return b.words.Isolate(b.lang, "<code>"+shown(value, briefUnits)+"</code>")
}

// bold sets a value to be read or chosen.
func (b *book) bold(value string) string {
	return b.words.Isolate(b.lang, "<b>"+shown(value, valueUnits)+"</b>")
}

// How long one value inside a message may be, escaped, so that with every label around
// it the message stays within MessageUnits: one that stands alone, and one of many.
const (
	valueUnits = 3000
	briefUnits = 250
)

// copyable is value for a copy button, "" when the button could not hold all of it.
func copyable(value string) string {
	if units(value) > CopyUnits {
		return ""
	}
	return value
}
