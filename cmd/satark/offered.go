package main

import (
	"slices"

	"satark/locales"
)

// offered is the catalogue cut down to the languages an operator offers, in their
// order. Text of the others is still rendered, for citizens who chose one of them
// before it was taken off the list.
type offered struct {
	*locales.Catalogue
	tags []string // nil: all, in the catalogue's own order
}

func offer(c *locales.Catalogue, tags []string) *offered { return &offered{c, tags} }

// Languages are the languages offered, in order.
func (o *offered) Languages() []locales.Language {
	all := o.Catalogue.Languages()
	if o.tags == nil {
		return all
	}
	var some []locales.Language
	for _, tag := range o.tags {
		if i := slices.IndexFunc(all, func(l locales.Language) bool { return l.Tag == tag }); i >= 0 {
			some = append(some, all[i])
		}
	}
	return some
}

// Match is the offered language that a code of Telegram's means.
func (o *offered) Match(code string) (string, bool) {
	tag, ok := o.Catalogue.Match(code)
	if o.tags != nil && !slices.Contains(o.tags, tag) {
		return "", false
	}
	return tag, ok
}

// label is a label's text, "" when there is none: a typed word is compared with it.
func (o *offered) label(tag, key string) string {
	text, err := o.Text(tag, key, nil)
	if err != nil {
		return ""
	}
	return text
}

// knownTags are the tags that SATARK_LANGUAGES may name.
func knownTags(c *locales.Catalogue) []string {
	var tags []string
	for _, language := range c.Languages() {
		tags = append(tags, language.Tag)
	}
	return tags
}
