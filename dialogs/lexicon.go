package dialogs

import (
	"slices"
	"strings"
	"unicode"

	"satark/fraud"
)

// lexicon recognises words people type instead of tapping, in any language: a
// citizen who switched to English still writes "nahi".
type lexicon map[string]map[string]bool

var lists = []string{"panic", "yes", "no", "back", "skip", "cancel", "dont_know", "done", "help"}

// media are the media a story may name, the more particular first.
var media = []string{"whatsapp_call", "whatsapp_text", "telegram", "email", "social", "sms", "call"}

func newLexicon(words func(string) []string) lexicon {
	l := lexicon{}
	names := slices.Clone(lists)
	for _, m := range media {
		names = append(names, "medium_"+m)
	}
	for _, name := range names {
		l[name] = map[string]bool{}
		for _, w := range words(name) {
			l[name][plain(w)] = true
		}
	}
	return l
}

// is reports whether the whole text is a word of the list.
func (l lexicon) is(list, text string) bool { return l[list][plain(text)] }

// mediumNamed is the medium a story names, "" when it names none.
func (l lexicon) mediumNamed(text string) string {
	story := " " + plain(text) + " "
	for _, m := range media {
		for word := range l["medium_"+m] {
			if strings.Contains(story, " "+word+" ") {
				return m
			}
		}
	}
	return ""
}

// plain folds a label or a word to what two spellings of it share: lower case,
// no emoji, no punctuation, single spaces.
func plain(s string) string {
	var b strings.Builder
	space := false
	for _, r := range strings.ToLower(fraud.Fold(s)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		default:
			space = true
		}
	}
	return b.String()
}

// typedLabels prepares the labels of all options for comparing, once.
func (e *Engine) typedLabels() map[string][]string {
	typed := map[string][]string{}
	for _, f := range e.forms {
		for _, q := range f.Questions {
			for _, o := range q.Options {
				if o.Key == "" || typed[o.Key] != nil {
					continue
				}
				for _, l := range e.languages {
					if label := plain(e.label(l.Tag, o.Key)); label != "" {
						typed[o.Key] = append(typed[o.Key], label)
					}
				}
			}
		}
	}
	return typed
}

// pick finds the option the citizen typed: its label in any language, its
// number on the screen, or yes and no in any words.
func (t *turn) pick(opts []Option, text string) (string, bool) {
	want := plain(text)
	if want == "" {
		return "", false
	}
	for i, o := range opts {
		if o.Text != "" && plain(o.Text) == want || want == digits(i+1) {
			return o.Code, true
		}
		if slices.Contains(t.e.typed[o.Key], want) {
			return o.Code, true
		}
	}
	for _, o := range opts {
		if (o.Code == "yes" || o.Code == "no") && t.e.words.is(o.Code, text) {
			return o.Code, true
		}
	}
	return "", false
}
