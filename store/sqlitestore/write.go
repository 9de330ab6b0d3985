package sqlitestore

import (
	"context"
	"fmt"

	"satark/store"
)

// Claim takes a number for good; see store.Engine.
func (e *Engine) Claim(ctx context.Context, number, person string) error {
	return e.writes.do(ctx, &change{run: func(t *tx) error {
		if err := t.exec("INSERT INTO claim VALUES (?1, ?2, rowsum(?1, ?2)) ON CONFLICT DO NOTHING", number, person); err != nil {
			return fmt.Errorf("sqlitestore: claim: %w", err)
		}
		var holder string
		if err := t.row("SELECT person FROM claim WHERE number = ?", []any{number}, &holder); err != nil {
			return fmt.Errorf("sqlitestore: claim: %w", err)
		}
		if holder != person {
			return store.ErrTaken
		}
		return nil
	}})
}

// Forget removes a person; see store.Engine. It returns when the log is cut back too,
// unless a reader still needs it: then the next change does it.
func (e *Engine) Forget(ctx context.Context, person string) error {
	err := e.writes.do(ctx, &change{scrub: true, run: func(t *tx) error { return t.forget(person) }})
	if err != nil {
		return fmt.Errorf("sqlitestore: forget: %w", err)
	}
	return nil
}

func (t *tx) forget(person string) error {
	err := t.exec(`UPDATE claim SET person = '', sum = rowsum(number, '')
		WHERE number IN (SELECT number FROM report WHERE person = ?1)`, person)
	if err != nil {
		return err
	}
	return t.drop(person)
}

// drop removes a person's record and all that hangs on it. Numbers stay as they are.
func (t *tx) drop(person string) error {
	steps := []string{
		`UPDATE tally SET
			persons = persons - (SELECT count(*) FROM person WHERE person = ?1),
			reports = reports - (SELECT count(*) FROM report WHERE person = ?1),
			lines   = lines   - (SELECT count(*) FROM line   WHERE person = ?1)`,
		"DELETE FROM person WHERE person = ?1",
		"DELETE FROM line WHERE person = ?1",
		"DELETE FROM report WHERE person = ?1",
		"DELETE FROM delivery WHERE person = ?1",
		"DELETE FROM slot WHERE person = ?1",
	}
	for _, step := range steps {
		if err := t.exec(step, person); err != nil {
			return err
		}
	}
	return nil
}

// Park keeps something sealed; see store.Engine.
func (e *Engine) Park(ctx context.Context, p store.ParkedRecord) error {
	return e.put(ctx, "park", func(t *tx) error { return t.park(p) })
}

func (t *tx) park(p store.ParkedRecord) error {
	return t.exec("INSERT OR REPLACE INTO parked VALUES (?1, ?2, ?3, rowsum(?1, ?2, ?3))", p.ID, p.Person, p.Sealed)
}

// Unpark drops what is parked; see store.Engine.
func (e *Engine) Unpark(ctx context.Context, id string) error {
	return e.put(ctx, "unpark", func(t *tx) error { return t.exec("DELETE FROM parked WHERE id = ?", id) })
}

// put makes a change and names what failed.
func (e *Engine) put(ctx context.Context, what string, run func(*tx) error) error {
	err := e.writes.do(ctx, &change{run: run})
	if err != nil {
		return fmt.Errorf("sqlitestore: %s: %w", what, err)
	}
	return nil
}

// Index moves a report between marks; see store.Engine.
func (e *Engine) Index(ctx context.Context, number string, add, drop []string) error {
	err := e.writes.do(ctx, &change{run: func(t *tx) error {
		for _, m := range add {
			if err := t.putMark(m, number); err != nil {
				return err
			}
		}
		for _, m := range drop {
			if err := t.exec("DELETE FROM mark WHERE mark = ? AND number = ?", m, number); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		return fmt.Errorf("sqlitestore: index: %w", err)
	}
	return nil
}

func (t *tx) putMark(mark, number string) error {
	return t.exec("INSERT OR IGNORE INTO mark VALUES (?1, ?2, rowsum(?1, ?2))", mark, number)
}

// Once keeps the first value of a name; see store.Engine.
func (e *Engine) Once(ctx context.Context, name string, value []byte) ([]byte, error) {
	var kept []byte // the writer's until do answers without an error
	err := e.writes.do(ctx, &change{run: func(t *tx) error {
		if err := t.exec("INSERT INTO meta VALUES (?1, ?2, rowsum(?1, ?2)) ON CONFLICT DO NOTHING", name, value); err != nil {
			return err
		}
		return t.row("SELECT value FROM meta WHERE name = ?", []any{name}, &kept)
	}})
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: once: %w", err)
	}
	return kept, nil
}
