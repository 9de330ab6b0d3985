package bot

import (
	"fmt"
	"html/template"
	"time"

	"satark/dialogs"
)

// pageWriter puts what is held into the words of one language. Its first failure stays in
// err: the words of the page itself are missing.
type pageWriter struct {
	renderer
	err error
}

// line is a text of the catalogue with its markup.
func (w *pageWriter) line(key string, args dialogs.Args) template.HTML {
	text, err := w.text(key, args)
	w.fail(err)
	return pageMarkup(text)
}

// label is a text of the catalogue without markup; html/template escapes it.
func (w *pageWriter) label(key string, args dialogs.Args) string {
	r := w.renderer
	r.plain = true
	text, err := r.text(key, args)
	w.fail(err)
	return text
}

func (w *pageWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// named is the name of a code in the catalogue, or the code itself: what was kept by an
// older version may have no name any more, and is shown all the same.
func (w *pageWriter) named(prefix, code string) any {
	if _, err := w.text(prefix+code, nil); err != nil {
		return code
	}
	return dialogs.Label(prefix + code)
}

// told is a line of a form. One that this version has no words for is shown by its code.
func (w *pageWriter) told(t dialogs.Text) template.HTML {
	text, err := w.text(t.Key, t.Args)
	if err != nil {
		return pageText(fmt.Sprintf("%s: %v", t.Key, t.Args["Value"]))
	}
	return pageMarkup(text)
}

// at is a moment; "" when it is not known.
func (w *pageWriter) at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	text, err := w.words.DateTime(w.tag, t)
	w.fail(err)
	return text
}
