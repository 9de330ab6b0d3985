package filing

import (
	"testing"
	"time"

	"satark/fraud"
)

func TestUntil(t *testing.T) {
	b := &book{words: catalogue(t), lang: "en", now: now}
	for want, end := range map[string]time.Time{
		"24 November 2026, 6:30 pm": now.Add(24 * time.Hour),
		"23 November 2026, 5:30 pm": now.Add(-time.Hour),
		"23 December 2026":          now.AddDate(0, 0, 30),
		"27 November 2026":          time.Date(2026, 11, 28, 0, 0, 0, 0, fraud.IST),
		"23 November 2026":          time.Date(2026, 11, 24, 0, 0, 0, 0, fraud.IST).UTC(),
	} {
		if got := b.until(end); got != want || b.err != nil {
			t.Errorf("until %s: %q, want %q (%v)", end, got, want, b.err)
		}
	}
}
