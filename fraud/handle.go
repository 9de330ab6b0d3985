package fraud

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// parseHandle takes any name a person or a page goes by: one line, at most 64
// characters, with something in it to read.
func parseHandle(s string) (value, why string) {
	v := strings.Join(strings.Fields(s), " ")
	switch {
	case strings.IndexFunc(v, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0:
		return "", "shape"
	case utf8.RuneCountInString(v) > 64:
		return "", "long"
	}
	return v, ""
}
