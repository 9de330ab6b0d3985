package sqlitestore

import (
	"context"
	"fmt"
	"time"

	"satark/store"
)

// Stats counts what is kept; see store.Engine.
func (e *Engine) Stats(ctx context.Context, now time.Time) (store.Stats, error) {
	var s store.Stats
	var oldest int64
	err := e.stmts.row(ctx, `SELECT persons, reports, lines,
			(SELECT count(*) FROM delivery),
			(SELECT count(*) FROM slot WHERE at <= ?1),
			(SELECT coalesce(min(at), 0) FROM slot WHERE at <= ?1),
			(SELECT count(*) FROM parked)
		FROM tally`, []any{now.UnixMilli()},
		&s.Persons, &s.Reports, &s.Lines, &s.Deliveries, &s.Due, &oldest, &s.Parked)
	if err != nil {
		return store.Stats{}, fmt.Errorf("sqlitestore: stats: %w", err)
	}
	if oldest > 0 {
		s.Oldest = time.UnixMilli(oldest).UTC()
	}
	return s, nil
}
