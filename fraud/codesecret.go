package fraud

import "strings"

// codeReach is how far from its word a code is still taken for one, in characters.
const codeReach = 40

// saidReach is the reach of a word where the code is announced: "OTP for Rs 4,999 at a shop
// on card ending 1234 is 482913".
const saidReach = 160

// codeSecrets finds OTPs, PINs and CVVs: short rows of digits near a word for them, and a
// message that is nothing but such a row.
func codeSecrets(text string, rows []chain, taken []span, e Expect) []hit {
	if s, ok := bareCode(text, rows, e); ok {
		return []hit{{s, SecretOTP, hidden}}
	}
	words := cues(text, "otp", "pin", "cvv", "password", "pincode")
	words = removePincodes(words)
	if len(words) == 0 {
		return nil
	}
	spared := append(sparedSpans(text, rows, words), taken...)
	var hits []hit
	for _, row := range rows {
		for _, part := range row.without(spared) {
			hits = append(hits, codesIn(text, part, words, e)...)
		}
	}
	return hits
}

func removePincodes(words []cue) []cue {
	var kept []cue
	for _, w := range words {
		if w.means != "pincode" {
			kept = append(kept, w)
		}
	}
	return kept
}

// codesIn masks a row whole when it has the size of a code, else each run that has. Long
// runs are accounts and references, which codes are not.
func codesIn(text string, row chain, words []cue, e Expect) []hit {
	var hits []hit
	if n := row.size(); n >= 3 && n <= 8 {
		if kind, ok := codeKind(text, row.span(), words, e); ok {
			return []hit{{wholeSecret(text, row.span(), kind), kind, hidden}}
		}
		return nil
	}
	for _, run := range row {
		n := run.end - run.start
		if n > 8 || n < 3 && len(row) < 3 {
			continue
		}
		if kind, ok := codeKind(text, run, words, e); ok {
			hits = append(hits, hit{run, kind, hidden})
		}
	}
	return hits
}

// wholeSecret widens the digits of a password to the letters they belong to.
func wholeSecret(text string, s span, kind Secret) span {
	if kind != SecretPassword {
		return s
	}
	return trimPunctuation(text, tokenAround(text, s))
}

// codeKind names the code at s by the nearest word within reach.
func codeKind(text string, s span, words []cue, e Expect) (Secret, bool) {
	best, gap := cue{}, -1
	said := isAnnounced(text, s)
	for _, w := range words {
		reach := codeReach
		if said && w.end <= s.start {
			reach = saidReach
		}
		if !near(text, w.span, s, reach) || isPostalPIN(text, s, w, e) {
			continue
		}
		d := max(s.start-w.end, w.start-s.end)
		if gap < 0 || d < gap {
			best, gap = w, d
		}
	}
	if gap < 0 || gap > 6 && isHelpline(text[s.start:s.end]) {
		return "", false
	}
	return Secret(best.means), true
}

// isAnnounced reports whether "is" or a colon stands right before four or more digits.
func isAnnounced(text string, s span) bool {
	before := strings.TrimRight(text[:s.start], " ")
	return s.end-s.start >= 4 && (strings.HasSuffix(before, ":") || strings.HasSuffix(before, " is") ||
		strings.HasSuffix(before, " hai") || strings.HasSuffix(before, " है"))
}

// isPostalPIN spares "PIN 110001" where the question asks for digits: a UPI PIN is then
// still masked when it is called one.
func isPostalPIN(text string, s span, w cue, e Expect) bool {
	d := text[s.start:s.end]
	return e.Digits && len(d) == 6 && allDigits(d) && d[0] != '0' &&
		(text[w.start:w.end] == "pin" || text[w.start:w.end] == wordKey("पिन"))
}

// isHelpline knows the short numbers that people mention in the same breath as an OTP.
func isHelpline(digits string) bool {
	switch digits {
	case "1930", "112", "1909", "155260", "14416", "1098", "181", "1963":
		return true
	}
	return false
}

// bareCode reports whether the whole text is one row of 4 to 8 digits.
func bareCode(text string, rows []chain, e Expect) (span, bool) {
	if e.Digits || e.UTR || e.Account || len(rows) != 1 {
		return span{}, false
	}
	row := rows[0]
	s := row.span()
	around := text[:s.start] + text[s.end:]
	switch n := row.size(); {
	case n < 4 || n > 8:
		return s, false
	case strings.IndexFunc(around, func(r rune) bool { return isLetterOrMark(r) || strings.ContainsRune("₹$%+•:", r) }) >= 0:
		return s, false
	case text[s.start:s.end] == "1930", isDateText(text[s.start:s.end]):
		return s, false
	}
	return s, true
}
