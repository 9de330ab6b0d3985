package filing

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"satark/fraud"
)

// Bounds of the portal's narrative field, in characters (cyber crime portal, complaint
// form: at least 200, at most 1500).
const (
	NarrativeMin = 200
	NarrativeMax = 1500
)

// Narrative tells the case in English for the portal's narrative field, from the facts
// of the report: 200 to 1500 characters, none of those that the field refuses. The same
// report always gives the same text.
//
// It is not a translation. The citizen's own words follow the facts when they are in
// Latin letters, as far as there is room; otherwise the text says that a statement in
// their language is with them. Amounts and UTRs come before everything else: with more
// transactions than fit, it says how many stand in the money trail only.
func Narrative(r fraud.Report) string {
	body := []string{opening(r)}
	request := requestFor(r)
	left := NarrativeMax - length(body[0]) - length(request) - 1
	if r.Loss != nil {
		trail := moneyTrail(r.Loss.Transactions, left)
		body = append(body, trail)
		left -= length(trail) + 1
	}
	for _, part := range append([]string{contact(r)}, about(r, strings.Join(body, " "))...) {
		if part != "" && length(part) < left {
			body = append(body, part)
			left -= length(part) + 1
		}
	}
	if own := ownWords(r, left-1); own != "" {
		body = append(body, own)
	}
	return tidy(strings.Join(append(body, request), " "))
}

// length counts characters of a text that holds plain letters only.
func length(s string) int { return len(s) }

// opening says what happened, when and how much.
func opening(r fraud.Report) string {
	switch {
	case r.Loss != nil:
		return plain(fmt.Sprintf("I am reporting an online financial fraud. %s I lost %s in %s.",
			on(r.Loss.At, r.Loss.Exact), total(*r.Loss), transactions(len(r.Loss.Transactions))))
	case r.Suspicion != nil:
		return plain(fmt.Sprintf("I am reporting a suspected fraud. %s I was contacted %s. I am not reporting a loss of money here.",
			on(r.Suspicion.At, r.Suspicion.Exact), by(r.Suspicion.Medium)))
	}
	return "I am reporting a suspected fraud."
}

// requestFor is what the complainant asks of the desk.
func requestFor(r fraud.Report) string {
	proof := "I can give screenshots and other proof when asked."
	if len(r.Evidence) > 0 {
		proof = "I have screenshots or files as proof and can give them when asked."
	}
	if r.Loss == nil {
		return "I request that the details given here be looked into. " + proof
	}
	return "I request that the amount be put on hold in the beneficiary accounts without delay and that my complaint be looked into. " +
		"I can give my bank statement with the entries marked. " + proof
}

// contact says how the other side reached the citizen; "" when not known or said before.
func contact(r fraud.Report) string {
	if r.Loss == nil || r.Loss.Contact == "" {
		return ""
	}
	return "I was first contacted " + by(r.Loss.Contact) + "."
}

// about says what is known of the other side, as far as it is not told yet, and of the
// kind of fraud.
func about(r fraud.Report, told string) []string {
	var out []string
	var ids []string
	for _, id := range suspects(r) {
		if name := inEnglish(id); !strings.Contains(told, name) {
			ids = append(ids, name)
		}
	}
	if len(ids) > 0 {
		out = append(out, "Details used by the other side: "+fitted(ids, NarrativeMax/3)+".")
	}
	if kind := official(r); kind != "" {
		out = append(out, "From what I was told it appears to be: "+plain(kind)+".")
	}
	return out
}

// fitted is joined in the letters of the narrative.
func fitted(items []string, limit int) string { return plain(joined(items, limit)) }

// joined joins items with commas as far as limit characters go, and says how many more
// there are.
func joined(items []string, limit int) string {
	out := clip(items[0], limit)
	for i, item := range items[1:] {
		if utf8.RuneCountInString(out)+utf8.RuneCountInString(item)+2 > limit {
			return fmt.Sprintf("%s and %d more", out, len(items)-1-i)
		}
		out += ", " + item
	}
	return out
}

// official is the category's label, given or suggested by the citizen's words.
func official(r fraud.Report) string {
	if r.Suspicion != nil {
		return r.Suspicion.Category.Official()
	}
	if r.Loss != nil {
		if found := fraud.Suggest(r.Loss.Details); len(found) > 0 && found[0] != fraud.CategoryOther {
			return found[0].Official()
		}
	}
	return ""
}

// on is "On 23 November 2026 at 4:30 pm" in IST, without the hour when it is not known.
func on(at time.Time, exact bool) string {
	if at.IsZero() {
		return "Recently"
	}
	if !exact {
		return "On " + at.In(fraud.IST).Format("2 January 2006")
	}
	return "On " + at.In(fraud.IST).Format("2 January 2006 at 3:04 pm")
}

// by is how somebody was reached.
func by(m fraud.Medium) string {
	switch m {
	case fraud.MediumCall:
		return "by a phone call"
	case fraud.MediumSMS:
		return "by SMS"
	case fraud.MediumWhatsApp:
		return "on WhatsApp"
	case fraud.MediumTelegram:
		return "on Telegram"
	case fraud.MediumSocial:
		return "on social media"
	case fraud.MediumEmail:
		return "by e-mail"
	case fraud.MediumWeb:
		return "through a website"
	case fraud.MediumApp:
		return "through a mobile app"
	}
	return "online"
}

func transactions(n int) string {
	if n == 1 {
		return "1 transaction"
	}
	return fmt.Sprintf("%d transactions", n)
}
