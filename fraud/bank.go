package fraud

import (
	"regexp"
	"strings"
	"sync"
)

var (
	ifscShape = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[A-Z]{4}0[A-Z0-9]{6}$`)
	})
	panShape = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$`)
	})
)

// parseIFSC takes a branch code: four letters, a zero, six letters or digits (RBI). The
// letter O in place of the zero is mended.
func parseIFSC(s string) (value, why string) {
	v := strings.ToUpper(squeeze(s))
	switch {
	case len(v) < 11:
		return "", "short"
	case len(v) > 11:
		return "", "long"
	}
	if v[4] == 'O' {
		v = v[:4] + "0" + v[5:]
	}
	if !ifscShape().MatchString(v) {
		return "", "shape"
	}
	return v, ""
}

// parseAccount takes 9 to 18 digits. Indian account numbers carry no check digit.
func parseAccount(s string) (value, why string) {
	d := squeeze(s)
	switch {
	case !allDigits(d):
		return "", "chars"
	case len(d) < 9:
		return "", "short"
	case len(d) > 18:
		return "", "long"
	case strings.Trim(d, "0") == "":
		return "", "shape"
	}
	return d, ""
}

// parseTaxPAN takes an income-tax number; its fourth letter is the kind of holder.
func parseTaxPAN(s string) (value, why string) {
	v := strings.ToUpper(squeeze(s))
	switch {
	case len(v) < 10:
		return "", "short"
	case len(v) > 10:
		return "", "long"
	case !panShape().MatchString(v):
		return "", "shape"
	}
	return v, ""
}

// parseNCRP takes the acknowledgement of the National Cyber Crime Reporting Portal: 14
// digits. Nothing official says what they mean, so nothing more is checked.
func parseNCRP(s string) (value, why string) {
	d := squeeze(s)
	switch {
	case !allDigits(d):
		return "", "chars"
	case len(d) < 14:
		return "", "short"
	case len(d) > 14:
		return "", "long"
	}
	return d, ""
}
