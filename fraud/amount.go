package fraud

import (
	"math/big"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// amountLiteral is digits with Indian or western commas and at most six decimals.
var amountLiteral = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:\d{1,15}|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d{1,6})?$`)
})

// amountWords splits folded text into numbers and words. It is false when a run of digits
// is no number.
func amountWords(s string) (words []string, ok bool) {
	for _, field := range strings.Fields(s) {
		for field != "" {
			n := numberPrefix(field)
			if n == 0 {
				n = wordPrefix(field)
			} else if !amountLiteral().MatchString(strings.TrimRight(field[:n], ".,")) {
				return nil, false
			}
			words = append(words, field[:n])
			field = field[n:]
		}
	}
	return words, true
}

func numberPrefix(s string) int {
	if s[0] < '0' || s[0] > '9' {
		return 0
	}
	n := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != ',' && r != '.' })
	if n < 0 {
		return len(s)
	}
	return n
}

// wordPrefix ends before a digit and after a currency sign.
func wordPrefix(s string) int {
	for i, r := range s {
		switch {
		case r == '₹':
			if i > 0 {
				return i
			}
			return len("₹")
		case i > 0 && unicode.IsDigit(r):
			return i
		}
	}
	return len(s)
}

// amountSum adds an amount up word by word: thousands and more close a part, hundreds
// multiply within it, and a word like साढ़े waits for the number it changes.
type amountSum struct {
	done, part, plus big.Rat
	hasPart, hasPlus bool
	hasAny           bool
	lastUnit         big.Rat // the last unit that closed a part; the next must be smaller
	rupees           *big.Rat
	paisa            bool
	literal          bool // part is a written number: another number may not follow it
}

func (a *amountSum) add(word string) bool {
	trimmed := strings.Trim(word, ".,:;()!-=/")
	if trimmed == "" {
		return word != "-"
	}
	if trimmed[0] >= '0' && trimmed[0] <= '9' {
		return a.addLiteral(trimmed)
	}
	n, ok := numerals()[trimmed]
	if !ok {
		return false
	}
	switch n.kind {
	case "", "half":
		return a.addNumber(n.value)
	case "plus":
		a.plus.Set(n.value)
		fresh := !a.hasPlus
		a.hasPlus = true
		return fresh
	case "unit":
		return a.addUnit(n.value)
	case "rupee":
		return a.addRupee()
	case "paisa":
		return a.addPaisa()
	}
	return true
}

func (a *amountSum) addLiteral(s string) bool {
	v, ok := new(big.Rat).SetString(strings.ReplaceAll(s, ",", ""))
	if !ok || a.hasPart {
		return false
	}
	ok = a.addNumber(v)
	a.literal = true
	return ok
}

func (a *amountSum) addNumber(v *big.Rat) bool {
	if a.hasPart && (a.literal || !smaller(v, &a.part)) || a.paisa {
		return false
	}
	a.part.Add(&a.part, v)
	if a.hasPlus {
		a.part.Add(&a.part, &a.plus)
	}
	a.hasPart, a.hasAny, a.literal, a.hasPlus = true, true, false, false
	return true
}

// smaller reports whether v may follow part: "twenty five", "एक सौ पचास", not "five five".
func smaller(v, part *big.Rat) bool {
	ten, hundred := big.NewRat(10, 1), big.NewRat(100, 1)
	if part.Cmp(hundred) >= 0 {
		return v.Cmp(hundred) < 0
	}
	return v.Cmp(ten) < 0 && v.Sign() > 0 && part.Cmp(big.NewRat(20, 1)) >= 0 && endsInZero(part)
}

func endsInZero(v *big.Rat) bool {
	return v.IsInt() && new(big.Int).Rem(v.Num(), big.NewInt(10)).Sign() == 0
}

func (a *amountSum) addUnit(unit *big.Rat) bool {
	if !a.hasPart {
		a.part.SetInt64(1)
		if a.hasPlus {
			a.part.Add(&a.part, &a.plus)
		}
	}
	a.hasPart, a.hasAny, a.hasPlus, a.literal = true, true, false, false
	a.part.Mul(&a.part, unit)
	if unit.Cmp(big.NewRat(100, 1)) == 0 {
		return true
	}
	if a.lastUnit.Sign() > 0 && unit.Cmp(&a.lastUnit) >= 0 {
		return false
	}
	a.lastUnit.Set(unit)
	a.done.Add(&a.done, &a.part)
	a.part.SetInt64(0)
	a.hasPart = false
	return true
}

// addRupee marks what came so far as rupees; the sign may also stand in front.
func (a *amountSum) addRupee() bool {
	if a.hasAny && a.rupees == nil {
		a.rupees = new(big.Rat).Add(&a.done, &a.part)
		a.done.SetInt64(0)
		a.part.SetInt64(0)
		a.lastUnit.SetInt64(0)
		a.hasPart, a.literal = false, false
	}
	return true
}

// addPaisa takes "50 paise" after rupees. Alone, "paise" is as often the Hindi word for
// money, so that is left to be asked.
func (a *amountSum) addPaisa() bool {
	a.paisa = true
	return true
}

func (a *amountSum) paise() (p Paise, why string) {
	total := new(big.Rat).Add(&a.done, &a.part)
	switch {
	case !a.hasAny || a.hasPlus:
		return 0, "shape"
	case a.paisa && a.rupees == nil:
		return 0, "ambiguous"
	case a.rupees != nil && !a.paisa && total.Sign() > 0:
		return 0, "shape"
	case a.paisa && (total.Sign() == 0 || total.Cmp(big.NewRat(100, 1)) >= 0):
		return 0, "shape"
	}
	if !a.paisa {
		total.Mul(total, big.NewRat(100, 1))
	}
	if a.rupees != nil {
		total.Add(total, new(big.Rat).Mul(a.rupees, big.NewRat(100, 1)))
	}
	return wholePaise(total)
}

func wholePaise(total *big.Rat) (p Paise, why string) {
	switch {
	case total.Sign() <= 0 || total.Cmp(new(big.Rat).SetInt64(int64(maxAmount))) > 0:
		return 0, "range"
	case !total.IsInt():
		return 0, "shape"
	}
	return Paise(total.Num().Int64()), ""
}
