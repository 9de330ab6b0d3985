package fraud

import (
	"strconv"
	"strings"
)

// Paise is money in paise: ₹1 = 100.
type Paise int64

// maxAmount is ₹10,000 crore: no citizen's loss is larger, a pasted account number is.
const maxAmount Paise = 1_00_00_00_00_000 * 100

// Grouped is the amount in rupees as India groups it, 1,25,000 or 1,25,000.50: thousands,
// then pairs, Latin digits, paise only when there are some, no currency sign.
func (p Paise) Grouped() string {
	sign := ""
	u := uint64(p)
	if p < 0 {
		sign, u = "-", -u
	}
	rupees := strconv.FormatUint(u/100, 10)
	head, tail := rupees, ""
	if len(rupees) > 3 {
		head, tail = rupees[:len(rupees)-3], ","+rupees[len(rupees)-3:]
	}
	for tail != "" && len(head) > 2 {
		head, tail = head[:len(head)-2], ","+head[len(head)-2:]+tail
	}
	if cents := u % 100; cents > 0 {
		tail += "." + strconv.FormatUint(100+cents, 10)[1:]
	}
	return sign + head + tail
}

// ParsePaise reads an amount as people write it: "₹1,25,000", "1.25 lakh", "५ हज़ार",
// "5k", "Rs. 500/-", "डेढ़ लाख", "ten thousand". It returns *Invalid{"amount", why} with
// "empty", "shape" (no amount, or more than one), "ambiguous" (paise or money?) or
// "range" (not above zero, or over ₹10,000 crore).
func ParsePaise(s string) (Paise, error) {
	if len(s) > 200 {
		return 0, &Invalid{"amount", "shape"}
	}
	key := wordKey(s)
	if strings.TrimSpace(key) == "" {
		return 0, &Invalid{"amount", "empty"}
	}
	p, why := parseAmount(key)
	if outer, inner, ok := restated(key); ok && why != "" {
		p, why = parseAmount(outer)
		if again, wrong := parseAmount(inner); wrong == "" && again != p {
			why = "ambiguous"
		}
	}
	if why != "" {
		return 0, &Invalid{"amount", why}
	}
	return p, nil
}

// restated parts "Rs 500 (five hundred)" into the amount and its repetition.
func restated(s string) (outer, inner string, ok bool) {
	before, rest, ok := strings.Cut(s, "(")
	if !ok {
		return "", "", false
	}
	inner, after, ok := strings.Cut(rest, ")")
	return before + " " + after, inner, ok
}

func parseAmount(key string) (p Paise, why string) {
	words, ok := amountWords(key)
	if !ok {
		return 0, "shape"
	}
	var sum amountSum
	for _, w := range words {
		if !sum.add(w) {
			return 0, "shape"
		}
	}
	return sum.paise()
}
