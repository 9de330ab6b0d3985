package fraud

import (
	"regexp"
	"strings"
	"sync"
)

// tokenShape is a pattern for an identifier with letters and what it may be.
type tokenShape struct {
	shape *regexp.Regexp
	kinds []Kind
}

var tokenShapes = sync.OnceValue(func() []tokenShape {
	return []tokenShape{
		{regexp.MustCompile(`\b(?:0[xX])?[0-9a-fA-F]{64}\b|\b0[xX][0-9a-fA-F]{40}\b|\b(?:bc1|BC1)[0-9a-zA-Z]{11,71}\b|\b[13T][1-9A-HJ-NP-Za-km-z]{25,34}\b`), []Kind{KindCrypto}},
		{regexp.MustCompile(`\b[A-Za-z]{2}-[A-Za-z0-9]{3,11}(?:-[PSTGpstg])?\b`), []Kind{KindHeader}},
		{regexp.MustCompile(`\b[A-Za-z]{4}0[A-Za-z0-9]{6}\b`), []Kind{KindIFSC}},
		{regexp.MustCompile(`\b[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]\b`), []Kind{KindTaxPAN}},
		{regexp.MustCompile(`\b[A-Z]{4}[A-Z0-9]{12,18}\b|\bT\d{20,34}\b`), []Kind{KindUTR}},
		{regexp.MustCompile(`@[A-Za-z][A-Za-z0-9_]{4,31}\b`), []Kind{KindTelegram}},
	}
})

// tokens takes identifiers that have letters.
func (s *search) tokens() {
	for _, t := range tokenShapes() {
		for _, m := range t.shape.FindAllStringIndex(s.text, -1) {
			if t.kinds[0] == KindHeader && !isShoutedHeader(s.text[m[0]:m[1]]) {
				continue
			}
			s.take(span{m[0], m[1]}, t.kinds...)
		}
	}
}

// isShoutedHeader tells VM-HDFCBK from "co-operative": a header in running text is in
// capitals and its first letter is an operator's.
func isShoutedHeader(s string) bool {
	return s == strings.ToUpper(s) && headerFact("operator", s[:1]) != "" && headerFact("circle", s[1:2]) != "" &&
		strings.ContainsAny(s[3:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// numbers takes identifiers of digits only: by a word before them, else by their shape.
func (s *search) numbers() {
	words := cues(s.lower, "utr", "account")
	for _, row := range chains(s.text) {
		if row.size() < 7 || s.attached(row) {
			continue
		}
		word, _ := nearestBefore(s.lower, words, row.span(), cueReach)
		for i := 0; i < len(row); {
			i += s.takeRow(row[i:], word.means)
		}
	}
}

// attached reports whether letters touch the digits: part of some other token.
func (s *search) attached(row chain) bool {
	at := row.span()
	return at.start > 0 && isLetterOrMark(rune(s.text[at.start-1])) || at.end < len(s.text) && s.text[at.end] < 0x80 && isLetterOrMark(rune(s.text[at.end]))
}

// takeRow takes the longest identifier at the start of the row and says how many runs to
// move on.
func (s *search) takeRow(row chain, word string) int {
	for n := min(len(row), 5); n > 0; n-- {
		part := row[:n]
		if !part.uniform(s.text) || part.size() < 7 {
			continue
		}
		before := len(s.found)
		s.takeNumber(part, word)
		if len(s.found) > before {
			return n
		}
	}
	return 1
}

func (s *search) takeNumber(part chain, word string) {
	at := part.span()
	digits := part.digits(s.text)
	if at.start > 0 && s.text[at.start-1] == '+' {
		at.start--
		s.take(at, KindMobile, KindLandline, KindSeries, KindForeign)
		return
	}
	switch {
	case word == "account" && len(digits) >= 9 && len(part) == 1:
		s.take(at, KindAccount)
	case word == "utr" && len(digits) == 12:
		s.take(at, KindUTR)
	case len(digits) == 12 && strings.HasPrefix(digits, "91") && digits[2] >= '6' && len(part) < 4:
		s.take(at, KindMobile)
	case len(digits) == 12 && (len(part) == 1 || part.even() && len(part) == 3):
		s.take(at, KindUTR)
	case len(digits) == 14 && len(part) == 1 && (digits[0] == '2' || digits[0] == '3'):
		s.take(at, KindNCRP)
	case len(digits) == 15 && (len(part) == 1 || len(part) == 4):
		s.take(at, KindIMEI)
	case isPhoneRow(s.text, part) || len(part) == 1 && (len(digits) == 10 || len(digits) == 11):
		s.take(at, KindMobile, KindSeries, KindLandline)
	case len(part) == 1 && isSeries(digits):
		s.take(at, KindSeries)
	}
}
