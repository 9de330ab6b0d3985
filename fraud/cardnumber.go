package fraud

import (
	"slices"
	"strings"
)

// numberSecrets finds cards and Aadhaar numbers by their own check digits.
func numberSecrets(text string, rows []chain, e Expect) []hit {
	long := slices.DeleteFunc(slices.Clone(rows), func(c chain) bool { return c.size() < 12 })
	if len(long) == 0 {
		return nil
	}
	words := cues(text, "aadhaar", "utr", "account")
	var hits []hit
	for _, row := range long {
		row.windows(text, 12, 19, func(w chain) {
			if kind, ok := numberSecret(text, row, w, words, e); ok {
				hits = append(hits, hit{w.span(), kind, ""})
			}
		})
	}
	return joinNumbers(text, hits)
}

func numberSecret(text string, row, w chain, words []cue, e Expect) (Secret, bool) {
	digits := w.digits(text)
	switch {
	case isCard(digits):
		return SecretCard, true
	case len(digits) == 12 && isAadhaar(text, row, w, digits, words, e):
		return SecretAadhaar, true
	case len(digits) == 16 && isVirtualID(text, w, digits, words, e):
		return SecretAadhaar, true
	}
	return "", false
}

// joinNumbers merges overlapping finds: which of two is the real one cannot be known, so
// neither stays. The last four digits of the last one are kept.
func joinNumbers(text string, hits []hit) []hit {
	var joined []hit
	for _, h := range hits {
		if n := len(joined); n > 0 && h.start < joined[n-1].end {
			last := &joined[n-1]
			last.start, last.end = min(last.start, h.start), max(last.end, h.end)
			if h.kind == SecretCard {
				last.kind = SecretCard
			}
			continue
		}
		joined = append(joined, h)
	}
	for i, h := range joined {
		digits := keepDigits(text[h.start:h.end])
		tail := digits[len(digits)-4:]
		joined[i].mask = hidden + " " + tail
		if h.kind == SecretAadhaar {
			joined[i].mask = "XXXX XXXX " + tail
		}
	}
	return joined
}

// issuerRange is the beginning of card numbers of one network and their lengths.
type issuerRange struct {
	prefixes string
	lengths  string
}

// isCard reports whether digits are a payment card's number: Visa, Mastercard, RuPay,
// Maestro, Discover, Diners, JCB or American Express by range and length, and Luhn.
func isCard(digits string) bool {
	if !luhn(digits) {
		return false
	}
	for _, r := range [...]issuerRange{
		{"4", "13 16 19"},
		{"50 56 57 58 63 67 68 69", "16 19"},
		{"51 52 53 54 55 59", "16"},
		{"60 65 81 82 508 353 356", "16 19"},
		{"34 37", "15"},
	} {
		if hasLength(r.lengths, len(digits)) && hasPrefixOf(r.prefixes, digits) {
			return true
		}
	}
	return len(digits) == 16 && digits[:4] >= "2221" && digits[:4] <= "2720"
}

func hasLength(lengths string, n int) bool {
	return n >= 10 && strings.Contains(lengths, string([]byte{'0' + byte(n/10), '0' + byte(n%10)}))
}

func hasPrefixOf(prefixes, digits string) bool {
	for p := range strings.FieldsSeq(prefixes) {
		if strings.HasPrefix(digits, p) {
			return true
		}
	}
	return false
}
