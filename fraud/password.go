package fraud

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

var passwordLink = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^ *(?:(is|was|hai|था|है) *[:=]?|[:=]+(?: *(?:is|hai))?) *`)
})

// passwordsIn masks the word after "password is", "password:" or "password=", and a word
// directly after "password" that mixes letters and digits.
func passwordsIn(text string) []hit {
	var hits []hit
	for _, c := range cues(text, "password") {
		rest := text[c.end:]
		link := passwordLink().FindStringSubmatch(rest)
		start := c.end
		if link != nil {
			start += len(link[0])
		} else {
			start += len(rest) - len(strings.TrimLeft(rest, " "))
		}
		s := passwordToken(text, start)
		if s.start < s.end && isPassword(text[s.start:s.end], link) {
			hits = append(hits, hit{s, SecretPassword, hidden})
		}
	}
	return hits
}

func passwordToken(text string, start int) span {
	end := start + strings.IndexFunc(text[start:]+" ", unicode.IsSpace)
	s := span{start, end}
	for s.end > s.start && strings.IndexByte(".,;!?\"')", text[s.end-1]) >= 0 {
		s.end--
	}
	return s
}

func isPassword(token string, link []string) bool {
	switch {
	case strings.Contains(token, "•"), strings.Contains(token, "***"):
		return false
	case link != nil && link[1] == "":
		return true
	case link != nil:
		return !isPlainWord(token)
	}
	return strings.ContainsAny(token, "0123456789") && strings.IndexFunc(token, unicode.IsLetter) >= 0
}

// isPlainWord knows what follows in sentences such as "the password is wrong".
func isPlainWord(token string) bool {
	for _, w := range cueWords() {
		if w.means == "plain_password" && w.text == token {
			return true
		}
	}
	return false
}
