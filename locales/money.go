package locales

import "strconv"

// Money is an amount in paise as it is written in India: ₹1,25,000, and
// ₹1,25,000.50 when there are paise. Digits are Latin in every language, so that
// an amount can be copied into any bank's or portal's field.
func Money(paise int64) string {
	sign, rest := split(paise)
	text := sign + "₹" + group(rest/100)
	if p := rest % 100; p != 0 {
		text += "." + twoDigits(int(p))
	}
	return text
}

// Count is a number grouped the Indian way: 12,34,567. Digits are Latin.
func Count(n int64) string {
	sign, rest := split(n)
	return sign + group(rest)
}

func split(n int64) (sign string, rest uint64) {
	if n < 0 {
		return "-", -uint64(n)
	}
	return "", uint64(n)
}

// group sets commas 2-2-3 from the right. CLDR has 3-3-3 for several languages
// of India, none of whose readers write money that way.
func group(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	if len(digits) <= 3 {
		return digits
	}
	head, tail := digits[:len(digits)-3], digits[len(digits)-3:]
	for len(head) > 2 {
		tail = head[len(head)-2:] + "," + tail
		head = head[:len(head)-2]
	}
	return head + "," + tail
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
