package fraud

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	numericDate = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^| )(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: |$)`)
	})
	isoDate = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^| )(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?: |$)`)
	})
	// shortDate takes no full stop: "4.30" is a time.
	shortDate = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^| )(\d{1,2})[/-](\d{1,2})(?: |$)`)
	})
	dayMonth = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^| )(\d{1,2})[-/. ]?month(\d{1,2})(?:[-/. ]?(\d{4}))?(?: |$)`)
	})
	monthDay = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^| )month(\d{1,2}) (\d{1,2})(?: (\d{4}))?(?: |$)`)
	})
)

// takeDate takes the day out of canonical words: midnight IST, or zero when none is named.
func takeDate(text string, now time.Time) (d time.Time, rest, why string) {
	rest, d, why = namedDay(text, now)
	if why != "" || !d.IsZero() {
		return d, rest, why
	}
	for _, try := range []struct {
		shape            *regexp.Regexp
		day, month, year int
	}{
		{numericDate(), 1, 2, 3}, {isoDate(), 3, 2, 1}, {dayMonth(), 1, 2, 3}, {monthDay(), 2, 1, 3}, {shortDate(), 1, 2, 0},
	} {
		at := try.shape.FindStringSubmatchIndex(text)
		if at == nil {
			continue
		}
		group := func(n int) string {
			if n == 0 || at[2*n] < 0 {
				return ""
			}
			return text[at[2*n]:at[2*n+1]]
		}
		d, ok := calendarDay(group(try.day), group(try.month), group(try.year), now)
		if !ok {
			return d, text, "range"
		}
		return d, text[:at[0]] + " " + text[at[1]:], ""
	}
	return time.Time{}, text, ""
}

// namedDay knows today, yesterday and the words that could be either side of today.
func namedDay(text string, now time.Time) (rest string, d time.Time, why string) {
	var words []string
	y, m, today := now.Date()
	for _, w := range strings.Fields(text) {
		back := -1
		switch w {
		case "today":
			back = 0
		case "yesterday":
			back = 1
		case "dayago2":
			back = 2
		case "kal", "parso":
			return text, d, "ambiguous"
		case "tomorrow":
			return text, d, "future"
		default:
			words = append(words, w)
			continue
		}
		if !d.IsZero() {
			return text, d, "shape"
		}
		d = time.Date(y, m, today-back, 0, 0, 0, 0, IST)
	}
	return strings.Join(words, " "), d, ""
}

// calendarDay is the day in its year; without a year, the last such day that was.
func calendarDay(dd, mm, yyyy string, now time.Time) (time.Time, bool) {
	d, m := number(dd), number(mm)
	year := now.Year()
	if yyyy != "" {
		year, _ = strconv.Atoi(yyyy)
		if len(yyyy) == 2 {
			year += 2000
		}
	}
	at := time.Date(year, time.Month(m), d, 0, 0, 0, 0, IST)
	if yyyy == "" && at.After(now) {
		year--
		at = time.Date(year, time.Month(m), d, 0, 0, 0, 0, IST)
	}
	return at, at.Day() == d && int(at.Month()) == m && at.Year() == year
}
