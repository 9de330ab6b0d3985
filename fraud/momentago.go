package fraud

import (
	"math/big"
	"regexp"
	"sync"
	"time"
)

var agoShape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:\+(-?\d/\d) )?(?:(\d{1,4}|\d/\d) )?(minute|hour|day|week|month) ago(?: now)?$`)
})

// relativeMoment reads "2 hour ago". Minutes and hours are exact; days and longer are not.
func relativeMoment(text string, now time.Time) (at time.Time, exact, ok bool) {
	m := agoShape().FindStringSubmatch(text)
	if m == nil {
		return at, false, false
	}
	count := big.NewRat(1, 1)
	if m[2] != "" {
		count.SetString(m[2])
	}
	if m[1] != "" {
		extra, _ := new(big.Rat).SetString(m[1])
		count.Add(count, extra)
	}
	minutes := new(big.Rat).Mul(count, big.NewRat(60, 1))
	whole := int(new(big.Int).Quo(minutes.Num(), minutes.Denom()).Int64())
	days := whole / 60
	switch m[3] {
	case "minute":
		return now.Add(-time.Duration(whole) * time.Second), true, true
	case "hour":
		return now.Add(-time.Duration(whole) * time.Minute), true, true
	case "day":
		return now.AddDate(0, 0, -days), false, true
	case "week":
		return now.AddDate(0, 0, -7*days), false, true
	}
	return now.AddDate(0, -days, 0), false, true
}
