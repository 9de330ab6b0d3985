package fraud

import (
	"strings"
	"time"
)

// cueReach is how far before a number a word still tells what the number is, in characters.
const cueReach = 20

// isAadhaar reports whether a window of twelve digits is to be taken for an Aadhaar number.
func isAadhaar(text string, row, w chain, digits string, words []cue, e Expect) bool {
	switch {
	case digits[0] < '2' || !verhoeff(digits):
		return false
	case !w.even() && len(w) < len(row):
		return false
	case isNEFT(text, w, digits):
		return false
	case isMobile91(text, w, digits, words):
		return false
	case e.UTR && datesAgree(digits, e.Around):
		return false
	}
	word, ok := nearestBefore(text, words, w.span(), cueReach)
	return !ok || word.means != "utr" && word.means != "account"
}

// isMobile91 tells a mobile number with its country code from an Aadhaar number: the plus
// sign says so, and so does 91 set apart when Aadhaar is not named. Twelve digits in one
// row may be either; what may be an Aadhaar number is not kept.
func isMobile91(text string, w chain, digits string, words []cue) bool {
	if !strings.HasPrefix(digits, "91") || digits[2] < '6' {
		return false
	}
	if strings.HasSuffix(text[:w[0].start], "+") {
		return true
	}
	word, ok := nearestBefore(text, words, w.span(), cueReach)
	apart := len(w) > 1 && w[0].end-w[0].start == 2
	return apart && !(ok && word.means == "aadhaar")
}

// isNEFT spares the digits of a NEFT reference: four letters of the bank, then year and
// day of the year.
func isNEFT(text string, w chain, digits string) bool {
	start := w[0].start
	if len(w) > 1 || start < 4 || start > 4 && isLetterOrMark(rune(text[start-5])) {
		return false
	}
	for _, c := range []byte(text[start-4 : start]) {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	day := number(digits[2:5])
	return digits[:2] >= "20" && digits[:2] <= "39" && day >= 1 && day <= 366
}

// datesAgree reports whether a 12-digit number begins with year digit, day of the year
// and hour, on a day at most two days from one of the dates.
func datesAgree(digits string, around []time.Time) bool {
	for _, t := range around {
		at, ok := RRNDate(Identifier{KindUTR, digits}, t)
		if ok && t.Sub(at).Abs() <= 3*24*time.Hour && daysApart(t, at) <= 2 {
			return true
		}
	}
	return false
}

// daysApart counts calendar days in IST.
func daysApart(a, b time.Time) int {
	midnight := func(t time.Time) time.Time {
		y, m, d := t.In(IST).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(a).Sub(midnight(b)).Abs() / (24 * time.Hour))
}

// isVirtualID reports whether sixteen digits are an Aadhaar virtual id. Account numbers of
// sixteen digits are common, so it stays where an account is asked for or named.
func isVirtualID(text string, w chain, digits string, words []cue, e Expect) bool {
	if !verhoeff(digits) || !w.even() {
		return false
	}
	word, ok := nearestBefore(text, words, w.span(), cueReach)
	if ok && word.means == "aadhaar" {
		return true
	}
	return !e.Account && !(ok && (word.means == "account" || word.means == "utr"))
}
