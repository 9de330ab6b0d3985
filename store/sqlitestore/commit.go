package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"satark/store"
)

// Commit writes a turn; see store.Engine.
func (e *Engine) Commit(ctx context.Context, c *store.Commit) (store.Committed, error) {
	var done store.Committed
	err := e.writes.do(ctx, &change{run: func(t *tx) (err error) {
		done, err = t.commit(c)
		return err
	}})
	if err != nil {
		return store.Committed{}, err
	}
	return done, nil
}

func (t *tx) commit(c *store.Commit) (store.Committed, error) {
	var done store.Committed
	var op string
	err := t.row("SELECT op, line FROM seen WHERE person = ? AND update_id = ?",
		[]any{c.Person, c.Update}, &op, &done.Line)
	switch {
	case err == nil && op == c.Op:
		return done, nil
	case err == nil:
		return done, store.ErrSeen
	case !errors.Is(err, sql.ErrNoRows):
		return done, fmt.Errorf("sqlitestore: seen: %w", err)
	}
	return t.write(c)
}

// write is a commit that was not seen before.
func (t *tx) write(c *store.Commit) (done store.Committed, err error) {
	place, err := t.checkVersion(c)
	if err != nil {
		return done, err
	}
	if err := t.writePerson(c, place+len(c.Lines)); err != nil {
		return done, fmt.Errorf("sqlitestore: write person: %w", err)
	}
	if err := t.writeLines(c, place); err != nil {
		return done, fmt.Errorf("sqlitestore: write transcript: %w", err)
	}
	if err := t.writeReports(c); err != nil {
		return done, fmt.Errorf("sqlitestore: write reports: %w", err)
	}
	if done.Line, err = t.writeItems(c); err != nil {
		return done, fmt.Errorf("sqlitestore: write deliveries: %w", err)
	}
	if err := t.writeSeen(c, done); err != nil {
		return done, fmt.Errorf("sqlitestore: write seen: %w", err)
	}
	return done, nil
}

// checkVersion returns how long the person's transcript is.
func (t *tx) checkVersion(c *store.Commit) (place int, err error) {
	var version string
	err = t.row("SELECT version, lines FROM person WHERE person = ?", []any{c.Person}, &version, &place)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("sqlitestore: version: %w", err)
	}
	if version != c.Before {
		return 0, store.ErrStale
	}
	return place, nil
}

func (t *tx) writePerson(c *store.Commit, lines int) error {
	if c.Before != "" {
		return t.exec(`UPDATE person SET version = ?2, session = ?3, lines = ?4, sum = rowsum(person, ?2, wrap, ?3, ?4)
			WHERE person = ?1`, c.Person, c.After, c.Session, lines)
	}
	if err := t.exec("UPDATE tally SET persons = persons + 1"); err != nil {
		return err
	}
	return t.insertPerson(c.Person, store.Person{Version: c.After, Wrap: c.Wrap, Session: c.Session}, lines)
}

func (t *tx) insertPerson(person string, p store.Person, lines int) error {
	return t.exec(`INSERT INTO person (person, version, wrap, session, lines, sum)
		VALUES (?1, ?2, ?3, ?4, ?5, rowsum(?1, ?2, ?3, ?4, ?5))`, person, p.Version, p.Wrap, p.Session, lines)
}

func (t *tx) writeLines(c *store.Commit, place int) error {
	if len(c.Lines) == 0 {
		return nil
	}
	for i, line := range c.Lines {
		if err := t.insertLine(c.Person, place+i, line); err != nil {
			return err
		}
	}
	return t.exec("UPDATE tally SET lines = lines + ?", len(c.Lines))
}

func (t *tx) insertLine(person string, place int, sealed []byte) error {
	return t.exec("INSERT INTO line VALUES (?1, ?2, ?3, rowsum(?1, ?2, ?3))", person, place, sealed)
}

func (t *tx) writeReports(c *store.Commit) error {
	for _, r := range c.Reports {
		var there int
		if err := t.row("SELECT count(*) FROM report WHERE person = ? AND number = ?",
			[]any{c.Person, r.Key}, &there); err != nil {
			return err
		}
		if err := t.exec("UPDATE tally SET reports = reports + ?", 1-there); err != nil {
			return err
		}
		if err := t.putReport(c.Person, r); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putReport(person string, r store.Record) error {
	return t.exec("INSERT OR REPLACE INTO report VALUES (?1, ?2, ?3, rowsum(?1, ?2, ?3))", person, r.Key, r.Sealed)
}

// writeSeen keeps the update's mark, and drops up to two that have had their time: so
// that the table stays as long as it must be, with no sweep of its own.
func (t *tx) writeSeen(c *store.Commit, done store.Committed) error {
	if err := t.putSeen(&store.Seen{
		Person: c.Person, Update: c.Update, Op: c.Op, Line: done.Line, Until: c.SeenUntil,
	}); err != nil {
		return err
	}
	return t.exec(`DELETE FROM seen WHERE (person, update_id) IN
		(SELECT person, update_id FROM seen WHERE until < ? ORDER BY until LIMIT 2)`, c.Now.UnixMilli())
}

func (t *tx) putSeen(s *store.Seen) error {
	return t.exec("INSERT OR REPLACE INTO seen VALUES (?1, ?2, ?3, ?4, ?5, rowsum(?1, ?2, ?3, ?4, ?5))",
		s.Person, s.Update, s.Op, s.Line, s.Until.UnixMilli())
}
