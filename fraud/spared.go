package fraud

import (
	"regexp"
	"strings"
	"sync"
)

var (
	sparedDate = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})\b`)
	})
	sparedYear = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ,.'-]{0,2}((?:19|20)\d{2})\b`)
	})
	sparedTime = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b\d{1,2}:\d{2}(?::\d{2})?\b`)
	})
	sparedIP = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b`)
	})
	amountText = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[ .:]{0,2}\d+(?:,\d{2,3})*(?:\.\d{1,2})?`)
	})
	amountTail = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?: ?(?:rs|rupees|rupaye|lakhs?|crores?|hazaa?r|thousand)\b| ?/-| ?(?:` + rupeeWords + `))[. ]*(\d)?`)
	})
	groupedAmount = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d{1,2})?\b`)
	})
	// movedAmount is a number said to have gone: digits first, so that RE2 needs no look-ahead.
	movedAmount = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b\d+(?:k\b)? (?:kat|cut|kt|debit|debited|deducted|nikal|nikle|gaye|gaya|gye|chale|lost|gone|कट|काट|गए|गये|गया|निकल|चले)`)
	})
	tollFree = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b18[06]0\d{4}\b`)
	})
	pincodeText = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:[ :=#.-]|is|hai){0,6}[1-9]\d{5}\b`)
	})
)

// rupeeWords begin the words for rupees, thousand, lakh and crore in the Indian scripts.
const rupeeWords = `रुप|रु|रू|हज|लाख|करोड|টাকা|টকা|হাজার|লাখ|লক্ষ|రూ|వేలు|వేల|లక్ష|ரூ|ஆயிர|லட்ச|ರೂ|ಸಾವಿರ|ಲಕ್ಷ|രൂപ|ആയിരം|ലക്ഷ|` +
	`રૂ|હજાર|લાખ|ਰੁਪ|ਹਜ|ਲੱਖ|ଟଙ୍କା|ହଜାର|ଲକ୍ଷ|روپ|ہزار|لاکھ`

// sparedSpans are the digits near a word for a secret that are no secret themselves:
// dates, times, amounts, phone numbers, postal codes, identifiers with letters, the tails
// that masking left.
func sparedSpans(text string, rows []chain, words []cue) []span {
	spared := matches(text, sparedTime())
	for _, s := range matches(text, sparedIP()) {
		if !beside(text, s, words) && !isDotted(text, s) {
			spared = append(spared, s)
		}
	}
	for _, s := range matches(text, sparedDate()) {
		if isDateText(text[s.start:s.end]) && !isSpelledCode(text, s, words) {
			spared = append(spared, s)
		}
	}
	for _, m := range sparedYear().FindAllStringSubmatchIndex(text, -1) {
		spared = append(spared, span{m[2], m[3]})
	}
	for _, c := range cues(text, "currency", "pincode") {
		shape := amountText()
		if c.means == "pincode" {
			shape = pincodeText()
		}
		if s, ok := wholeAfter(text, c.end, shape); ok {
			spared = append(spared, s)
		}
	}
	for _, s := range matches(text, groupedAmount(), movedAmount(), tollFree()) {
		if !beside(text, s, words) {
			spared = append(spared, s)
		}
	}
	references := cues(text, "utr", "account")
	for _, row := range rows {
		if _, ok := nearestBefore(text, references, row.span(), cueReach); ok && row.size() > 8 && row.even() {
			spared = append(spared, row.span())
		}
		spared = append(spared, sparedInRow(text, row)...)
	}
	return append(spared, sparedTokens(text, rows, words)...)
}

func matches(text string, shapes ...*regexp.Regexp) []span {
	var all []span
	for _, re := range shapes {
		for _, m := range re.FindAllStringIndex(text, -1) {
			all = append(all, span{m[0], m[1]})
		}
	}
	return all
}

// wholeAfter matches shape at the byte at; a match that would cut a run of digits in two
// ("Rs 500,482913") ends before the comma.
func wholeAfter(text string, at int, shape *regexp.Regexp) (span, bool) {
	m := shape.FindString(text[at:])
	if m == "" {
		return span{}, false
	}
	end := at + len(m)
	if end < len(text) && text[end] >= '0' && text[end] <= '9' {
		cut := strings.LastIndexAny(m, ",.")
		if cut < 0 {
			return span{}, false
		}
		end = at + cut
	}
	return span{at, end}, true
}

