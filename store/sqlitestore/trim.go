package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Trim removes a part of what is kept of a person; see store.Engine. The log is cut back
// as after Forget.
func (e *Engine) Trim(ctx context.Context, person string, reports []string, lines int) error {
	err := e.writes.do(ctx, &change{scrub: true, run: func(t *tx) error {
		for _, number := range reports {
			if err := t.trimReport(person, number); err != nil {
				return err
			}
		}
		return t.trimLines(person, lines)
	}})
	if err != nil {
		return fmt.Errorf("sqlitestore: trim: %w", err)
	}
	return nil
}

func (t *tx) trimReport(person, number string) error {
	steps := []string{
		`UPDATE tally SET reports = reports - (SELECT count(*) FROM report WHERE person = ?1 AND number = ?2)`,
		"UPDATE claim SET person = '', sum = rowsum(number, '') WHERE person = ?1 AND number = ?2",
		"DELETE FROM report WHERE person = ?1 AND number = ?2",
	}
	for _, step := range steps {
		if err := t.exec(step, person, number); err != nil {
			return err
		}
	}
	return nil
}

// trimLines leaves the places of the other lines as they are: the first line is the one
// at the lowest place.
func (t *tx) trimLines(person string, lines int) error {
	var first int
	err := t.row("SELECT place FROM line WHERE person = ? ORDER BY place LIMIT 1", []any{person}, &first)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := t.exec("UPDATE tally SET lines = lines - (SELECT count(*) FROM line WHERE person = ? AND place < ?)",
		person, first+lines); err != nil {
		return err
	}
	return t.exec("DELETE FROM line WHERE person = ? AND place < ?", person, first+lines)
}
