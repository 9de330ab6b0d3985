package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements prepares each SQL text once, on a connection or a pool.
type statements struct {
	on interface {
		PrepareContext(context.Context, string) (*sql.Stmt, error)
	}
	mu   sync.Mutex
	made map[string]*sql.Stmt
}

func newStatements(on interface {
	PrepareContext(context.Context, string) (*sql.Stmt, error)
}) *statements {
	return &statements{on: on, made: map[string]*sql.Stmt{}}
}

func (s *statements) get(ctx context.Context, text string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt, ok := s.made[text]; ok {
		return stmt, nil
	}
	stmt, err := s.on.PrepareContext(ctx, text)
	if err == nil {
		s.made[text] = stmt
	}
	return stmt, err
}

func (s *statements) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// row scans the first row of a query into dest; sql.ErrNoRows when there is none.
func (s *statements) row(ctx context.Context, text string, args []any, dest ...any) error {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return err
	}
	return stmt.QueryRowContext(ctx, args...).Scan(dest...)
}

// each calls scan on every row of a query.
func (s *statements) each(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := scan(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, stmt := range s.made {
		errs = append(errs, stmt.Close())
	}
	clear(s.made)
	return errors.Join(errs...)
}
