package fraud

import "strings"

// maxIdentifier caps what Parse looks at, in bytes.
const maxIdentifier = 2048

// Parse reads s as an identifier of one of the kinds, the first that fits. It returns
// *Invalid: What is the first kind's name, Why is what the first kind says of s.
// Digits of any script, the usual separators and prefixes such as 0091 are understood.
func Parse(s string, kinds ...Kind) (Identifier, error) {
	if len(kinds) == 0 {
		return Identifier{}, &Invalid{"identifier", "shape"}
	}
	if len(s) > maxIdentifier {
		return Identifier{}, &Invalid{string(kinds[0]), "long"}
	}
	folded := strings.Trim(Fold(s), " \n")
	if folded == "" {
		return Identifier{}, &Invalid{string(kinds[0]), "empty"}
	}
	var first string
	for i, k := range kinds {
		value, why := parseKind(k, folded)
		if why == "" {
			return Identifier{k, value}, nil
		}
		if i == 0 {
			first = why
		}
	}
	return Identifier{}, &Invalid{string(kinds[0]), first}
}

// parseKind reads folded text as one kind: the value, or the reason it is not one.
func parseKind(k Kind, s string) (value, why string) {
	switch k {
	case KindMobile:
		return parseMobile(s)
	case KindLandline:
		return parseLandline(s)
	case KindForeign:
		return parseForeign(s)
	case KindSeries:
		return parseSeries(s)
	case KindShortCode:
		return parseShortCode(s)
	case KindHeader:
		return parseHeader(s)
	case KindVPA:
		return parseVPA(s)
	case KindIFSC:
		return parseIFSC(s)
	case KindAccount:
		return parseAccount(s)
	case KindUTR:
		return parseUTR(s)
	case KindNCRP:
		return parseNCRP(s)
	}
	return parseOnline(k, s)
}

func parseOnline(k Kind, s string) (value, why string) {
	switch k {
	case KindURL:
		return parseURL(s)
	case KindTelegram:
		return parseTelegram(s)
	case KindEmail:
		return parseEmail(s)
	case KindCrypto:
		return parseCrypto(s)
	case KindIMEI:
		return parseIMEI(s)
	case KindTaxPAN:
		return parseTaxPAN(s)
	case KindHandle:
		return parseHandle(s)
	}
	return "", "shape"
}
