package bot

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"sync"
	"unicode"
	"unicode/utf8"

	"satark/locales"
)

//go:embed export.html
var exportHTML string

// exportPage is the document that a citizen reads: no script, nothing is fetched, and every
// value is escaped, by html/template or by pageMarkup.
var exportPage = sync.OnceValues(func() (*template.Template, error) {
	return template.New("export").Parse(exportHTML)
})

// page is what the document shows.
type page struct {
	Lang, Dir     string
	Title, Made   string
	Sections      []pageSection
	ChatTitle     string
	Chat          []pageSaid
	None, NotHere string
}

// pageSection is a heading with what stands under it, or None when that is nothing.
type pageSection struct {
	Title  string
	Sheets []pageSheet
	None   string
}

// pageSheet is the citizen, one report, or one draft.
type pageSheet struct {
	Title      string
	Lines      []template.HTML
	FilesTitle string
	Files      []template.HTML
}

// pageSaid is one line of the conversation.
type pageSaid struct {
	Class string // "citizen" stands at the other side
	Who   string
	At    string
	Note  string // what was done, when it was more than words
	Text  template.HTML
}

func (p page) render() ([]byte, error) {
	t, err := exportPage()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRender, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("%w: page", errRender)
	}
	return bytes.Map(printable, out.Bytes()), nil
}

// printable leaves out what no document may hold: control characters, and bytes that are
// no text become the sign for that.
func printable(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case unicode.IsControl(r):
		return -1
	case r&0xfffe == 0xfffe: // no characters, by Unicode's own word
		return utf8.RuneError
	}
	return r
}

// direction is the way the script of a language runs.
func direction(words Words, tag string) locales.Direction {
	for _, l := range words.Languages() {
		if l.Tag == tag && l.Direction != "" {
			return l.Direction
		}
	}
	return locales.LeftToRight
}
