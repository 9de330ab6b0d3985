package fraud

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// around is text of any kind that does not itself join digits to the planted ones.
func around() *rapid.Generator[string] {
	words := rapid.SampledFrom([]string{
		"hello", "मेरे", "खाते से", "call aaya", "Rs 500", "₹1,25,000", "23/11/2026", "98765 43210", "UTRs", "https://x.in/a1", "ok.", "\n", "💳",
		"পাসওয়ার্ড", "1930", "kal", "(", "–", "\u200d", "A/c XX1234", "ref", "no.", "abc@ybl",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(words, 0, 6).Draw(t, "words"), " ")
	})
}

// native writes ASCII digits in one of the scripts of India.
func native(t *rapid.T, digits string) string {
	zero := rapid.SampledFrom([]rune("0०০੦૦୦௦౦೦൦٠۰᱐꯰０")).Draw(t, "zero")
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, digits)
}

// spaced puts one separator between groups of one size.
func spaced(t *rapid.T, digits string) string {
	size := rapid.SampledFrom([]int{1, 2, 3, 4, 6, len(digits)}).Draw(t, "size")
	sep := rapid.SampledFrom([]string{" ", "-", " - ", ".", "\u00a0", "–", "\u200b"}).Draw(t, "separator")
	var parts []string
	for len(digits) > size {
		parts = append(parts, digits[:size])
		digits = digits[size:]
	}
	return strings.Join(append(parts, digits), sep)
}

func digitsDrawn(t *rapid.T, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte('0' + byte(rapid.IntRange(0, 9).Draw(t, "digit")))
	}
	return b.String()
}

// folded is what is left to read of a scrubbed text: digits only.
func folded(s string) string { return keepDigits(Fold(s)) }

func TestScrubHidesEveryCard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.SampledFrom([]string{"4", "51", "55", "2221", "2720", "60", "65", "81", "82", "508", "353", "356"}).Draw(t, "range")
		card := withLuhn(prefix + digitsDrawn(t, 15-len(prefix)))
		text := around().Draw(t, "before") + " x " + native(t, spaced(t, card)) + " x " + around().Draw(t, "after")
		e := Expect{UTR: rapid.Bool().Draw(t, "utr"), Account: rapid.Bool().Draw(t, "account"), Digits: rapid.Bool().Draw(t, "digits")}
		clean, found := Scrub(text, e)
		if strings.Contains(folded(clean), card[:12]) || len(found) == 0 {
			t.Fatalf("%q left %q", text, clean)
		}
	})
}

func TestScrubHidesEveryAadhaar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.SampledFrom([]string{"2", "3", "4", "5", "6", "7", "8", "90", "99"}).Draw(t, "first")
		number := withVerhoeff(first + digitsDrawn(t, 11-len(first)))
		text := around().Draw(t, "before") + " mine is really this one: " + native(t, spaced(t, number)) + " x " + around().Draw(t, "after")
		clean, found := Scrub(text, Expect{Digits: rapid.Bool().Draw(t, "digits")})
		if strings.Contains(folded(clean), number[:8]) || len(found) == 0 {
			t.Fatalf("%q left %q", text, clean)
		}
	})
}

func TestScrubHidesEveryCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"OTP", "otp is", "UPI PIN", "cvv", "ओटीपी", "पिन", "ওটিপি", "ఓటీపీ", "ஓடிபி", "ಒಟಿಪಿ", "ഒടിപി", "ઓટીપી", "ਓਟੀਪੀ", "ଓଟିପି", "او ٹی پی", "verification code"}).Draw(t, "word")
		code := digitsDrawn(t, rapid.IntRange(4, 8).Draw(t, "length"))
		planted := native(t, spaced(t, code))
		text := word + " " + planted
		if rapid.Bool().Draw(t, "code first") {
			text = planted + " " + word
		}
		// The words around carry numbers of their own, so the code is looked for alone. A bare
		// PIN of six digits may be a postal code where digits are asked for.
		clean, found := Scrub(around().Draw(t, "before")+" x "+text, Expect{Digits: word != "पिन" && rapid.Bool().Draw(t, "digits")})
		rest := clean[max(0, strings.LastIndex(clean, " x ")):]
		if folded(rest) != "" || len(found) == 0 {
			t.Fatalf("%q left %q", text, clean)
		}
	})
}

func TestScrubTwiceIsScrubOnce(t *testing.T) {
	pieces := rapid.OneOf(around(), rapid.StringMatching(`[0-9 •X.-]{0,24}`), rapid.String(),
		rapid.SampledFrom([]string{" otp ", " pin ", "password: ", testVisa, testAadhaar, " cvv ", "पासवर्ड is "}))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "pieces"), "")
		e := Expect{UTR: rapid.Bool().Draw(t, "utr"), Account: rapid.Bool().Draw(t, "account"), Digits: rapid.Bool().Draw(t, "digits"), Around: []time.Time{testNow}}
		once, _ := Scrub(text, e)
		if twice, again := Scrub(once, e); twice != once || again != nil {
			t.Fatalf("%q became %q, then %q", text, once, twice)
		}
	})
}

// withLuhn completes digits to a number with a right check.
func withLuhn(digits string) string {
	for c := '0'; c <= '9'; c++ {
		if luhn(digits + string(c)) {
			return digits + string(c)
		}
	}
	return ""
}

func FuzzScrub(f *testing.F) {
	for _, s := range []string{"otp 482913", "4111 1111 1111 1111", "aadhaar ৯৯৯৯ ৪১০৫ ৭০৫৮", "password: x", "•••• 1234 otp 12-11-2026", "पिन ४८२९"} {
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, asked bool) {
		e := Expect{Digits: asked, UTR: asked, Account: asked}
		once, found := Scrub(s, e)
		if (once == s) != (len(found) == 0) {
			t.Errorf("%q became %q but found %v", s, once, found)
		}
		if twice, _ := Scrub(once, e); twice != once {
			t.Errorf("%q became %q, then %q", s, once, twice)
		}
	})
}
