package filing

import (
	"strconv"
	"strings"
)

// field is one field of an official form.
type field struct {
	tab   string   // catalogue key of the form's page it stands on, "" where there is one page
	label string   // catalogue key of its name
	value string   // what goes into it, unescaped; "" when it is the citizen's to choose
	pick  bool     // value is chosen from a list or a calendar, not typed
	paste string   // what the copy button holds where that is not value
	lines []string // instead of value: several values, ready as HTML
	note  string   // catalogue key of a line beneath, "" for none
	with  args     // values of the name and the note
}

// fields adds one message for each field, numbered in the form's order.
func (b *book) fields(all []field) {
	for i, f := range all {
		b.add(b.fill(f, i+1, len(all)))
	}
}

// fill is the message of one field: "3 of 8 · Suspected number", the value, a note.
func (b *book) fill(f field, n, of int) Message {
	m := Message{HTML: b.heading(f, n, of), Copy: f.paste}
	switch {
	case len(f.lines) > 0:
		m.HTML += "\n" + strings.Join(f.lines, "\n")
	case f.value == "":
	case f.pick:
		m.HTML += "\n" + b.text("pack.choose", args{"Value": b.bold(f.value)})
	case f.paste != "":
		m.HTML += "\n" + b.words.Isolate(b.lang, shown(f.value, valueUnits))
	default:
		m.HTML += "\n" + b.code(f.value)
		m.Copy = f.value
	}
	m.Copy = copyable(m.Copy)
	if f.note != "" {
		m.HTML += "\n" + b.text(f.note, f.with)
	}
	return m
}

func (b *book) heading(f field, n, of int) string {
	values := args{"N": strconv.Itoa(n), "Of": strconv.Itoa(of), "Label": b.text(f.label, f.with)}
	if f.tab == "" {
		return b.text("pack.field", values)
	}
	values["Tab"] = b.text(f.tab, nil)
	return b.text("pack.field_on_tab", values)
}
