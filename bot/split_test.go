package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, html string
		limit      int
		want       []string
	}{
		{"short", "a <b>b</b>", 40, []string{"a <b>b</b>"}},
		{"at lines", "one two\nthree\nfour", 14, []string{"one two\nthree\n", "four"}},
		{"at spaces", "one two three", 8, []string{"one two ", "three"}},
		{"inside a word", "abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"whole letters", "कि कि", 3, []string{"कि ", "कि"}},
		{"emoji are two units", "👍👍", 3, []string{"👍", "👍"}},
		{"entities whole", "&amp;&amp;", 6, []string{"&amp;", "&amp;"}},
		{"tags closed and opened", "<b>abcd efgh</b>", 13, []string{"<b>abcd </b>", "<b>efgh</b>"}},
		{"nothing in tags", "<b><b></b><i></i></b>abcd <i></i><b>efgh</b>", 14, []string{"abcd ", "<b>efgh</b>"}},
		{"nested", "<b><i>abcd</i></b>", 16, []string{"<b><i>ab</i></b>", "<b><i>cd</i></b>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := split(c.html, c.limit)
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// checkPieces holds what split promises.
func checkPieces(t interface{ Errorf(string, ...any) }, html string, limit int) {
	pieces := split(html, limit)
	var joined strings.Builder
	for _, p := range pieces {
		if units(p) > limit {
			t.Errorf("a piece of %d units, limit %d: %q", units(p), limit, p)
		}
		if !utf8.ValidString(p) {
			t.Errorf("a piece is cut inside a letter: %q", p)
		}
		if depth(p) != 0 {
			t.Errorf("tags are not balanced: %q", p)
		}
		joined.WriteString(visible(p))
	}
	if joined.String() != visible(html) {
		t.Errorf("joined %q, want %q", joined.String(), visible(html))
	}
}

// depth is how many tags stay open at the end of html; -1000 when one closes that was
// not open.
func depth(html string) int {
	var open []string
	for _, t := range tokens(html) {
		switch {
		case t.tag > 0:
			open = append(open, closing(t))
		case t.tag < 0 && (len(open) == 0 || open[len(open)-1] != t.text):
			return -1000
		case t.tag < 0:
			open = open[:len(open)-1]
		}
	}
	return len(open)
}

// drawHTML draws balanced Telegram HTML.
func drawHTML(t *rapid.T, deep int) string {
	words := rapid.SampledFrom([]string{"abc ", "क्षि", "ಕನ್ನಡ\n", "👩‍👩‍👧‍👦", "&lt;", "&amp;", " ", "e\u0301\u0301", "\u0600", "𝒳", "a&b", "x;"})
	var b strings.Builder
	for range rapid.IntRange(0, 6).Draw(t, "parts") {
		if deep > 0 && rapid.IntRange(0, 2).Draw(t, "kind") == 0 {
			tag := rapid.SampledFrom([]string{"b", "i", "code", `a href="https://x.y/?a=1"`}).Draw(t, "tag")
			name, _, _ := strings.Cut(tag, " ")
			b.WriteString("<" + tag + ">" + drawHTML(t, deep-1) + "</" + name + ">")
			continue
		}
		b.WriteString(words.Draw(t, "word"))
	}
	return b.String()
}

func TestSplitKeepsWordsAndLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkPieces(t, drawHTML(t, 3), rapid.IntRange(120, 200).Draw(t, "limit"))
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("नमस्ते दुनिया 👩‍👩‍👧‍👦 ok\nmore words", 40)
	f.Add("\u0600<", 40)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if !utf8.ValidString(text) {
			return
		}
		limit = 32 + int(uint(limit)%4096)
		html := "<b>" + strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text) + "</b>"
		checkPieces(t, html, limit)
	})
}

func BenchmarkSplitLong(b *testing.B) {
	html := "<b>" + strings.Repeat("नमस्ते दुनिया ", 2000) + "</b>"
	for b.Loop() {
		split(html, maxText)
	}
}
