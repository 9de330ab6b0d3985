package bot

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxName = 120 // characters kept of a file's name
	maxMIME = 100 // bytes of a type that is believed to be one
	maxE164 = 15  // digits of the longest telephone number (ITU-T E.164)
)

// legible leaves out of a citizen's words what nobody can see and what would turn about
// the words around them: control characters, overrides and isolates of direction, and
// line ends that are none. Joiners stay, for Indic scripts and emoji need them.
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\u0085', r == '\u2028', r == '\u2029', r == '\v', r == '\f':
			return '\n'
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

// fileName is the last part of a file's name, short enough to be shown and with its
// ending kept: it is never more than a label.
func fileName(name string) string {
	name = strings.Join(strings.Fields(legible(strings.ToValidUTF8(name, ""))), " ")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.TrimLeft(name, ". ")
	if n := utf8.RuneCountInString(name); n > maxName {
		ending := path.Ext(name)
		if len(ending) > 10 {
			ending = ""
		}
		name = strings.TrimRight(clip(name, maxName-utf8.RuneCountInString(ending)), " ") + ending
	}
	return name
}

// mimeType is what a sender says a file is, if it can be a type at all.
func mimeType(s string) string {
	plain := func(r rune) bool { return r > ' ' && r < 0x7f }
	if len(s) > maxMIME || strings.Count(s, "/") != 1 || strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return ""
	}
	return s
}

// isPhone reports whether a contact card's number can be one: no card or account number
// is kept because it was sent as a telephone number.
func isPhone(s string) bool {
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits <= maxE164 && len(s) < 4*maxE164
}
