package fraud

import (
	"regexp"
	"strings"
	"sync"
)

var (
	base58Address = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33})$`)
	})
	bech32Address = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^bc1[ac-hj-np-z02-9]{11,71}$`)
	})
	evmAddress = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^0[xX][0-9a-fA-F]{40}$`)
	})
	cryptoTransaction = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:0[xX])?[0-9a-fA-F]{64}$`)
	})
)

// parseCrypto takes a Bitcoin, TRON or Ethereum-like address with its own checksum, or a
// transaction of 64 hexadecimal digits, which has none.
func parseCrypto(s string) (value, why string) {
	v := strings.ReplaceAll(s, " ", "")
	if _, rest, ok := strings.Cut(v, ":"); ok {
		v, _, _ = strings.Cut(rest, "?")
	}
	lower := strings.ToLower(v)
	switch {
	case cryptoTransaction().MatchString(v):
		return strings.TrimPrefix(lower, "0x"), ""
	case evmAddress().MatchString(v):
		return lower, checkWhy(eip55(v[2:]))
	case bech32Address().MatchString(lower) && (v == lower || v == strings.ToUpper(v)):
		return lower, checkWhy(bech32(lower))
	case base58Address().MatchString(v):
		return v, checkWhy(base58check(v))
	case len(v) < 26:
		return "", "short"
	case len(v) > 90:
		return "", "long"
	}
	return "", "shape"
}

func checkWhy(ok bool) string {
	if ok {
		return ""
	}
	return "check"
}
