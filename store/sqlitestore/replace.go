package sqlitestore

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Rewrap puts a key wrapped anew in the place of the old; see store.Engine.
func (e *Engine) Rewrap(ctx context.Context, person string, old, wrap []byte) (bool, error) {
	return e.replace(ctx, &replacing{
		what: "rewrap", key: person, old: old, value: wrap,
		set: "UPDATE person SET wrap = ?1, sum = rowsum(person, version, ?1, session, lines) WHERE person = ?2 AND wrap = ?3",
		get: "SELECT wrap FROM person WHERE person = ?",
	})
}

// Replace puts a value in the place of another; see store.Engine. The log is cut back, for
// it is how the change of the operator's key ends: what that wrapped is to be gone.
func (e *Engine) Replace(ctx context.Context, name string, old, value []byte) (bool, error) {
	return e.replace(ctx, &replacing{
		what: "replace", key: name, old: old, value: value, scrub: true,
		set: "UPDATE meta SET value = ?1, sum = rowsum(name, ?1) WHERE name = ?2 AND value = ?3",
		get: "SELECT value FROM meta WHERE name = ?",
	})
}

// replacing is one value to be put in the place of another.
type replacing struct {
	what       string
	key        string
	old, value []byte
	set, get   string
	scrub      bool
}

func (e *Engine) replace(ctx context.Context, r *replacing) (bool, error) {
	var kept []byte
	err := e.writes.do(ctx, &change{scrub: r.scrub, run: func(t *tx) error {
		if err := t.exec(r.set, r.value, r.key, r.old); err != nil {
			return err
		}
		return t.row(r.get, []any{r.key}, &kept)
	}})
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("sqlitestore: %s: %w", r.what, err)
	}
	return bytes.Equal(kept, r.value), nil
}
