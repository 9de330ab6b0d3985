package fraud

import "strings"

// parseMobile takes an Indian mobile number: ten digits beginning with 6 to 9, after
// +91, 0091, 91 or 0 (National Numbering Plan, Department of Telecommunications).
func parseMobile(s string) (value, why string) {
	d, why := nationalDigits(s)
	switch {
	case why != "":
		return "", why
	case len(d) < 10:
		return "", "short"
	case len(d) > 10:
		return "", "long"
	case d[0] < '6':
		return "", "start"
	}
	return "+91" + d, ""
}

// parseLandline takes ten digits with the area code. Area codes beginning with 6 to 8
// look like mobiles, so those are taken only when the 0 before them was written, or as
// they are kept.
func parseLandline(s string) (value, why string) {
	d, why := nationalDigits(s)
	switch {
	case why != "":
		return "", why
	case len(d) < 10:
		return "", "short"
	case len(d) > 10:
		return "", "long"
	case d[0] == '0' || d[0] == '9':
		return "", "start"
	case isSeries(d):
		return "", "start"
	case d[0] >= '6' && !strings.HasPrefix(squeeze(s), "0"+d) && squeeze(s) != "+91"+d:
		return "", "start"
	}
	return "+91" + d, ""
}

// parseForeign takes an international number that is not Indian, with + or 00.
func parseForeign(s string) (value, why string) {
	d := dialled(s)
	if rest, ok := strings.CutPrefix(d, "00"); ok {
		d = "+" + rest
	}
	rest, ok := strings.CutPrefix(d, "+")
	switch {
	case !ok || strings.HasPrefix(rest, "91") || strings.HasPrefix(rest, "0"):
		return "", "start"
	case !allDigits(rest):
		return "", "chars"
	case len(rest) < 7:
		return "", "short"
	case len(rest) > 15:
		return "", "long"
	}
	return "+" + rest, ""
}

// parseSeries takes the numbers with a meaning of their own: 1600 and 1601 (banks,
// government, utilities), 140 (promotion), 1800 and 1860 (call centres).
func parseSeries(s string) (value, why string) {
	d := dialled(s)
	for _, prefix := range []string{"+91", "0091", "91", "0"} {
		if rest, ok := strings.CutPrefix(d, prefix); ok && isSeries(rest) {
			return rest, ""
		}
	}
	switch {
	case !allDigits(d):
		return "", "chars"
	case !isSeries(d):
		return "", "start"
	}
	return d, ""
}

func isSeries(d string) bool {
	if !allDigits(d) {
		return false
	}
	switch {
	case strings.HasPrefix(d, "1600"), strings.HasPrefix(d, "1601"), strings.HasPrefix(d, "140"):
		return len(d) == 10
	case strings.HasPrefix(d, "1800"), strings.HasPrefix(d, "1860"):
		return len(d) >= 8 && len(d) <= 11
	}
	return false
}

func parseShortCode(s string) (value, why string) {
	d := dialled(s)
	switch {
	case !allDigits(d):
		return "", "chars"
	case len(d) < 3:
		return "", "short"
	case len(d) > 6:
		return "", "long"
	}
	return d, ""
}

// dialled is a number as it would be dialled: without the separators people write.
func dialled(s string) string {
	return squeeze(strings.TrimPrefix(strings.ToLower(s), "tel:"))
}

// nationalDigits drops the country code or trunk zero.
func nationalDigits(s string) (digits, why string) {
	d := dialled(s)
	rest, coded := strings.CutPrefix(d, "+91")
	if !coded {
		rest, coded = strings.CutPrefix(d, "0091")
	}
	if !coded && len(d) == 12 {
		rest, coded = strings.CutPrefix(d, "91")
	}
	if coded {
		d = rest
	}
	if len(d) == 11 {
		d = strings.TrimPrefix(d, "0")
	}
	switch {
	case strings.HasPrefix(d, "+"):
		return "", "start"
	case !allDigits(d):
		return "", "chars"
	}
	return d, ""
}
