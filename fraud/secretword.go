package fraud

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// cue is a word that tells what the digits beside it are.
type cue struct {
	span
	means string // "otp", "pin", "cvv", "password", "aadhaar", "utr", "account", "pincode", "currency"
}

type cueWord struct {
	text   string
	prefix bool // any ending may follow
	ascii  bool
	means  string
}

type cueEntry struct {
	Dated
	Words []string `json:"words"`
}

var cueWords = sync.OnceValue(func() []cueWord {
	var all []cueWord
	for _, e := range readFacts[cueEntry]("secretwords.json") {
		for _, w := range e.Words {
			text, prefix := strings.CutSuffix(w, "*")
			text = wordKey(text)
			all = append(all, cueWord{text, prefix, isASCII(text), e.ID})
		}
	}
	return all
})

// cues finds the words of the given meanings in lower-case folded text. A word within a
// longer one ("pin" in "pin code") gives way to it.
func cues(text string, means ...string) []cue {
	var found []cue
	ascii := isASCII(text)
	for _, w := range cueWords() {
		if ascii && !w.ascii || !slices.Contains(means, w.means) {
			continue
		}
		for at := 0; ; {
			i := strings.Index(text[at:], w.text)
			if i < 0 {
				break
			}
			s := span{at + i, at + i + len(w.text)}
			if wordStands(text, s, w.prefix) {
				found = append(found, cue{s, w.means})
			}
			at = s.start + 1
		}
	}
	return outermost(found)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// wordStands reports whether what stands at s is a word of its own; digits may touch it.
func wordStands(text string, s span, prefix bool) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:s.start])
	first, _ := utf8.DecodeRuneInString(text[s.start:])
	if isLetterOrMark(before) && isLetterOrMark(first) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(text[s.end:])
	last, _ := utf8.DecodeLastRuneInString(text[:s.end])
	return prefix || !(isLetterOrMark(after) && isLetterOrMark(last))
}

func isLetterOrMark(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// outermost drops cues that lie within a longer cue.
func outermost(all []cue) []cue {
	var kept []cue
	for _, c := range all {
		inside := false
		for _, d := range all {
			if d.start <= c.start && c.end <= d.end && d.end-d.start > c.end-c.start {
				inside = true
			}
		}
		if !inside {
			kept = append(kept, c)
		}
	}
	return kept
}

// near reports whether at most limit characters stand between a and b.
func near(text string, a, b span, limit int) bool {
	if a.start > b.start {
		a, b = b, a
	}
	if b.start <= a.end {
		return true
	}
	return b.start-a.end <= 4*limit && utf8.RuneCountInString(text[a.end:b.start]) <= limit
}

// nearestBefore is the cue that ends closest before s, within limit characters.
func nearestBefore(text string, all []cue, s span, limit int) (cue, bool) {
	best, ok := cue{}, false
	for _, c := range all {
		if c.end <= s.start && (!ok || c.end > best.end) && near(text, c.span, s, limit) {
			best, ok = c, true
		}
	}
	return best, ok
}
