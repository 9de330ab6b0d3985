package sqlitestore

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestAnAllowanceIsNeverExceeded spends at random moments, by a clock that may be set
// back: in no stretch of time more is given than burst and one for each every, who is
// told to wait that long gets one then, and nobody waits longer than for one.
func TestAnAllowanceIsNeverExceeded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		every := time.Duration(rapid.Int64Range(1, 5000).Draw(t, "every")) * time.Millisecond
		burst := rapid.IntRange(1, 8).Draw(t, "burst")
		a, now := newAllowances(), time.Unix(1_800_000_000, 0)
		var given []time.Time
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(2*every)).Draw(t, "pause")))
			wait := a.take("a", now, every, burst)
			if wait > every || wait < 0 {
				t.Fatalf("told to wait %v, one comes every %v", wait, every)
			}
			if wait > 0 {
				if now = now.Add(wait); a.take("a", now, every, burst) != 0 {
					t.Fatal("after the wait it was told there is none")
				}
			}
			given = append(given, now)
			for i, since := range given {
				if most := burst + int(now.Sub(since)/every); len(given)-i > most {
					t.Fatalf("%d given in %v", len(given)-i, now.Sub(since))
				}
			}
		}
		back := now.Add(-4 * time.Hour)
		if wait := a.take("a", back, every, burst); wait > every {
			t.Fatalf("the clock was set back, and the wait is %v", wait)
		}
	})
}

func TestAllowancesThatAreWholeAreForgotten(t *testing.T) {
	a, now := newAllowances(), time.Unix(1_800_000_000, 0)
	for i := range 100_000 {
		now = now.Add(time.Millisecond)
		if wait := a.take(fmt.Sprint(i), now, time.Second, 3); wait != 0 {
			t.Fatalf("%d waits %v for its first", i, wait)
		}
	}
	if len(a.whole) > 4096 {
		t.Errorf("%d allowances are kept", len(a.whole))
	}
}
