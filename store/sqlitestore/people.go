package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"satark/store"
)

// People hands out the persons in the order of their hashes; see store.Engine. The cursor
// is the last one handed out.
func (e *Engine) People(ctx context.Context, cursor string, n int) (some []store.Wrapped, next string, err error) {
	n = max(n, 1)
	err = e.stmts.each(ctx, "SELECT person, wrap FROM person WHERE person > ? ORDER BY person LIMIT ?",
		[]any{cursor, n}, func(r *sql.Rows) error {
			var p store.Wrapped
			err := r.Scan(&p.Person, &p.Wrap)
			some = append(some, p)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("sqlitestore: people: %w", err)
	}
	if len(some) == n {
		next = some[n-1].Person
	}
	return some, next, nil
}
