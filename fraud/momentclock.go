package fraud

import (
	"math/big"
	"regexp"
	"strings"
	"sync"
	"time"
)

// clock is a time of day, not yet on a day.
type clock struct {
	given  bool
	part   string // "am", "pm", "noon", "night", or ""
	hour   int    // -1: only a part of the day was named
	minute int
	day    bool // written as 24 hours: 16:30, 04:30
}

var (
	clockTime = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^| )(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?(?: |$)`)
	})
	hourWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^| )(?:\+(-?\d/\d) )?(\d{1,2}|3/2|5/2)(?: oclock| (?:am|pm|noon|night))(?: |$)`)
	})
	hourAfterPart = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^| )(?:am|pm|noon|night) (?:\+(-?\d/\d) )?(\d{1,2}|3/2|5/2)(?: |$)`)
	})
)

// takeClock takes the time of day out of canonical words.
func takeClock(text string) (c clock, rest, why string) {
	c.hour = -1
	if at := clockTime().FindStringSubmatchIndex(text); at != nil {
		hour := text[at[2]:at[3]]
		c.hour, c.minute, c.given = number(hour), number(text[at[4]:at[5]]), true
		c.day = c.hour > 12 || hour[0] == '0'
		text = text[:at[0]] + " " + text[at[1]:]
	} else if at := firstMatch(text, hourWord(), hourAfterPart()); at != nil {
		extra := ""
		if at[2] >= 0 {
			extra = text[at[2]:at[3]]
		}
		c.setHour(text[at[4]:at[5]], extra)
		text = text[:at[0]] + " " + keepParts(text[at[0]:at[1]]) + " " + text[at[1]:]
	}
	rest = c.takePart(text)
	if c.hour > 23 || c.minute > 59 || c.hour > 12 && c.part == "am" || c.hour == 0 && c.part == "pm" {
		return c, rest, "range"
	}
	return c, rest, ""
}

func firstMatch(text string, shapes ...*regexp.Regexp) []int {
	for _, re := range shapes {
		if at := re.FindStringSubmatchIndex(text); at != nil {
			return at
		}
	}
	return nil
}

// setHour reads "4", "3/2" (डेढ़ बजे is half past one) and the quarter words before it.
func (c *clock) setHour(hour, extra string) {
	h, _ := new(big.Rat).SetString(hour)
	if e, ok := new(big.Rat).SetString(extra); ok {
		h.Add(h, e)
	}
	minutes := new(big.Rat).Mul(h, big.NewRat(60, 1))
	total := int(minutes.Num().Int64())
	c.hour, c.minute, c.given = total/60, total%60, true
	c.day = c.hour > 12
}

// keepParts keeps the part of the day that stood beside the hour.
func keepParts(s string) string {
	var kept []string
	for _, w := range strings.Fields(s) {
		if w == "am" || w == "pm" || w == "noon" || w == "night" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// takePart takes the words for a part of the day; "am" and "pm" outweigh the others.
func (c *clock) takePart(text string) (rest string) {
	var words []string
	for _, w := range strings.Fields(text) {
		switch w {
		case "am", "pm":
			c.part = w
		case "noon", "night":
			if c.part == "" {
				c.part = w
			}
		case "oclock":
			if c.hour >= 0 {
				continue
			}
			words = append(words, w)
		default:
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// on puts the clock on day d, or on today or yesterday when d is zero.
func (c clock) on(d, now time.Time) Moment {
	if c.hour < 0 {
		return dateOnlyUnless(false, d, now)
	}
	free := d.IsZero()
	if free {
		y, m, today := now.Date()
		d = time.Date(y, m, today, 0, 0, 0, 0, IST)
	}
	at := c.latest(d, now)
	if free && at.After(now) {
		at = c.latest(d.AddDate(0, 0, -1), now)
	}
	return Moment{at, true}
}

// latest is the last reading of the clock on d that is not ahead, or else the first.
func (c clock) latest(d, now time.Time) time.Time {
	hours := c.hours()
	at := d
	for i, h := range hours {
		t := d.Add(time.Duration(h)*time.Hour + time.Duration(c.minute)*time.Minute)
		if i == 0 || !t.After(now) {
			at = t
		}
	}
	return at
}

// hours are the readings on a 24-hour clock, earliest first.
func (c clock) hours() []int {
	h12 := c.hour % 12
	switch {
	case c.hour > 12 || c.day && c.part == "":
		return []int{c.hour}
	case c.part == "am":
		return []int{h12}
	case c.part == "pm":
		return []int{h12 + 12}
	case c.part == "noon" && (c.hour == 11 || c.hour == 10):
		return []int{c.hour}
	case c.part == "noon":
		return []int{h12 + 12}
	case c.part == "night" && h12 >= 6:
		return []int{h12 + 12}
	case c.part == "night":
		return []int{h12}
	}
	return []int{h12, h12 + 12}
}
