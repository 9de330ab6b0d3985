package soak

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"satark/fraud"
)

// plant is a secret that a pretend citizen types, and that must be found nowhere
// afterwards.
type plant struct {
	kind   fraud.Secret
	digits string // in ASCII, together
	typed  string // as it is typed: in some script, perhaps in groups
	masked string // what has to stand in its place
}

// newPlant draws a secret that has the check digits of a real one. A three-digit CVV is
// not among them: in a dump of megabytes its digits are found by chance.
func newPlant(r *rand.Rand) plant {
	switch kind := pick(r, fraud.SecretOTP, fraud.SecretOTP, fraud.SecretPIN, fraud.SecretCard, fraud.SecretAadhaar); kind {
	case fraud.SecretCard:
		digits := withLuhn(pick(r, "4", "52", "60", "81") + randomDigits(r, 14))
		return plant{kind, digits, inScript(r, grouped(r, digits, 4)), "•••• " + digits[12:]}
	case fraud.SecretAadhaar:
		digits := withVerhoeff(aadhaarStart(r) + randomDigits(r, 10))
		return plant{kind, digits, inScript(r, grouped(r, digits, 4)), "XXXX XXXX " + digits[8:]}
	default:
		digits := pick(r, "1", "4", "7", "9") + randomDigits(r, 5)
		return plant{kind, digits, inScript(r, grouped(r, digits, 3)), "••••"}
	}
}

// aadhaarStart is a first digit that tells an Aadhaar number from what is kept on purpose:
// a transaction number of these years where one is asked for.
func aadhaarStart(r *rand.Rand) string {
	year := time.Now().Year() % 10
	for {
		first := 2 + r.IntN(8)
		if (first-year+10)%10 > 1 && (year-first+10)%10 > 1 {
			return fmt.Sprint(first)
		}
	}
}

// alone is the secret as a message of its own. It names the secret where digits alone
// would be a fair answer to some question.
func (p plant) alone(r *rand.Rand) string {
	switch p.kind {
	case fraud.SecretOTP:
		return pick(r, "OTP ", "my OTP is ", "ओटीपी ") + p.typed
	case fraud.SecretPIN:
		return pick(r, "UPI PIN ", "mpin ", "यूपीआई पिन ") + p.typed
	}
	return p.typed
}

// within is the secret in the middle of a sentence.
func (p plant) within() string {
	switch p.kind {
	case fraud.SecretOTP:
		return "the OTP " + p.typed
	case fraud.SecretPIN:
		return "the UPI PIN " + p.typed
	case fraud.SecretAadhaar:
		return "the Aadhaar number " + p.typed
	}
	return "the card " + p.typed
}

// pick draws one of the choices.
func pick[T any](r *rand.Rand, choices ...T) T { return choices[r.IntN(len(choices))] }

// chance is true so often out of a hundred.
func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }

func randomDigits(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

// grouped writes digits together or in groups of n.
func grouped(r *rand.Rand, digits string, n int) string {
	separator := pick(r, "", " ", "-")
	var groups []string
	for part := range slices.Chunk([]byte(digits), n) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, separator)
}

// digitZeros are the zeros of the scripts that the languages of India are written in,
// ASCII first: Arabic and Extended Arabic, Devanagari, Bengali, Gurmukhi, Gujarati, Odia,
// Tamil, Telugu, Kannada, Malayalam, Ol Chiki, Meetei Mayek, and the full-width ones.
const digitZeros = "0٠۰०০੦૦୦௦౦೦൦᱐꯰０"

// inScript writes the digits of s in a script that is more often Latin than not.
func inScript(r *rand.Rand, s string) string {
	zeros := []rune(digitZeros)
	zero := pick(r, zeros[0], pick(r, zeros...))
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return zero + c - '0'
		}
		return c
	}, s)
}

// withLuhn brings digits to sixteen, the last of them Luhn's check (ISO/IEC 7812-1).
func withLuhn(digits string) string {
	digits = digits[:15]
	sum := 0
	for i, c := range digits {
		n := int(c - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return digits + fmt.Sprint((10-sum%10)%10)
}

// withVerhoeff adds Verhoeff's check digit, by the group of the symmetries of a pentagon
// and the permutation (1 5 8 9 4 2 7 0)(3 6).
func withVerhoeff(digits string) string {
	permutation := [10]int{1, 5, 7, 6, 2, 8, 3, 0, 9, 4}
	product := func(a, b int) int {
		switch {
		case a < 5 && b < 5:
			return (a + b) % 5
		case a < 5:
			return 5 + (a+b-5)%5
		case b < 5:
			return 5 + (a-b)%5
		}
		return (a - b + 5) % 5
	}
	check := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		for range (i + 1) % 8 {
			n = permutation[n]
		}
		check = product(check, n)
	}
	for last := range 10 {
		if product(check, last) == 0 {
			return digits + fmt.Sprint(last)
		}
	}
	return digits
}
