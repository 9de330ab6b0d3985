package store

import (
	"context"
	"errors"
	"fmt"
)

// Stats counts what is kept.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	stats, err := s.engine.Stats(ctx, s.now())
	if err != nil {
		return Stats{}, fmt.Errorf("store: stats: %w", err)
	}
	return stats, nil
}

// Check says what the store really promises: the engine's durability and whether the
// operator's key is the right one. Faults are findings; an error means that it could
// not be found out.
func (s *Store) Check(ctx context.Context) ([]Finding, error) {
	findings, err := s.engine.Check(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: check: %w", err)
	}
	switch err := s.Prove(ctx); {
	case errors.Is(err, ErrWrongKey):
		return append(findings, Finding{
			Level: Fault,
			What:  "The store was begun with another operator's key: nothing in it can be opened.",
			Mend:  "Set SATARK_KEY to the key it was begun with, or use another store.",
		}), nil
	case err != nil:
		return nil, err
	}
	return append(findings, Finding{Level: Fine, What: "The operator's key opens the store."}), nil
}
