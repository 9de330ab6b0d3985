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

// Check asks SQLite whether the file is whole and what its settings really are; see
// store.Engine. It reads the whole database.
func (e *Engine) Check(ctx context.Context) ([]store.Finding, error) {
	var whole, mode string
	var sync int
	if err := e.stmts.row(ctx, "PRAGMA quick_check(1)", nil, &whole); err != nil {
		return nil, fmt.Errorf("sqlitestore: check: %w", err)
	}
	err := e.writes.do(ctx, &change{run: func(t *tx) error {
		if err := t.row("PRAGMA journal_mode", nil, &mode); err != nil {
			return err
		}
		return t.row("PRAGMA synchronous", nil, &sync)
	}})
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: check: %w", err)
	}
	return findings(whole, mode, sync), nil
}

func findings(whole, mode string, sync int) []store.Finding {
	var out []store.Finding
	if whole != "ok" {
		out = append(out, store.Finding{
			Level: store.Fault, What: "The database file is damaged: " + whole + ".",
			Mend: "Stop the program and restore the last backup.",
		})
	}
	const full = 2
	if mode != "wal" || sync < full {
		out = append(out, store.Finding{
			Level: store.Fault, What: "SQLite runs with journal " + mode + " and may lose turns with the power.",
			Mend: "Put the directory on a local file system that allows shared memory.",
		})
	}
	if len(out) == 0 {
		out = append(out, store.Finding{
			Level: store.Fine, What: "SQLite, whole, in WAL mode: what was answered is synced to the disk.",
		})
	}
	return out
}
