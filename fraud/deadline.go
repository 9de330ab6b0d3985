package fraud

import (
	"slices"
	"sync"
	"time"
)

// Deadline is one clock that governs a loss.
type Deadline struct {
	Code   string    // catalogue key "clock.<code>"
	Until  time.Time // UTC
	Source string    // where the rule was read
}

// deadlineEntry is one rule of facts/deadlines.json. From and Until bound the day of the
// loss in IST for which it holds.
type deadlineEntry struct {
	Dated
	Start     string `json:"start"` // "loss": when money left; "told": now
	Count     int    `json:"count"`
	Unit      string `json:"unit"`       // hour, day (24 hours) or working_day
	MinRupees int64  `json:"min_rupees"` // the loss from which it holds
}

var deadlineFacts = sync.OnceValue(func() []deadlineEntry { return readFacts[deadlineEntry]("deadlines.json") })

// Deadlines returns the clocks that govern a loss that happened at `at`, told to us at
// `now`, soonest first; those that have passed come too, for late is better than not.
// Which rule of the Reserve Bank governs depends on the day of the loss: the circular of
// 2017 before 1 January 2027 IST, five calendar days from then on.
//
// Working days end at midnight IST and skip Sundays and the second and fourth Saturdays;
// bank holidays differ by state and are not known here, so the true day may be later,
// never earlier. Clocks that start with a complaint are counted from now. A zero `at` is
// taken for now. lost is in paise; the e-Zero FIR has a threshold, which differs by state
// and of which the lowest is used.
func Deadlines(at, now time.Time, lost Paise) []Deadline {
	if at.IsZero() {
		at = now
	}
	var clocks []Deadline
	for _, e := range deadlineFacts() {
		if e.governs(at, lost) {
			clocks = append(clocks, Deadline{e.ID, e.until(at, now).UTC(), e.Source})
		}
	}
	slices.SortStableFunc(clocks, func(a, b Deadline) int { return a.Until.Compare(b.Until) })
	return clocks
}

func (e deadlineEntry) governs(at time.Time, lost Paise) bool {
	if from := day(e.From); !from.IsZero() && at.Before(from) {
		return false
	}
	if until := day(e.Until); !until.IsZero() && !at.Before(until) {
		return false
	}
	return lost >= Paise(e.MinRupees*100)
}

func (e deadlineEntry) until(at, now time.Time) time.Time {
	start := at
	if e.Start == "told" {
		start = now
	}
	switch e.Unit {
	case "hour":
		return start.Add(time.Duration(e.Count) * time.Hour)
	case "working_day":
		return endOfWorkingDay(start, e.Count)
	}
	return start.AddDate(0, 0, e.Count)
}

// endOfWorkingDay is the midnight that ends the n-th working day after the day of start.
func endOfWorkingDay(start time.Time, n int) time.Time {
	y, m, d := start.In(IST).Date()
	at := time.Date(y, m, d, 0, 0, 0, 0, IST)
	for n > 0 {
		at = at.AddDate(0, 0, 1)
		if isWorkingDay(at) {
			n--
		}
	}
	return at.AddDate(0, 0, 1)
}

// isWorkingDay reports whether banks work: not on Sundays and not on the second and fourth
// Saturday of a month (Indian Banks' Association, since September 2015).
func isWorkingDay(at time.Time) bool {
	switch at.Weekday() {
	case time.Sunday:
		return false
	case time.Saturday:
		week := (at.Day() + 6) / 7
		return week != 2 && week != 4
	}
	return true
}
