package fraud

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings text to the form every parser works on: NFKC, without zero-width,
// bidi and variation marks, with the digits of every script as ASCII, dashes as
// "-", spaces as " " and the Arabic letters that Urdu and Arabic keyboards spell
// differently as one. Case is kept. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	s = strings.Map(dropInvisible, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(foldRune, norm.NFKC.String(s))
}

func isFolded(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' && c != '\n' {
			return false
		}
	}
	return true
}

// dropInvisible deletes what is not seen: a phone number pasted out of a chat may
// carry a bidi mark before each digit, and a digit emoji is a digit in a frame.
func dropInvisible(r rune) rune {
	switch {
	case r < ' ' && r != '\n' && r != '\r' && r != '\t':
		return -1
	case r < utf8.RuneSelf:
		return r
	case r == 0x034F, r == 0x20E3, unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

func foldRune(r rune) rune {
	switch {
	case r == '\r', r == '\u2028', r == '\u2029':
		return '\n'
	case r == '\n':
		return r
	case unicode.IsSpace(r):
		return ' '
	case r < utf8.RuneSelf:
		return r
	}
	if d, ok := digitValue(r); ok {
		return '0' + d
	}
	return foldLookalike(r)
}

func foldLookalike(r rune) rune {
	switch r {
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212':
		return '-'
	case '\u066B':
		return '.'
	case '\u066C', '\u060C':
		return ','
	case '\u0643':
		return '\u06A9'
	case '\u064A', '\u0649':
		return '\u06CC'
	case '\u2018', '\u2019':
		return '\''
	}
	return r
}

// digitValue is the value of a decimal digit of any script. Unicode keeps the ten
// digits of a script together, in order, so the place in the range is the value.
func digitValue(r rune) (rune, bool) {
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, g := range unicode.Nd.R16 {
		if r <= rune(g.Hi) {
			return (r - rune(g.Lo)) % 10, true
		}
	}
	for _, g := range unicode.Nd.R32 {
		if r <= rune(g.Hi) {
			return (r - rune(g.Lo)) % 10, true
		}
	}
	return 0, false
}

// wordKey is the form in which words are compared: folded, lower case, without the
// nukta and vowel marks that people leave out (हज़ार and हजार are one word).
func wordKey(s string) string {
	s = norm.NFD.String(strings.ToLower(Fold(s)))
	return strings.Map(dropNukta, s)
}

func dropNukta(r rune) rune {
	switch r {
	case 0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x0CBC, 0x0670:
		return -1
	}
	if r >= 0x064B && r <= 0x0652 {
		return -1
	}
	return r
}

// keepDigits drops everything but ASCII digits from folded text.
func keepDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// squeeze drops the separators people put inside numbers from folded text.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\n', '-', '.', '(', ')', '/', '_':
			return -1
		}
		return r
	}, s)
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
