package redisstore

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"
)

// trimmedFor is how long a trim is remembered, so that the client's own repeat of it,
// after a lost answer, does not remove as many lines again.
const trimmedFor = time.Minute

// Trim removes a part of a person's; see store.Engine. The numbers lose their holder
// first: see Forget.
func (e *Engine) Trim(ctx context.Context, person string, reports []string, lines int) error {
	k := keysOf(person)
	there, err := e.rdb.HKeys(ctx, k.reports()).Result()
	if err != nil {
		return fmt.Errorf("redisstore: trim: %w", err)
	}
	reports = slices.DeleteFunc(slices.Clone(reports), func(n string) bool { return !slices.Contains(there, n) })
	if err := e.release(ctx, person, reports); err != nil {
		return fmt.Errorf("redisstore: trim: %w", err)
	}
	args := []any{rand.Text(), seconds(trimmedFor), max(0, lines)}
	for _, n := range reports {
		args = append(args, n)
	}
	if _, err := e.change(ctx, e.scripts.trim, []string{k.reports(), k.lines(), k.tally(), k.trimmed()}, args...); err != nil {
		return fmt.Errorf("redisstore: trim: %w", err)
	}
	if err := e.forgotten(ctx); err != nil {
		return fmt.Errorf("redisstore: trim: %w", err)
	}
	return nil
}

// release leaves numbers taken, by nobody.
func (e *Engine) release(ctx context.Context, person string, numbers []string) error {
	calls := make([]scriptCall, len(numbers))
	for i, n := range numbers {
		calls[i] = scriptCall{[]string{claimKey(n)}, []any{person}}
	}
	return e.changeAll(ctx, e.scripts.release, calls)
}
