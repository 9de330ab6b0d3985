// Package locales holds every word a citizen reads, in every language the bot
// speaks, and the numbers and dates around those words.
//
// A language is one file, active.<tag>.toml, and nothing else: put a file
// beside the others and the language is offered. The file is flat. A key in
// quotes stands for a message; the keys under "meta." describe the language
// itself (its name for itself, script, direction, place in the menu, whose
// plural rule it borrows, how far the text has been reviewed).
//
//	"btn.back" = "◀ Back"
//	"reports.title" = { one = "{{.PluralCount}} report", other = "{{.PluralCount}} reports" }
//
// A message is Telegram HTML: <b>, <i>, <code> and <a> only. A placeholder is
// {{.Name}}, nothing cleverer, so that a translator can move it about without
// knowing any Go.
//
// Each language has a go-i18n bundle to itself. In a shared bundle a Maithili
// text would be answered in Hindi, and Bhojpuri would be matched to Bodo; and
// Maithili, Manipuri and Sanskrit have no plural rule there, so each borrows
// one by name. A message or a value that is missing is an error everywhere:
// nobody is shown English, or a hole, in place of their language.
package locales

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Errors a caller can act on.
var (
	// ErrLanguage: there is no catalogue for this language tag.
	ErrLanguage = errors.New("no such language")
	// ErrMessage: the language has no message under this key.
	ErrMessage = errors.New("no such message")
	// ErrValue: the message has a placeholder for which no value was given.
	ErrValue = errors.New("missing value")
	// ErrCatalogue: a catalogue file does not keep to the rules of this package.
	ErrCatalogue = errors.New("faulty catalogue")
)

//go:embed active.*.toml
var files embed.FS

// Catalogue is all languages, loaded. It never changes after Load and may be
// used by many goroutines at once.
type Catalogue struct {
	order []*tongue
	byTag map[string]*tongue
}

// Load reads the catalogues built into the program. Its errors wrap
// ErrCatalogue and name the file and key.
func Load() (*Catalogue, error) { return load(files) }

func load(fsys fs.FS) (*Catalogue, error) {
	paths, err := fs.Glob(fsys, "active.*.toml")
	if err != nil {
		return nil, err
	}
	c := &Catalogue{byTag: make(map[string]*tongue)}
	for _, path := range paths {
		t, err := loadFile(fsys, path)
		if err != nil {
			return nil, fmt.Errorf("locales: %w: %s: %w", ErrCatalogue, path, err)
		}
		c.order = append(c.order, t)
		c.byTag[t.Tag] = t
	}
	slices.SortFunc(c.order, func(a, b *tongue) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), strings.Compare(a.Tag, b.Tag))
	})
	return c, nil
}

func loadFile(fsys fs.FS, path string) (*tongue, error) {
	raw, err := fs.ReadFile(fsys, path)
	if err != nil {
		return nil, err
	}
	entries, err := parse(raw)
	if err != nil {
		return nil, err
	}
	tag := strings.TrimSuffix(strings.TrimPrefix(path, "active."), ".toml")
	return newTongue(tag, entries)
}

func (c *Catalogue) tongue(tag string) (*tongue, error) {
	t, ok := c.byTag[tag]
	if !ok {
		return nil, fmt.Errorf("locales: %w: %q", ErrLanguage, tag)
	}
	return t, nil
}
