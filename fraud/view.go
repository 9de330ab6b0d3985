package fraud

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// view is text folded rune by rune, with the way back: byte i of text came from the
// original's bytes from[i] to to[i]. Rune by rune means decomposed (NFKD), so that a
// match never depends on a letter and its mark having been typed as one or two.
type view struct {
	text     string
	from, to []int
}

// newView folds s; with lower as wordKey does, so that words can be found in it.
func newView(s string, lower bool) view {
	b := viewBuilder{text: make([]byte, 0, len(s)), from: make([]int, 0, len(s)), to: make([]int, 0, len(s)), lower: lower}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		b.add(s[i:i+n], r, i, i+n)
		i += n
	}
	return view{string(b.text), b.from, b.to}
}

type viewBuilder struct {
	text     []byte
	from, to []int
	lower    bool
}

func (b *viewBuilder) add(raw string, r rune, from, to int) {
	if r = dropInvisible(r); r < 0 {
		return
	}
	if r >= utf8.RuneSelf && r != utf8.RuneError {
		if d := norm.NFKD.PropertiesString(raw).Decomposition(); d != nil {
			for _, part := range string(d) {
				b.put(part, from, to)
			}
			return
		}
	}
	b.put(r, from, to)
}

func (b *viewBuilder) put(r rune, from, to int) {
	if r = foldRune(r); r < 0 {
		return
	}
	if b.lower {
		if r = dropNukta(lowerRune(r)); r < 0 {
			return
		}
	}
	before := len(b.text)
	b.text = utf8.AppendRune(b.text, r)
	for range len(b.text) - before {
		b.from = append(b.from, from)
		b.to = append(b.to, to)
	}
}

// span is a range of bytes.
type span struct{ start, end int }

func (s span) overlaps(t span) bool { return s.start < t.end && t.start < s.end }

// original is where a range of the folded text stood in the text as given.
func (v view) original(s span) span {
	return span{v.from[s.start], v.to[s.end-1]}
}

func lowerRune(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return unicode.ToLower(r)
}

// invisiblePrefix is the length of what is not seen at the start of s: the frame of a
// digit emoji goes with its digit.
func invisiblePrefix(s string) int {
	for i, r := range s {
		if r == utf8.RuneError || dropInvisible(r) >= 0 {
			return i
		}
	}
	return len(s)
}
