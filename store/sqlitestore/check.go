package sqlitestore

import (
	"context"
	"fmt"

	"satark/store"
)

// Check looks whether the file is whole and what SQLite's settings really are; see
// store.Engine. It reads the whole database, and sums every row up.
func (e *Engine) Check(ctx context.Context) ([]store.Finding, error) {
	out, err := e.damage(ctx)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: check: %w", err)
	}
	var mode string
	var sync int
	err = e.writes.do(ctx, &change{run: func(t *tx) error {
		if err := t.row("PRAGMA journal_mode", nil, &mode); err != nil {
			return err
		}
		return t.row("PRAGMA synchronous", nil, &sync)
	}})
	switch {
	case err != nil && len(out) > 0: // it is no surprise
	case err != nil:
		return nil, fmt.Errorf("sqlitestore: check: %w", err)
	default:
		out = append(out, settings(mode, sync)...)
	}
	if len(out) == 0 {
		out = append(out, store.Finding{
			Level: store.Fine, What: "SQLite, whole, in WAL mode: what was answered is synced to the disk.",
		})
	}
	return out, nil
}

func settings(mode string, sync int) []store.Finding {
	const full = 2
	if mode == "wal" && sync >= full {
		return nil
	}
	return []store.Finding{{
		Level: store.Fault, What: "SQLite runs with journal " + mode + " and may lose turns with the power.",
		Mend: "Put the directory on a local file system that allows shared memory.",
	}}
}
