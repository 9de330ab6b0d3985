package fraud

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// maxTriage is how much of a text the word lists look at, in bytes.
const maxTriage = 4096

type phraseEntry struct {
	Dated
	Group   string   `json:"group"`
	Weight  int      `json:"weight"`
	Phrases []string `json:"phrases"`
}

// phrase is one entry of facts/phrases.json made ready: " kat gaye ".
type phrase struct {
	text   string
	weight int
	ascii  bool
}

var phraseGroups = sync.OnceValue(func() map[string][]phrase {
	groups := map[string][]phrase{}
	for _, e := range readFacts[phraseEntry]("phrases.json") {
		for _, p := range e.Phrases {
			text := plainWords(p)
			ascii := isASCII(text)
			// Other scripts join endings to their words; English and Hinglish do not.
			if !ascii {
				text = strings.TrimRight(text, " ")
			}
			groups[e.Group] = append(groups[e.Group], phrase{text, e.Weight, ascii})
		}
	}
	return groups
})

// plainWords brings text to words parted by single blanks, with a blank at both ends: no
// punctuation; an amount or other number, with its currency and its unit, is "#".
func plainWords(s string) string {
	b := plainBuilder{text: []byte{' '}}
	s = wordKey(clip(s, maxTriage))
	start := 0
	for i, r := range s + " " {
		if i > start && (isBreak(r) || isASCIIDigit(r) != isASCIIDigit(rune(s[start]))) {
			b.add(s[start:i])
			start = i
		}
		if isBreak(r) {
			start = i + utf8.RuneLen(r)
		}
	}
	return string(b.text)
}

type plainBuilder struct {
	text   []byte
	number bool // the last word was "#"
}

func (b *plainBuilder) add(w string) {
	n, known := numerals()[w]
	switch {
	case w[0] >= '0' && w[0] <= '9':
		if b.number {
			return
		}
		w = "#"
	case known && n.kind == "rupee", known && n.kind == "unit" && b.number:
		return
	}
	b.number = w[0] == '#'
	b.text = append(append(b.text, w...), ' ')
}

// isBreak parts words; "#" stands for an amount in the phrase lists.
func isBreak(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '#'
}

func isASCIIDigit(r rune) bool { return r >= '0' && r <= '9' }

// hits lists the phrases of a group that stand in plain words.
func hits(plain, group string) []phrase {
	ascii := isASCII(plain)
	var all []phrase
	for _, p := range phraseGroups()[group] {
		if (!ascii || p.ascii) && strings.Contains(plain, p.text) {
			all = append(all, p)
		}
	}
	return all
}

func speaksOf(plain, group string) bool { return len(hits(plain, group)) > 0 }
