package filing

import (
	"satark/fraud"
)

// clocks adds the times by which something has to be done, soonest first. One that has
// passed is named too: it is no reason to give up.
func (b *book) clocks(l fraud.Loss) {
	var items []string
	for _, d := range fraud.Deadlines(l.At, b.now, l.Total()) {
		key := "pack.clock"
		if d.Until.Before(b.now) {
			key = "pack.clock_past"
		}
		items = append(items, b.text(key, args{
			"What":  b.text("clock."+d.Code, nil),
			"Until": b.when(d.Until, true),
		}))
	}
	if len(items) > 0 {
		b.list(b.text("pack.clocks", nil), items, "")
	}
}
