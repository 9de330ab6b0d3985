package filing

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// portalWords are what stands for a sign that the cyber crime portal refuses
// (# $ @ ^ * ' ~ | ! in a narrative, per the portal's own error message) or that may
// not survive its form.
var portalWords = strings.NewReplacer(
	"@", " at ", "₹", "Rs ", "&", " and ", "%", " percent ", "$", " USD ",
	"‘", "", "’", "", "'", "", "“", "", "”", "", "\"", "",
	"–", "-", "—", "-", "…", ".", "•", "-", "!", ".", "?", ".", ";", ",",
	"[", "(", "]", ")", "{", "(", "}", ")", "\\", "/",
)

// plain rewrites s in the letters that the portal's narrative field is known to take:
// a-z, A-Z, 0-9, space and . , : - / ( ) _ +. Latin letters lose their accents; what
// has no Latin form is dropped.
func plain(s string) string {
	s = norm.NFKD.String(portalWords.Replace(s))
	var b strings.Builder
	for _, r := range s {
		switch {
		case plainLetter(r):
			b.WriteRune(r)
		case unicode.IsSpace(r), r == '|', r == '~', r == '^', r == '*', r == '#', r == '=':
			b.WriteByte(' ')
		}
	}
	return tidy(b.String())
}

// plainLetter reports whether a narrative may hold r.
func plainLetter(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return true
	}
	return strings.ContainsRune(" .,:-/()_+", r)
}

// tidy gives s single spaces, and none before a stop.
func tidy(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer(" .", ".", " ,", ",", "( ", "(", " )", ")").Replace(s)
}

// latin reports whether s is written in the Latin script for the most part: at least
// four letters in five.
func latin(s string) bool {
	var all, ours int
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		all++
		if unicode.Is(unicode.Latin, r) {
			ours++
		}
	}
	return ours > 0 && ours*5 >= all*4
}
