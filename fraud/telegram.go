package fraud

import (
	"regexp"
	"strings"
	"sync"
)

var (
	telegramHandle = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[a-z][a-z0-9_]{4,31}$`)
	})
	telegramLink = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:hxxps?|https?)?(?::?//)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/(?:s/)?([a-z][a-z0-9_]{4,31})(?:[/?#].*)?$`)
	})
)

// parseTelegram takes a username, with or without @, or the link that opens it. Links
// that invite to a private group carry no name and are URLs. A username may pass to
// another person: it is a clue, not an identity.
func parseTelegram(s string) (value, why string) {
	v := strings.ToLower(refang(s))
	if rest, ok := strings.CutPrefix(v, "tg://resolve?domain="); ok {
		v, _, _ = strings.Cut(rest, "&")
	}
	if m := telegramLink().FindStringSubmatch(v); m != nil {
		v = m[1]
		if v == "joinchat" || v == "addstickers" || v == "share" {
			return "", "shape"
		}
	}
	v = strings.TrimPrefix(v, "@")
	switch {
	case len(v) < 5:
		return "", "short"
	case len(v) > 32:
		return "", "long"
	case !telegramHandle().MatchString(v):
		return "", "chars"
	}
	return "@" + v, ""
}
