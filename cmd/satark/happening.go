package main

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"satark/bot/sandbox"
)

// happening is one change on a citizen's screen that the bot made.
type happening struct {
	toast   string           // set: a toast, and nothing else
	message *sandbox.Message // as it stands now
	first   bool             // it was not there before
}

// news is what changed on the screen since it was last asked for. Toasts come first:
// they are sent beside the line of messages.
func (a *actor) news() []happening {
	var all []happening
	latest := a.seen
	for _, toast := range a.citizen.Toasts() {
		latest = max(latest, toast.Rev)
		if toast.Rev > a.seen {
			all = append(all, happening{toast: toast.Text})
		}
	}
	messages := a.citizen.Messages()
	slices.SortFunc(messages, func(x, y sandbox.Message) int { return cmp.Compare(x.Rev, y.Rev) })
	for _, m := range messages {
		latest = max(latest, m.Rev)
		if m.Rev > a.seen && (m.FromBot || m.Deleted) {
			all = append(all, happening{message: &m, first: m.Edited.IsZero() && !m.Deleted})
		}
	}
	a.seen = latest
	return all
}

// lines writes happenings as a script has them, one entry a "<".
func lines(all []happening) []string {
	var said []string
	for _, h := range all {
		if h.toast != "" {
			said = append(said, plainNumbers("{toast} "+h.toast))
			continue
		}
		said = append(said, plainNumbers(h.text()))
		if rows := keyboardLine(h.message); rows != "" {
			said = append(said, plainNumbers(rows))
		}
	}
	return said
}

// text is the message in words.
func (h happening) text() string {
	m := h.message
	if m.Deleted {
		if !m.FromBot {
			return "{deleted} your message"
		}
		opening, _, _ := strings.Cut(m.Text, "\n")
		return "{deleted} " + opening
	}
	text := m.Text
	switch {
	case m.Contact != nil:
		text = "{contact " + m.Contact.Phone + "} " + strings.TrimSpace(m.Contact.First+" "+m.Contact.Last)
	case m.File != nil:
		text = strings.TrimSpace("{" + string(m.Kind) + " " + m.File.Name + "} " + text)
	}
	if !h.first {
		text = "{edited} " + text
	}
	return text
}

// keyboardLine is the keyboard under a message, one pair of brackets a row; what a
// button opens or copies stands behind its label.
func keyboardLine(m *sandbox.Message) string {
	if m.Deleted {
		return ""
	}
	var rows []string
	for _, row := range m.Buttons {
		var labels []string
		for _, b := range row {
			labels = append(labels, buttonLabel(b))
		}
		rows = append(rows, "["+strings.Join(labels, " | ")+"]")
	}
	if m.Keyboard != nil {
		rows = append(rows, "{keyboard}")
		for _, row := range m.Keyboard.Rows {
			var labels []string
			for _, key := range row {
				labels = append(labels, key.Text)
			}
			rows = append(rows, "["+strings.Join(labels, " | ")+"]")
		}
	}
	return strings.Join(rows, " ")
}

func buttonLabel(b sandbox.Button) string {
	switch {
	case b.URL != "":
		return b.Text + " → " + b.URL
	case b.Copy != "":
		return b.Text + " → copy " + strings.ReplaceAll(b.Copy, "\n", "⏎")
	}
	return b.Text
}

// plainNumber stands for every report number: they are drawn at random.
const plainNumber = "SK-0000-0000"

func numberPattern() *regexp.Regexp { return regexp.MustCompile(`SK-[0-9A-Z]{4}-[0-9A-Z]{4}`) }

func plainNumbers(text string) string { return numberPattern().ReplaceAllString(text, plainNumber) }
