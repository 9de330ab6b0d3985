package fraud

import "strings"

// parseIMEI takes a handset's number: 15 digits of which the last is a Luhn check, or 16
// with a software version and no check (3GPP TS 23.003).
func parseIMEI(s string) (value, why string) {
	d := squeeze(s)
	switch {
	case !allDigits(d):
		return "", "chars"
	case len(d) < 15:
		return "", "short"
	case len(d) > 16:
		return "", "long"
	case strings.Trim(d, "0") == "":
		return "", "shape"
	case len(d) == 15 && !luhn(d):
		return "", "check"
	}
	return d, ""
}
