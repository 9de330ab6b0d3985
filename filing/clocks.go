package filing

import (
	"strings"
	"time"

	"satark/fraud"
)

// byTheHour is how near a clock's end is when the hour matters; further off, the day does.
const byTheHour = 48 * time.Hour

// clocks adds the times by which something has to be done, soonest first. One that has
// passed is named too, because late is better than not; only the golden hours are left
// out once they are over, which would discourage and help nobody.
func (b *book) clocks(l fraud.Loss) {
	var items []string
	for _, d := range fraud.Deadlines(l.At, b.now, l.Total()) {
		key := "pack.clock"
		if d.Until.Before(b.now) {
			if strings.HasPrefix(d.Code, "golden_") {
				continue
			}
			key = "pack.clock_past"
		}
		items = append(items, b.text(key, args{"What": b.text("clock."+d.Code, nil), "Until": b.until(d.Until)}))
	}
	if len(items) > 0 {
		b.list(b.text("pack.clocks", nil), items, "")
	}
}

// until is the end of a clock. One that ends at midnight runs through the day before,
// and is told by that day: nobody reads "28 November, 12:00 am" as the 27th's end.
func (b *book) until(end time.Time) string {
	local := end.In(fraud.IST)
	midnight := local.Hour() == 0 && local.Minute() == 0 && local.Second() == 0
	if midnight {
		return b.when(end.Add(-time.Second), false)
	}
	return b.when(end, end.Sub(b.now).Abs() <= byTheHour)
}
