package fraud

import (
	"slices"
	"strings"
	"time"
)

// Secret is a kind of thing that must never be kept.
type Secret string

// Secrets. A card's expiry and its last four digits are no secret.
const (
	SecretOTP      Secret = "otp"
	SecretPIN      Secret = "pin"
	SecretCVV      Secret = "cvv"
	SecretPassword Secret = "password"
	SecretCard     Secret = "card"
	SecretAadhaar  Secret = "aadhaar" // a virtual id too
)

// Expect tells Scrub what the question on the screen asks for, so that a UTR is not
// taken for an Aadhaar number, nor an amount for an OTP.
type Expect struct {
	UTR     bool        // a 12-digit transaction number is expected
	Account bool        // an account number is expected
	Digits  bool        // a bare short number is a fair answer (amount, time, pincode, phone)
	Around  []time.Time // when the money moved, as far as known
}

// hidden is what stands where a secret stood.
const hidden = "••••"

// hit is a secret in the folded text and what is to stand in its place.
type hit struct {
	span
	kind Secret
	mask string
}

// Scrub masks every secret in text and tells which kinds it found, each once. Text
// without secrets comes back as it was, byte for byte. What is masked:
//
//   - cards: 13 to 19 digits, alone or in groups, of a known issuer range, length and
//     Luhn check, down to "•••• 1234";
//   - Aadhaar numbers and virtual ids with a right Verhoeff check, down to "XXXX XXXX
//     1234"; a 12-digit number stays only after a word such as UTR or account, or where a
//     UTR is expected and its date agrees with Around to two days; a mobile number written
//     with 91 stays unless Aadhaar is named or it is grouped by fours;
//   - OTP, PIN, CVV: 3 to 8 digits, together or spaced, within 40 characters of such a word
//     in any of our languages, except amounts, dates, phone numbers and postal PIN codes;
//   - a password after "password is", ":" or "=";
//   - a message that is nothing but 4 to 8 digits, unless the question asks for digits.
//
// Digits of every script count. Scrub(Scrub(x)) == Scrub(x).
func Scrub(text string, e Expect) (clean string, found []Secret) {
	for {
		v := newView(text, true)
		hits := secretsIn(v.text, e)
		if len(hits) == 0 {
			return text, found
		}
		for _, h := range hits {
			if !slices.Contains(found, h.kind) {
				found = append(found, h.kind)
			}
		}
		// Masking brings words and digits closer together, so look again. Each round
		// leaves fewer digits or letters, so the rounds end.
		text = v.replace(text, hits)
	}
}

func secretsIn(text string, e Expect) []hit {
	rows := chains(text)
	hits := passwordsIn(text)
	if len(rows) == 0 {
		return hits
	}
	numbers := numberSecrets(text, rows, e)
	hits = append(hits, numbers...)
	hits = append(hits, codeSecrets(text, rows, spansOf(numbers), e)...)
	return mergeHits(hits)
}

func spansOf(hits []hit) []span {
	spans := make([]span, len(hits))
	for i, h := range hits {
		spans[i] = h.span
	}
	return spans
}

// mergeHits orders hits and lets overlapping ones be hidden as one, under the first.
func mergeHits(hits []hit) []hit {
	slices.SortStableFunc(hits, func(a, b hit) int { return a.start - b.start })
	var merged []hit
	for _, h := range hits {
		if n := len(merged); n > 0 && h.start < merged[n-1].end {
			last := &merged[n-1]
			last.end = max(last.end, h.end)
			last.mask = hidden
			continue
		}
		merged = append(merged, h)
	}
	return merged
}

func (v view) replace(text string, hits []hit) string {
	var b strings.Builder
	at := 0
	for _, h := range hits {
		o := v.original(h.span)
		if o.start < at {
			continue
		}
		b.WriteString(text[at:o.start])
		b.WriteString(h.mask)
		at = o.end + invisiblePrefix(text[o.end:])
	}
	b.WriteString(text[at:])
	return b.String()
}