// isDateText reports whether dd/mm, dd/mm/yy or a longer date can be one.
func isDateText(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) < 2 || len(parts) > 3 || !allDigits(strings.Join(parts, "")) {
		return false
	}
	if len(parts[0]) == 4 {
		parts[0], parts[len(parts)-1] = parts[len(parts)-1], parts[0]
	}
	if len(parts[0]) > 2 || len(parts[1]) > 2 {
		return false
	}
	d, m := number(parts[0]), number(parts[1])
	return d >= 1 && d <= 31 && m >= 1 && m <= 12
}

// isSpelledCode tells "OTP 12-11-26", a code in pairs, from a date: a date has slashes or
// its whole year, or stands further from the word.
func isSpelledCode(text string, s span, words []cue) bool {
	if d := text[s.start:s.end]; len(d) > 8 || strings.Contains(d, "/") {
		return false
	}
	return beside(text, s, words)
}

// isDotted reports whether digits go on before or after a dot: longer than an address.
func isDotted(text string, s span) bool {
	return strings.HasSuffix(text[:s.start], ".") || len(text) > s.end+1 && text[s.end] == '.' && isASCIIDigit(rune(text[s.end+1]))
}

func beside(text string, s span, words []cue) bool {
	for _, w := range words {
		if near(text, w.span, s, 6) {
			return true
		}
	}
	return false
}

func sparedInRow(text string, row chain) []span {
	var spared []span
	if isPhoneRow(text, row) {
		return []span{row.span()}
	}
	for i, r := range row {
		if isMaskedTail(text, r) || isAmountBefore(text, r) {
			spared = append(spared, r)
		}
		for _, n := range []int{1, 2, 3} {
			if i+n <= len(row) && isPhoneRow(text, row[i:i+n]) {
				spared = append(spared, row[i:i+n].span())
			}
		}
	}
	return spared
}

// isPhoneRow knows the ways a telephone number is grouped; any other grouping of ten
// digits might be a code beside a number.
func isPhoneRow(text string, row chain) bool {
	d := row.digits(text)
	shape := make([]byte, len(row))
	for i, r := range row {
		shape[i] = "0123456789abcdef"[min(r.end-r.start, 15)]
	}
	tollFree := strings.HasPrefix(d, "1800") || strings.HasPrefix(d, "1860")
	switch string(shape) {
	case "a", "55", "334":
		return d[0] >= '6'
	case "433":
		return d[0] >= '6' || tollFree
	case "38", "47", "56":
		return d[0] == '0'
	case "434", "424", "4222", "4322":
		return tollFree
	}
	plus := strings.HasSuffix(text[:row[0].start], "+")
	return plus && len(d) >= 7 && len(d) <= 15
}

// isMaskedTail knows the last four digits of what is already masked: "•••• 1234", "XX1234".
func isMaskedTail(text string, r span) bool {
	if r.end-r.start > 4 || strings.HasPrefix(text[r.end:], "*") {
		return false
	}
	before := strings.TrimSuffix(strings.TrimSuffix(text[:r.start], " "), "-")
	return strings.HasSuffix(before, "••") || strings.HasSuffix(before, "xx") || strings.HasSuffix(before, "**")
}

// isAmountBefore spares "500 rupees" and "5 lakh", but not a code before an amount
// ("4829 Rs 500").
func isAmountBefore(text string, r span) bool {
	m := amountTail().FindStringSubmatch(text[r.end:])
	return m != nil && m[1] == ""
}

var sparedToken = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[a-z0-9._-]+@[a-z][a-z0-9.-]+|https?://\S+|www\.\S+|[a-z]{4}0[a-z0-9]{6}|[a-z]{4}[a-z0-9]{12,18}|[a-z0-9-]*[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|in|net|org|xyz|co|info|top|site|online|app)/?\S*)[.,;]?$`)
})

// sparedTokens spares the digits of UPI ids, links, branch codes and references, unless
// the word for the secret stands within them.
func sparedTokens(text string, rows []chain, words []cue) []span {
	var spared []span
	for _, row := range rows {
		for _, r := range row {
			t := tokenAround(text, r)
			if t != r && !containsCue(t, words) && sparedToken().MatchString(text[t.start:t.end]) {
				spared = append(spared, r)
			}
		}
	}
	return spared
}

func tokenAround(text string, r span) span {
	t := r
	for t.start > 0 && text[t.start-1] != ' ' && text[t.start-1] != '\n' {
		t.start--
	}
	for t.end < len(text) && text[t.end] != ' ' && text[t.end] != '\n' {
		t.end++
	}
	return t
}

func containsCue(t span, words []cue) bool {
	for _, w := range words {
		if w.overlaps(t) {
			return true
		}
	}
	return false
}
