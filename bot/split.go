package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// maxText is the longest message Telegram takes, in UTF-16 units. Telegram counts
// after reading the tags; we count with them, and are on the safe side.
const maxText = 4096

// split cuts Telegram HTML into pieces of at most limit UTF-16 units: at the end of
// a line where it can, else at a space, else between two letters as a reader sees
// them. No entity is cut in two; tags open at a cut are closed before it and
// opened again after it; those with nothing in them go. Words and spaces of the pieces
// together are those of the text. Only tags that are longer than the limit, one in
// another, make a piece longer.
func split(html string, limit int) []string {
	if units(html) <= limit {
		return []string{html}
	}
	c := cutter{limit: limit}
	for _, t := range tokens(html) {
		c.add(t)
	}
	c.flush(len(c.line))
	return c.pieces
}

// units counts UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

// token is what may not be cut: a tag, an entity, or one letter with its marks.
type token struct {
	text string
	size int // UTF-16 units
	tag  int // +1 opens, -1 closes, 0 is no tag
}

// cutter gathers tokens and lets go of a piece when no more fit.
type cutter struct {
	limit  int
	pieces []string
	open   []token // tags open at the start of line
	now    []token // tags open at its end
	line   []token
	size   int // UTF-16 units of open and line
}

func (c *cutter) add(t token) {
	if c.size+t.size+closingUnits(push(c.now, t)) > c.limit && c.words() {
		c.flush(c.border())
		// What came after the border may still be too long together with t.
		c.add(t)
		return
	}
	c.put(t)
}

// put appends a token. A tag that closes before anything was in it goes, with the tag it
// closes: nobody would see it, and it takes room.
func (c *cutter) put(t token) {
	now := c.now
	c.now = push(c.now, t)
	last := len(c.line) - 1
	switch {
	case t.tag < 0 && last >= 0 && c.line[last].tag > 0:
		c.size -= c.line[last].size
		c.line = c.line[:last]
	case t.tag < 0 && last < 0 && len(c.open) > 0:
		c.size -= now[len(now)-1].size
		c.open = c.now
	default:
		c.line = append(c.line, t)
		c.size += t.size
	}
}

// words reports whether the line holds anything to read.
func (c *cutter) words() bool {
	for _, t := range c.line {
		if t.tag == 0 {
			return true
		}
	}
	return false
}

// border is the number of tokens that best end a piece.
func (c *cutter) border() int {
	line, space := 0, 0
	for i, t := range c.line {
		switch {
		case t.tag != 0:
		case strings.HasSuffix(t.text, "\n"):
			line = i + 1
		case t.text == " ":
			space = i + 1
		}
	}
	switch {
	case line > len(c.line)/2:
		return line
	case space > len(c.line)/2:
		return space
	}
	return len(c.line)
}

// flush makes a piece of the first n tokens.
func (c *cutter) flush(n int) {
	var b strings.Builder
	for _, t := range c.open {
		b.WriteString(t.text)
	}
	after := c.open
	for _, t := range c.line[:n] {
		b.WriteString(t.text)
		after = push(after, t)
	}
	for i := len(after) - 1; i >= 0; i-- {
		b.WriteString(closing(after[i]))
	}
	if b.Len() > 0 {
		c.pieces = append(c.pieces, b.String())
	}
	rest := slices.Clone(c.line[n:])
	c.open, c.now, c.line, c.size = after, after, nil, 0
	for _, t := range after {
		c.size += t.size
	}
	for _, t := range rest {
		c.put(t)
	}
}

// push is what is open after t, when open was open before it. It leaves open alone.
func push(open []token, t token) []token {
	switch {
	case t.tag > 0:
		return append(open[:len(open):len(open)], t)
	case t.tag < 0 && len(open) > 0:
		return open[:len(open)-1]
	}
	return open
}

func closingUnits(open []token) int {
	total := 0
	for _, t := range open {
		total += units(closing(t))
	}
	return total
}

// closing is the tag that closes t: </a> for <a href="…">.
func closing(t token) string {
	name := strings.TrimSuffix(strings.TrimPrefix(t.text, "<"), ">")
	name, _, _ = strings.Cut(name, " ")
	return "</" + name + ">"
}

func tokens(html string) []token {
	var out []token
	for html != "" {
		if text, tag := special(html); text != "" {
			out = append(out, token{text: text, size: units(text), tag: tag})
			html = html[len(text):]
			continue
		}
		letter := letter(html)
		html = html[len(letter):]
		if units(letter) <= maxLetter {
			out = append(out, token{text: letter, size: units(letter)})
			continue
		}
		for _, r := range letter { // marks piled up without end are no letter anybody reads
			out = append(out, token{text: string(r), size: units(string(r))})
		}
	}
	return out
}

// letter is the first letter of s, never reaching into a tag or entity after it.
func letter(s string) string {
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	if i := strings.IndexAny(cluster[1:], "<&"); i >= 0 {
		return cluster[:i+1]
	}
	return cluster
}

// maxLetter is the longest letter kept whole, in UTF-16 units: families of emoji
// take about 11, conjuncts of Indian scripts fewer.
const maxLetter = 32

// special returns the tag or entity html begins with, "" for none.
func special(html string) (text string, tag int) {
	switch html[0] {
	case '<':
		end := strings.IndexByte(html, '>')
		if end < 0 {
			return "", 0
		}
		if strings.HasPrefix(html, "</") {
			return html[:end+1], -1
		}
		return html[:end+1], +1
	case '&':
		end := strings.IndexByte(html, ';')
		if end < 0 || end > 10 || strings.ContainsFunc(html[1:end], func(r rune) bool { return r >= utf8.RuneSelf || r == ' ' || r == '<' || r == '&' }) {
			return "", 0
		}
		return html[:end+1], 0
	}
	return "", 0
}
