package fraud

import (
	"regexp"
	"strings"
	"sync"
)

// emailShape is the everyday part of RFC 5321: quoted local parts and address literals
// are not taken. Letters of any script may stand in the domain.
var emailShape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@([\p{L}\p{M}\p{N}-]+\.)+[\p{L}\p{M}][\p{L}\p{M}\p{N}-]*$`)
})

func parseEmail(s string) (value, why string) {
	v := strings.TrimPrefix(strings.ToLower(s), "mailto:")
	v = strings.TrimRight(refang(v), ".,;")
	switch {
	case strings.Count(v, "@") != 1:
		return "", "shape"
	case len(v) > 254:
		return "", "long"
	case !emailShape().MatchString(v), strings.Contains(v, ".."):
		return "", "shape"
	}
	return v, ""
}
