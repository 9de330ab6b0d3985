package fraud

import (
	"regexp"
	"strings"
	"sync"
	"time"
)

var (
	utrLabel = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:(?:utr|rrn|upi|imps|neft|rtgs|ref|reference|refno|txn|transaction|id|no|number|is)\b[\s:#.\-]*)+`)
	})
	// bankUTR is a NEFT or RTGS reference: the bank's four letters and 12 to 18 more.
	// Sources differ on which of the two has 16 and which 22, so both are taken.
	bankUTR = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[A-Z]{4}[A-Z0-9]{12,18}$`)
	})
)

// parseUTR takes what proves a transfer: the 12-digit number of UPI and IMPS, a NEFT or
// RTGS reference, or the id a UPI app shows (letters and digits only since 1 Feb 2025).
func parseUTR(s string) (value, why string) {
	v := strings.ToUpper(squeeze(utrLabel().ReplaceAllString(s, "")))
	digits := len(keepDigits(v))
	switch {
	case v == "":
		return "", "short"
	case strings.Trim(v, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return "", "chars"
	case len(v) > 35:
		return "", "long"
	case digits == len(v):
		return numericUTR(v)
	case len(v) < 12:
		return "", "short"
	case digits < 6 && !(bankUTR().MatchString(v) && digits > 0):
		return "", "shape"
	}
	return v, ""
}

func numericUTR(v string) (value, why string) {
	switch {
	case len(v) < 12:
		return "", "short"
	case len(v) > 12 && len(v) < 16:
		return "", "long"
	case len(v) > 22:
		return "", "long"
	case strings.Trim(v, "0") == "":
		return "", "shape"
	}
	return v, ""
}

// RRNDate is the hour, in UTC, that a 12-digit UPI or IMPS number seems to carry:
// last digit of the year, day of the year, hour in IST. The year nearest to near is
// taken. The pattern is custom, not rule: use it to ask again, never to refuse. It is
// false when the identifier is no such number or its day or hour cannot be.
func RRNDate(id Identifier, near time.Time) (time.Time, bool) {
	if id.Kind != KindUTR || len(id.Value) != 12 || !allDigits(id.Value) {
		return time.Time{}, false
	}
	year, day, hour := int(id.Value[0]-'0'), number(id.Value[1:4]), number(id.Value[4:6])
	if day < 1 || hour > 23 {
		return time.Time{}, false
	}
	at := time.Date(nearestYear(near.In(IST).Year(), year), time.January, day, hour, 0, 0, 0, IST)
	if at.YearDay() != day {
		return time.Time{}, false
	}
	return at.UTC(), true
}

func nearestYear(near, lastDigit int) int {
	year := near - near%10 + lastDigit
	switch {
	case year-near > 5:
		return year - 10
	case near-year > 5:
		return year + 10
	}
	return year
}

// number is the value of a short run of ASCII digits.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
