package locales

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Match finds the language of a Telegram language_code ("hi", "hi-IN", "EN_gb").
// Only the very language counts: a near relation is not a match, because the
// nearest one to Bhojpuri that a general matcher knows is Bodo. Nor does a
// language written in another script match, as pa-Arab for a reader of Gurmukhi.
// The code is a hint at best: many people in India keep their phone in English.
func (c *Catalogue) Match(code string) (tag string, ok bool) {
	subtags := strings.FieldsFunc(code, func(r rune) bool { return r == '-' || r == '_' })
	if len(subtags) == 0 {
		return "", false
	}
	for _, t := range c.order {
		if strings.EqualFold(t.Tag, strings.Join(subtags, "-")) {
			return t.Tag, true
		}
	}
	base, err := language.ParseBase(strings.ToLower(subtags[0]))
	if err != nil {
		return "", false
	}
	t, ok := c.byTag[base.String()]
	if !ok || !sameScript(t.Script, subtags[1:]) {
		return "", false
	}
	return t.Tag, true
}

// sameScript reports whether no subtag asks for another script.
func sameScript(script string, subtags []string) bool {
	for _, subtag := range subtags {
		asked, err := language.ParseScript(subtag)
		if err == nil && asked.String() != script {
			return false
		}
	}
	return true
}

// Pick chooses among translations that need not exist in every language, such
// as a broadcast's: tag itself if have holds it, else the first of the
// language's fallbacks that does. False: nothing this reader is likely to read.
// Whoever shows a fallback says so.
func (c *Catalogue) Pick(tag string, have []string) (string, bool) {
	t, err := c.tongue(tag)
	if err != nil {
		return "", false
	}
	for _, candidate := range append([]string{tag}, t.Fallback...) {
		if slices.Contains(have, candidate) {
			return candidate, true
		}
	}
	return "", false
}
