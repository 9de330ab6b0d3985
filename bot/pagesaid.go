package bot

import (
	"html/template"

	"satark/dialogs"
	"satark/store"
)

// said is one line of the transcript as a bubble.
func (w *pageWriter) said(l store.Line) pageSaid {
	s := pageSaid{Class: l.Who, Who: w.who(l.Who), At: w.at(l.At), Text: pageText(l.Text)}
	switch {
	case l.Who == "bot" && l.Media == "": // what the bot says is kept as Telegram HTML
		s.Text = pageMarkup(l.Text)
	case l.Data != "":
		s.Note, s.Text = w.label("export.pressed", nil), w.pressed(l.Data)
	case l.Media == "contact":
		s.Note = w.label("export.contact", nil)
	case l.Media == "place":
		s.Note = w.label("export.place", nil)
	case l.Media == string(dialogs.InputOther):
		s.Note = w.label("export.other", nil)
	case l.Media != "":
		s.Note = w.label("export.media", dialogs.Args{"Kind": w.named("export.file.", l.Media)})
	}
	return s
}

func (w *pageWriter) who(code string) string {
	switch name := w.named("export.who.", code).(type) {
	case dialogs.Label:
		return w.label(string(name), nil)
	default:
		return code
	}
}

// pressed is the label of a button, or its data when that does not tell.
func (w *pageWriter) pressed(data string) template.HTML {
	t, ok := dialogs.Pressed(data)
	if !ok {
		return pageText(data)
	}
	text, err := w.text(t.Key, t.Args)
	if err != nil {
		return pageText(data)
	}
	return pageMarkup(text)
}
