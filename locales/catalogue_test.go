package locales

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// each runs a check over every text of every language, form by form.
func each(t *testing.T, check func(t *testing.T, key, text string)) {
	c := mustLoad(t)
	for _, tongue := range c.order {
		t.Run(tongue.Tag, func(t *testing.T) {
			for _, key := range tongue.keys {
				for _, text := range tongue.messages[key].entry {
					check(t, key, text)
				}
			}
		})
	}
}

// plain reports whether Telegram shows the text under key as it is: labels,
// commands and short names are not read as HTML everywhere they stand.
func plain(key string) bool {
	family, _, short := strings.Cut(key, ".")
	return short && key != "secret.warning" && slices.Contains([]string{
		"btn", "opt", "cmd", "bot", "toast", "else", "add", "edit", "category", "medium", "mode", "sub", "desk", "status", "route", "secret",
		"month", "part", "format", "words",
	}, family)
}

func TestSameKeys(t *testing.T) {
	c := mustLoad(t)
	want := c.Keys("en")
	for _, l := range c.Languages() {
		for _, key := range want {
			if !c.Has(l.Tag, key) {
				t.Errorf("%s lacks %q", l.Tag, key)
			}
		}
		for _, key := range c.Keys(l.Tag) {
			if !c.Has("en", key) {
				t.Errorf("%s has %q, which English has not", l.Tag, key)
			}
		}
	}
}

// The same placeholders, and plural forms where English has them: a translation
// that drops the 1930 number is a mistake.
func TestSamePlaceholders(t *testing.T) {
	c := mustLoad(t)
	english := c.byTag["en"]
	for _, tongue := range c.order {
		for _, key := range english.keys {
			mine, theirs := tongue.messages[key], english.messages[key]
			if mine.counted() != theirs.counted() {
				t.Errorf("%s: %q has plural forms in one language only", tongue.Tag, key)
			}
			if !slices.Equal(mine.holes, theirs.holes) {
				t.Errorf("%s: %q has placeholders %v, English %v", tongue.Tag, key, mine.holes, theirs.holes)
			}
		}
	}
}

// Every form shows the number: "one" stands for nought as well in Hindi.
func TestPluralFormsShowTheNumber(t *testing.T) {
	c := mustLoad(t)
	for _, tongue := range c.order {
		for key, m := range tongue.messages {
			for form, text := range m.entry {
				if m.counted() && !strings.Contains(text, "{{."+countHole+"}}") {
					t.Errorf("%s: form %q of %q does not show the number", tongue.Tag, form, key)
				}
				if !m.counted() && strings.Contains(text, countHole) {
					t.Errorf("%s: %q shows a number but has no plural forms", tongue.Tag, key)
				}
			}
		}
	}
}

// worst is a value as long as the bot will ever put into a placeholder.
func worst(name string) string {
	switch name {
	case "Details", "Text", "Story":
		return strings.Repeat("क", 500)
	default:
		return strings.Repeat("x", 120)
	}
}

// render fills every placeholder of a message with its worst value.
func render(t *testing.T, c *Catalogue, tag, key string) string {
	t.Helper()
	m := c.byTag[tag].messages[key]
	args := make(map[string]any)
	for _, name := range m.holes {
		args[name] = worst(name)
	}
	text, err := c.Text(tag, key, args)
	if m.counted() {
		text, err = c.Plural(tag, key, 1234567, args)
	}
	if err != nil {
		t.Errorf("%s: %v", tag, err)
	}
	return text
}

// Telegram takes 4096 UTF-16 units; some are left for the lines around a message.
func TestFitsIntoOneMessage(t *testing.T) {
	const limit = 3500
	c := mustLoad(t)
	for _, l := range c.Languages() {
		for _, key := range c.Keys(l.Tag) {
			if strings.HasPrefix(key, "words.") {
				continue
			}
			text := render(t, c, l.Tag, key)
			if n := len(utf16.Encode([]rune(text))); n > limit {
				t.Errorf("%s: %q is %d UTF-16 units long, at most %d fit", l.Tag, key, n, limit)
			}
			if strings.Contains(text, "no value") || strings.Contains(text, "{{") {
				t.Errorf("%s: %q has a hole: %s", l.Tag, key, text)
			}
		}
	}
}

// pairs are the buttons that stand two in a row.
var pairs = []string{
	"btn.back", "btn.skip", "btn.dont_know", "btn.stop", "btn.lost", "btn.language", "btn.home", "btn.reports", "btn.keep",
	"btn.change_it", "btn.go_on", "btn.decline", "btn.notice", "btn.minor", "btn.amend", "btn.withdraw", "btn.mydata",
}

// limits are the lengths Telegram or a narrow screen allow, in letters as a reader
// counts them, by the start of the key; the first that fits holds.
var limits = []struct {
	prefix string
	most   int
}{
	{"bot.short", 120}, {"bot.description", 512}, {"cmd.", 60}, {"toast.", 190},
	{"else.", 24}, {"add.", 24}, {"edit.", 24}, {"btn.", 32}, {"opt.", 32}, {"category.", 32}, {"medium.", 32}, {"mode.", 32},
}

func TestLabelsAreShort(t *testing.T) {
	each(t, func(t *testing.T, key, text string) {
		text = braces.ReplaceAllString(text, "1234")
		n := uniseg.GraphemeClusterCount(text)
		if slices.Contains(pairs, key) && n > 24 {
			t.Errorf("%q is %d letters long, at most 24 fit beside another button: %s", key, n, text)
		}
		for _, l := range limits {
			if strings.HasPrefix(key, l.prefix) {
				if n > l.most {
					t.Errorf("%q is %d letters long, at most %d fit: %s", key, n, l.most, text)
				}
				break
			}
		}
		if strings.HasPrefix(key, "bot.") && len(utf16.Encode([]rune(text))) > 512 {
			t.Errorf("%q is longer than Telegram takes", key)
		}
	})
}

// Two different options must not read the same.
func TestLabelsDiffer(t *testing.T) {
	c := mustLoad(t)
	for _, tongue := range c.order {
		seen := make(map[string]string)
		for _, key := range tongue.keys {
			family, _, _ := strings.Cut(key, ".")
			if !slices.Contains([]string{"btn", "category", "medium", "mode", "sub", "desk", "status", "route", "cmd"}, family) {
				continue
			}
			label := family + " " + strings.ToLower(tongue.messages[key].entry[formOther])
			if other, twice := seen[label]; twice {
				t.Errorf("%s: %q and %q read the same", tongue.Tag, key, other)
			}
			seen[label] = key
		}
	}
}

// A word a person types means one thing, whichever language it is from.
func TestWordsMeanOneThing(t *testing.T) {
	c := mustLoad(t)
	seen := make(map[string]string)
	for _, key := range c.Keys("en") {
		list, ok := strings.CutPrefix(key, "words.")
		if !ok {
			continue
		}
		for _, word := range c.Words(list) {
			word = strings.ToLower(word)
			if other, twice := seen[word]; twice && other != list {
				t.Errorf("%q is in words.%s and in words.%s", word, other, list)
			}
			seen[word] = list
		}
	}
}

func TestTextsAreNormal(t *testing.T) {
	each(t, func(t *testing.T, key, text string) {
		if !norm.NFC.IsNormalString(text) {
			t.Errorf("%q is not NFC", key)
		}
		for _, line := range strings.Split(text, "\n") {
			if strings.TrimRight(line, " \t") != line || strings.Contains(line, "  ") {
				t.Errorf("%q has stray spaces: %q", key, line)
			}
		}
	})
}
