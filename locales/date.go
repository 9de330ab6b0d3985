package locales

import (
	"strconv"
	"time"
)

// ist is Indian Standard Time: the only zone a citizen reads a time in.
var ist = time.FixedZone("IST", 5*3600+1800)

// Date is the day of t in IST: "24 November 2026". Its errors are those of Text.
func (c *Catalogue) Date(tag string, t time.Time) (string, error) {
	t = t.In(ist)
	month, err := c.Text(tag, "month."+strconv.Itoa(int(t.Month())), nil)
	if err != nil {
		return "", err
	}
	return c.Text(tag, "format.date", map[string]any{
		"Day": strconv.Itoa(t.Day()), "Month": month, "Year": strconv.Itoa(t.Year()),
	})
}

// Clock is the time of day of t in IST, by twelve hours and a word for the part
// of the day: "4:05 pm", "शाम 4:05 बजे". Its errors are those of Text.
func (c *Catalogue) Clock(tag string, t time.Time) (string, error) {
	t = t.In(ist)
	part, err := c.Text(tag, "part."+strconv.Itoa(partOfDay(t.Hour())), nil)
	if err != nil {
		return "", err
	}
	return c.Text(tag, "format.clock", map[string]any{
		"Hour": strconv.Itoa((t.Hour()+11)%12 + 1), "Minute": twoDigits(t.Minute()), "Part": part,
	})
}

// DateTime is the day and the time of day of t in IST. Its errors are those of Text.
func (c *Catalogue) DateTime(tag string, t time.Time) (string, error) {
	date, err := c.Date(tag, t)
	if err != nil {
		return "", err
	}
	clock, err := c.Clock(tag, t)
	if err != nil {
		return "", err
	}
	return c.Text(tag, "format.datetime", map[string]any{"Date": date, "Clock": clock})
}

// partOfDay is the hour at which the part of the day began that hour falls in.
// The words for the parts stand in the catalogue under "part.<hour>": the night
// past midnight, the morning, the afternoon, the evening, the night.
func partOfDay(hour int) int {
	switch {
	case hour < 4:
		return 0
	case hour < 12:
		return 4
	case hour < 16:
		return 12
	case hour < 20:
		return 16
	default:
		return 20
	}
}
