package fraud

import (
	"strings"
	"time"
)

// Moment is a point in time as a citizen gave it.
type Moment struct {
	At    time.Time // UTC
	Exact bool      // with a clock time, not only a date (then At is noon IST, or now if today and noon is ahead)
}

// maxMomentAge is 20 years: older is a slip of the finger.
const maxMomentAge = 20

// ParseMoment reads a moment as people write it, relative to now: "today 4 pm", "आज शाम
// 4 बजे", "23/11/2026 16:30", "23 nov", "2 ghante pehle", "abhi". Day comes before month.
// A clock time without a day is today's, or yesterday's if that is still ahead today; an
// hour that may be morning or evening is the later one that has passed. It returns
// *Invalid{"moment", why}: "empty", "shape", "future", "past" (over 20 years), "range" (no
// such day or hour), or "ambiguous" for kal and parso, which are a day before or after.
func ParseMoment(s string, now time.Time) (Moment, error) {
	m, why := parseMoment(s, now.In(IST))
	if why == "" {
		why = momentRange(m, now)
	}
	if why != "" {
		return Moment{}, &Invalid{"moment", why}
	}
	return Moment{m.At.UTC(), m.Exact}, nil
}

func momentRange(m Moment, now time.Time) string {
	switch {
	case m.At.After(now):
		return "future"
	case m.At.Before(now.AddDate(-maxMomentAge, 0, 0)):
		return "past"
	}
	return ""
}

// parseMoment works in IST throughout.
func parseMoment(s string, now time.Time) (m Moment, why string) {
	if len(s) > 200 {
		return m, "shape"
	}
	words := momentWords(s)
	if len(words) == 0 {
		return m, "empty"
	}
	text := strings.Join(words, " ")
	if text == "now" {
		return Moment{now, true}, ""
	}
	if at, exact, ok := relativeMoment(text, now); ok {
		return dateOnlyUnless(exact, at, now), ""
	}
	d, rest, why := takeDate(text, now)
	if why != "" {
		return m, why
	}
	c, rest, why := takeClock(rest)
	switch {
	case why != "":
		return m, why
	case strings.TrimSpace(rest) != "":
		return m, "shape"
	case d.IsZero() && !c.given:
		return m, "shape"
	}
	return c.on(d, now), ""
}

// dateOnlyUnless gives a date without a clock its noon, or now when noon is ahead.
func dateOnlyUnless(exact bool, at, now time.Time) Moment {
	if exact {
		return Moment{at, true}
	}
	y, mo, d := at.Date()
	noon := time.Date(y, mo, d, 12, 0, 0, 0, IST)
	if ny, nm, nd := now.Date(); ny == y && nm == mo && nd == d && noon.After(now) {
		noon = now
	}
	return Moment{noon, false}
}
