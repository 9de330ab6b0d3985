package fraud

import (
	"regexp"
	"strings"
	"sync"
)

// vpaShape is a UPI address: no dot after the @, which tells it from an e-mail (NPCI).
var vpaShape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z0-9._-]{2,255}@[a-z][a-z0-9]{1,63}$`)
})

func parseVPA(s string) (value, why string) {
	v := strings.ToLower(strings.ReplaceAll(s, " ", ""))
	v = strings.TrimPrefix(v, "upi:")
	v = strings.TrimRight(v, ".,;")
	name, bank, ok := strings.Cut(v, "@")
	switch {
	case !ok:
		return "", "shape"
	case strings.Contains(bank, "."):
		return "", "shape"
	case len(name) < 2 || len(bank) < 2:
		return "", "short"
	case len(name) > 255 || len(bank) > 64:
		return "", "long"
	case !vpaShape().MatchString(v):
		return "", "chars"
	}
	return v, ""
}
