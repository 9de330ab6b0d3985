package fraud

import (
	"strings"
	"sync"
	"unicode"
)

type momentEntry struct {
	Dated
	Means string   `json:"means"`
	Words []string `json:"words"`
}

// momentMeanings maps the key of each word or phrase to what it means: "today", "pm".
var momentMeanings = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, e := range readFacts[momentEntry]("moments.json") {
		for _, w := range e.Words {
			all[wordKey(w)] = e.Means
		}
	}
	return all
})

// momentWords brings text to a small vocabulary: numbers with their separators, and the
// meanings of facts/moments.json. Fillers go; a word nobody knows stays as it is.
func momentWords(s string) []string {
	raw := splitMoment(wordKey(s))
	var words []string
	for len(raw) > 0 {
		means, n := longestMeaning(raw)
		raw = raw[n:]
		if means != "filler" {
			words = append(words, means)
		}
	}
	return words
}

// longestMeaning takes the longest phrase of up to four words that has a meaning.
func longestMeaning(raw []string) (means string, n int) {
	for n = min(4, len(raw)); n > 0; n-- {
		if means, ok := momentMeanings()[strings.Join(raw[:n], " ")]; ok {
			return means, n
		}
	}
	if v, ok := numerals()[raw[0]]; ok && (v.kind == "" || v.kind == "half" || v.kind == "plus") {
		if v.kind == "plus" {
			return "+" + v.value.RatString(), 1
		}
		return v.value.RatString(), 1
	}
	return raw[0], 1
}

// splitMoment parts words from numbers: "4pm" is two, "23/11/2026" and "4:30" are one.
func splitMoment(s string) []string {
	var words []string
	for _, field := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' || r == '।' }) {
		for field != "" {
			n := momentRun(field)
			if w := strings.Trim(field[:n], "-/()!?"); w != "" && w != "." && w != ":" {
				words = append(words, trimDots(w))
			}
			field = field[n:]
		}
	}
	return words
}

// trimDots drops a full stop after a number or a word, not those within "a.m.".
func trimDots(w string) string {
	if t := strings.TrimRight(w, ".:"); !strings.Contains(t, ".") || t[0] >= '0' && t[0] <= '9' {
		return t
	}
	return w
}

func momentRun(s string) int {
	isNumeric := func(r rune) bool { return r >= '0' && r <= '9' }
	first := isNumeric(rune(s[0]))
	for i, r := range s {
		switch {
		case isNumeric(r) == first:
		case first && strings.ContainsRune("/:.-", r):
		default:
			return i
		}
	}
	return len(s)
}
