package filing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"satark/locales"
)

// units is the length of s as Telegram counts it: in UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += unitsOf(r)
	}
	return n
}

func unitsOf(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// clip shortens s to at most limit characters, at a word where one is near and never
// inside a letter with its marks, and ends it with "…" when something was cut.
func clip(s string, limit int) string {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	letters := []rune(s)
	end := limit - 1
	for end > 0 && joins(letters[end-1], letters[end]) {
		end--
	}
	for i := end; i > 0 && i > end-30; i-- {
		if unicode.IsSpace(letters[i]) {
			end = i
			break
		}
	}
	return strings.TrimSpace(string(letters[:end])) + "…"
}

// joins reports whether next belongs to the same letter as last: a vowel sign, a joiner,
// or the second half of a conjunct.
func joins(last, next rune) bool {
	return unicode.Is(unicode.M, next) || joiner(next) || joiner(last) || virama(last)
}

func joiner(r rune) bool { return r == '\u200d' || r == '\u200c' }

// virama reports whether r ties a consonant to the next (canonical combining class 9).
func virama(r rune) bool { return norm.NFC.PropertiesString(string(r)).CCC() == 9 }

// escape makes s safe inside Telegram HTML.
func escape(s string) string { return locales.EscapeHTML(strings.ToValidUTF8(s, "")) }

// shown is s escaped and short enough that a message holding it stays within
// Telegram's limit whatever s contains.
func shown(s string, limit int) string {
	out := escape(s)
	for n := utf8.RuneCountInString(s); units(out) > limit; {
		n = n * limit / units(out)
		out = escape(clip(s, n))
	}
	return out
}
