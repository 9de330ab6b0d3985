package fraud

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// Kind is a kind of identifier.
type Kind string

// Kinds, with the form of Identifier.Value.
const (
	KindMobile    Kind = "mobile"    // E.164: +919876543210
	KindLandline  Kind = "landline"  // E.164: +911123456789
	KindForeign   Kind = "foreign"   // E.164
	KindSeries    Kind = "series"    // 1600…, 1601…, 140…, 1800…, 1860…: digits only
	KindShortCode Kind = "shortcode" // 3 to 6 digits
	KindHeader    Kind = "header"    // SMS sender header, upper case: VM-HDFCBK-S
	KindVPA       Kind = "vpa"       // lower case
	KindIFSC      Kind = "ifsc"      // upper case
	KindAccount   Kind = "account"   // 9 to 18 digits
	KindUTR       Kind = "utr"       // 12-digit RRN, or NEFT/RTGS UTR of 16 to 22, or UPI app id to 35; upper case
	KindNCRP      Kind = "ncrp"      // 14 digits
	KindURL       Kind = "url"       // scheme added, host lower case, otherwise as received; never fetched
	KindTelegram  Kind = "telegram"  // @handle, lower case
	KindEmail     Kind = "email"     // lower case
	KindCrypto    Kind = "crypto"    // address or transaction; hex and bech32 in lower case
	KindIMEI      Kind = "imei"      // 15 digits, or 16 with a software version
	KindTaxPAN    Kind = "pan"       // upper case
	KindHandle    Kind = "handle"    // any other social handle or free text id, at most 64 characters
)

// Identifier is something a case can be recognised by, in normal form: two
// identifiers are the same if and only if they are equal.
type Identifier struct {
	Kind  Kind   `json:"kind"`
	Value string `json:"value"`
}

// IsZero reports whether there is no identifier.
func (id Identifier) IsZero() bool { return id == Identifier{} }

// Display is how the identifier is shown: +91 98765 43210, a 12-digit UTR in groups of
// four, a URL defanged (hxxps://ex[.]com) so that nobody opens it by a tap. Parse reads
// it back as the same identifier.
func (id Identifier) Display() string {
	switch id.Kind {
	case KindMobile:
		return displayMobile(id.Value)
	case KindLandline, KindForeign:
		return displayPhone(id.Value)
	case KindSeries:
		return displaySeries(id.Value)
	case KindUTR:
		if len(id.Value) == 12 {
			return groups(id.Value, 4)
		}
	case KindURL:
		return defang(id.Value)
	}
	return id.Value
}

// Masked is Display with all but the tail hidden: at most the last four letters or
// digits, and never more than a third of them, stay. Separators stay as they are.
func (id Identifier) Masked() string {
	shown := []rune(id.Display())
	total := 0
	for _, r := range shown {
		if isWordRune(r) {
			total++
		}
	}
	left := min(4, total/3)
	for i := len(shown) - 1; i >= 0; i-- {
		switch {
		case !isWordRune(shown[i]):
		case left > 0:
			left--
		default:
			shown[i] = '•'
		}
	}
	return string(shown)
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func displayMobile(e164 string) string {
	d := strings.TrimPrefix(e164, "+91")
	if len(d) != 10 {
		return e164
	}
	return "+91 " + d[:5] + " " + d[5:]
}

func displayPhone(e164 string) string {
	n, err := phonenumbers.Parse(e164, "IN")
	if err != nil {
		return e164
	}
	shown := phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	if "+"+keepDigits(shown) != e164 {
		return e164
	}
	return shown
}

func displaySeries(d string) string {
	if len(d) > 8 {
		return d[:4] + " " + d[4:7] + " " + d[7:]
	}
	return d
}

func groups(s string, n int) string {
	var b strings.Builder
	for i := 0; i < len(s); i += n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s[i:min(i+n, len(s))])
	}
	return b.String()
}
