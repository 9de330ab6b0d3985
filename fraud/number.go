package fraud

import (
	"fmt"
	"io"
	"strings"
)

// Number is a report's number, `SK-7F3K-92QX`: "SK-", seven random characters of
// Crockford's base 32 and a check character, grouped by four. Unguessable
// (35 bits) and short enough to read aloud.
type Number string

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewNumber draws a number from r (crypto/rand.Reader in production). It fails only
// when r does.
func NewNumber(r io.Reader) (Number, error) {
	var raw [7]byte
	if _, err := io.ReadFull(r, raw[:]); err != nil {
		return "", fmt.Errorf("fraud: draw a report number: %w", err)
	}
	var values [7]byte
	for i, b := range raw {
		values[i] = b & 31
	}
	return numberOf(values), nil
}

// ParseNumber reads a number as people type it: any case, with or without prefix and
// hyphens, O for 0, I and L for 1, native digits. It returns *Invalid{"number", …}
// with "empty", "short", "long", "chars" or "check". Any one wrong character and any
// two characters swapped are found by the check.
func ParseNumber(s string) (Number, error) {
	s = strings.ToUpper(squeeze(Fold(s)))
	if s == "" {
		return "", &Invalid{"number", "empty"}
	}
	if len(s) == 10 {
		s = strings.TrimPrefix(s, "SK")
	}
	switch {
	case len(s) < 8:
		return "", &Invalid{"number", "short"}
	case len(s) > 8:
		return "", &Invalid{"number", "long"}
	}
	return parseBody(strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s))
}

func parseBody(s string) (Number, error) {
	var values [7]byte
	for i := range 8 {
		v := strings.IndexByte(crockford, s[i])
		if v < 0 {
			return "", &Invalid{"number", "chars"}
		}
		if i < 7 {
			values[i] = byte(v)
		}
	}
	n := numberOf(values)
	if n[len(n)-1] != s[7] {
		return "", &Invalid{"number", "check"}
	}
	return n, nil
}

func numberOf(values [7]byte) Number {
	var body [8]byte
	for i, v := range values {
		body[i] = crockford[v]
	}
	body[7] = crockford[checkValue(values)]
	return Number("SK-" + string(body[:4]) + "-" + string(body[4:]))
}

// checkValue weighs each value with a different power of 2 in the field of 32
// elements, so that no single error and no swap of two characters leaves it unchanged.
func checkValue(values [7]byte) byte {
	var sum byte
	for _, v := range values {
		sum = double32(sum ^ v)
	}
	return sum
}

// double32 multiplies by 2 in GF(32), modulo x⁵+x²+1.
func double32(v byte) byte {
	v <<= 1
	if v&32 != 0 {
		v ^= 0b100101
	}
	return v
}
