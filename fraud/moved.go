package fraud

import (
	"slices"
	"strings"
)

// MoneyMoved reports whether text says that money already left ("paise kat gaye",
// "Rs 5000 debited", "पैसे कट गए"). What says the opposite ("paise nahi kate", "no money
// lost", "will be debited") is taken out first. Word lists in facts/phrases.json.
func MoneyMoved(text string) bool {
	return speaksOf(withoutDenials(plainWords(text)), "moved")
}

// Panic reports whether the whole message, at most eight words, is a cry that money is
// gone, so that help comes before any question.
func Panic(text string) bool {
	plain := plainWords(text)
	if len(strings.Fields(plain)) > 8 {
		return false
	}
	rest := withoutDenials(plain)
	return speaksOf(rest, "moved") || rest == plain && speaksOf(plain, "cry")
}

// withoutDenials puts a bar where a denial stood, so that what is left and right of it
// does not join to a phrase. Longer denials go first.
func withoutDenials(plain string) string {
	denials := hits(plain, "not_moved")
	slices.SortFunc(denials, func(a, b phrase) int { return len(b.text) - len(a.text) })
	for _, d := range denials {
		plain = strings.ReplaceAll(plain, d.text, " | ")
	}
	return plain
}
