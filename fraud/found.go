package fraud

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"mvdan.cc/xurls/v2"
)

// maxFind is how much of a text is searched, in bytes: a Telegram message is shorter in
// Latin letters, and what a fraudster wants clicked stands at the top.
const maxFind = 4096

// Found is an identifier and where it stood in the text, in bytes.
type Found struct {
	Identifier
	Start, End int
}

// Find returns every identifier in text, left to right, without overlaps. Only the first
// 4096 bytes are searched. Bare short codes, landlines without their area code and bank
// accounts without a word for them are left: too many numbers look like that.
func Find(text string) []Found {
	v := newView(clip(text, maxFind), false)
	s := search{text: v.text, lower: strings.ToLower(v.text)}
	if len(s.lower) != len(s.text) {
		s.lower = s.text
	}
	s.links()
	s.tokens()
	s.numbers()
	slices.SortFunc(s.found, func(a, b Found) int { return cmp.Compare(a.Start, b.Start) })
	for i, f := range s.found {
		o := v.original(span{f.Start, f.End})
		s.found[i].Start, s.found[i].End = o.start, o.end
	}
	return s.found
}

// clip cuts s to at most n bytes, between runes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// search collects what is found in folded text; what comes first keeps its place.
type search struct {
	text, lower string
	found       []Found
}

// take parses the span as the first kind that fits and keeps it unless it overlaps.
func (s *search) take(at span, kinds ...Kind) {
	for _, f := range s.found {
		if at.overlaps(span{f.Start, f.End}) {
			return
		}
	}
	if id, err := Parse(s.text[at.start:at.end], kinds...); err == nil {
		s.found = append(s.found, Found{id, at.start, at.end})
	}
}

var (
	// findLink accepts bare domains too; compiling it is slow, so once.
	findLink = sync.OnceValue(xurls.Relaxed)
	// findDefanged are links somebody has already made harmless.
	findDefanged = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:hxxps?://[^\s<>"]+|https?://[^\s<>"]+|[\p{L}\p{N}-]+(?:(?:\[\.\]|\(\.\)|\[dot\]|\.)[\p{L}\p{N}-]+)*(?:\[\.\]|\(\.\)|\[dot\])[\p{L}]{2,}(?:/[^\s<>"]*)?)`)
	})
	findAtSign = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[\p{L}\p{M}\p{N}.-]+`)
	})
)

// links takes e-mail addresses, UPI ids and links, in this order, for each contains what
// looks like the next.
func (s *search) links() {
	for _, m := range findDefanged().FindAllStringIndex(s.text, -1) {
		s.takeLink(span{m[0], m[1]})
	}
	for _, m := range findAtSign().FindAllStringIndex(s.text, -1) {
		at := trimPunctuation(s.text, span{m[0], m[1]})
		s.take(at, KindVPA, KindEmail)
	}
	for _, word := range dottedWords(s.text) {
		for _, m := range findLink().FindAllStringIndex(s.text[word.start:word.end], -1) {
			s.takeLink(span{word.start + m[0], word.start + m[1]})
		}
	}
}

// dottedWords are the words that could hold a bare domain, so that the slow pattern sees
// no more than it must.
func dottedWords(text string) []span {
	var words []span
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != ' ' && text[i] != '\n' {
			continue
		}
		if dot := strings.IndexByte(text[start:i], '.'); dot > 0 && dot < i-start-1 {
			words = append(words, span{start, i})
		}
		start = i + 1
	}
	return words
}

// takeLink prefers the name of a Telegram account to the link that opens it.
func (s *search) takeLink(at span) {
	at = trimPunctuation(s.text, at)
	if strings.Contains(s.text[at.start:at.end], "/") {
		s.take(at, KindTelegram, KindURL)
		return
	}
	s.take(at, KindURL)
}

func trimPunctuation(text string, at span) span {
	for at.end > at.start && strings.IndexByte(".,;:!?\"')]>*_", text[at.end-1]) >= 0 {
		at.end--
	}
	return at
}
