package redisstore

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"
)

// spendSlack is how much longer an allowance is kept than it takes to be full again, so
// that clocks may differ by as much.
const spendSlack = time.Minute

// Spend takes one from an allowance; see store.Engine. Times are kept to the microsecond.
func (e *Engine) Spend(ctx context.Context, name string, now time.Time, every time.Duration, burst int) (time.Duration, error) {
	if every <= 0 {
		return 0, nil
	}
	wait, err := e.scripts.spend.Run(ctx, e.rdb, []string{spendKey(name)},
		now.UnixMicro(), max(1, every.Microseconds()), max(1, burst), rand.Text(), spendSlack.Milliseconds()).Int64()
	if err != nil {
		return 0, fmt.Errorf("redisstore: spend: %w", err)
	}
	return time.Duration(wait) * time.Microsecond, nil
}
