package locales

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Direction is the way a script runs.
type Direction string

// The two directions, as HTML's dir attribute has them.
const (
	LeftToRight Direction = "ltr"
	RightToLeft Direction = "rtl"
)

// Review says how far the text of a language can be trusted.
type Review string

// The states of review, least first.
const (
	ReviewDraft    Review = "draft"         // written by the project, seen by no native speaker
	ReviewChecked  Review = "checked twice" // read again by a second pair of eyes, not yet a native reviewer
	ReviewReviewed Review = "reviewed"      // approved by a native speaker
)

// Language is one language the bot speaks: what its file says under "meta.".
type Language struct {
	Tag       string // BCP 47, as in the file's name: "hi", "mni-Mtei"
	Name      string // English name, for staff
	Autonym   string // the language's own name for itself, for its button
	Script    string // ISO 15924: "Deva"
	Direction Direction
	Review    Review
	Order     int // place in the language menu, lowest first
	// Plural is the tag whose plural rule counts for this language: its own, or
	// a borrowed one where CLDR has none.
	Plural string
	// Fallback lists other languages a reader of this one is likely to read,
	// best first. Messages never fall back; see Catalogue.Pick.
	Fallback []string
}

const metaPrefix = "meta."

// parseLanguage takes the keys under "meta." out of entries.
func parseLanguage(tag string, entries map[string]entry) (Language, error) {
	meta := make(map[string]string)
	for key, e := range entries {
		if name, ok := strings.CutPrefix(key, metaPrefix); ok {
			meta[name] = e[formOther]
			delete(entries, key)
		}
	}
	for _, name := range []string{"name", "autonym", "script", "dir", "state", "order"} {
		if meta[name] == "" {
			return Language{}, fmt.Errorf("key %q is missing", metaPrefix+name)
		}
	}
	l := Language{
		Tag: tag, Name: meta["name"], Autonym: meta["autonym"], Script: meta["script"],
		Direction: Direction(meta["dir"]), Review: Review(meta["state"]),
		Plural: meta["plural"], Fallback: strings.Fields(meta["fallback"]),
	}
	if l.Plural == "" {
		l.Plural = tag
	}
	order, err := strconv.Atoi(meta["order"])
	if err != nil {
		return Language{}, errors.New(`"meta.order" is not a whole number in quotes`)
	}
	l.Order = order
	return l, l.check()
}

func (l Language) check() error {
	switch {
	case l.Direction != LeftToRight && l.Direction != RightToLeft:
		return fmt.Errorf(`"meta.dir" is %q, want "ltr" or "rtl"`, l.Direction)
	case l.Review != ReviewDraft && l.Review != ReviewChecked && l.Review != ReviewReviewed:
		return fmt.Errorf(`"meta.state" is %q, want "draft", "checked twice" or "reviewed"`, l.Review)
	}
	return nil
}

// Languages are all languages, in the order of the language menu.
func (c *Catalogue) Languages() []Language {
	all := make([]Language, len(c.order))
	for i, t := range c.order {
		all[i] = t.Language
	}
	return all
}

// Language describes the language of tag. Its error is ErrLanguage.
func (c *Catalogue) Language(tag string) (Language, error) {
	t, err := c.tongue(tag)
	if err != nil {
		return Language{}, err
	}
	return t.Language, nil
}
