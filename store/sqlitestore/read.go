package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"satark/store"
)

// Person returns a person's record; see store.Engine.
func (e *Engine) Person(ctx context.Context, person string) (store.Person, error) {
	var p store.Person
	err := e.stmts.row(ctx, "SELECT version, wrap, session FROM person WHERE person = ?", []any{person},
		&p.Version, &p.Wrap, &p.Session)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return store.Person{}, fmt.Errorf("sqlitestore: person: %w", err)
	}
	return p, nil
}

// Report returns one report; see store.Engine.
func (e *Engine) Report(ctx context.Context, person, number string) ([]byte, error) {
	var sealed []byte
	err := e.stmts.row(ctx, "SELECT sealed FROM report WHERE person = ? AND number = ?", []any{person, number}, &sealed)
	return sealed, found("report", err)
}

// Reports returns a person's reports; see store.Engine.
func (e *Engine) Reports(ctx context.Context, person string) ([]store.Record, error) {
	var out []store.Record
	err := e.stmts.each(ctx, "SELECT number, sealed FROM report WHERE person = ?", []any{person}, func(r *sql.Rows) error {
		var rec store.Record
		err := r.Scan(&rec.Key, &rec.Sealed)
		out = append(out, rec)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: reports: %w", err)
	}
	return out, nil
}

// Lines returns a part of a transcript; see store.Engine. Places begin where Trim left
// off.
func (e *Engine) Lines(ctx context.Context, person string, after, n int) ([][]byte, error) {
	var out [][]byte
	err := e.stmts.each(ctx, `SELECT sealed FROM line
		WHERE person = ?1 AND place >= ?2 + (SELECT min(place) FROM line WHERE person = ?1)
		ORDER BY place LIMIT ?3`, []any{person, after, n}, func(r *sql.Rows) error {
		var line []byte
		err := r.Scan(&line)
		out = append(out, line)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: transcript: %w", err)
	}
	return out, nil
}

// Holder returns who holds a number; see store.Engine.
func (e *Engine) Holder(ctx context.Context, number string) (person string, err error) {
	err = e.stmts.row(ctx, "SELECT person FROM claim WHERE number = ? AND person != ''", []any{number}, &person)
	return person, found("holder", err)
}

// Indexed counts the reports under a mark; see store.Engine.
func (e *Engine) Indexed(ctx context.Context, mark string) (n int, err error) {
	if err = e.stmts.row(ctx, "SELECT count(*) FROM mark WHERE mark = ?", []any{mark}, &n); err != nil {
		return 0, fmt.Errorf("sqlitestore: indexed: %w", err)
	}
	return n, nil
}

// Parked returns all that is parked, by rising id as text; see store.Engine.
func (e *Engine) Parked(ctx context.Context) ([]store.ParkedRecord, error) {
	var out []store.ParkedRecord
	err := e.stmts.each(ctx, "SELECT id, person, sealed FROM parked ORDER BY id", nil, func(r *sql.Rows) error {
		var p store.ParkedRecord
		err := r.Scan(&p.ID, &p.Person, &p.Sealed)
		out = append(out, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: parked: %w", err)
	}
	return out, nil
}

// Kept returns what is kept under a name; see store.Engine.
func (e *Engine) Kept(ctx context.Context, name string) (value []byte, err error) {
	err = e.stmts.row(ctx, "SELECT value FROM meta WHERE name = ?", []any{name}, &value)
	return value, found("kept", err)
}

// found tells what is not there from what could not be read.
func found(what string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("sqlitestore: %s: %w", what, err)
	}
	return nil
}
