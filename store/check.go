package store

import (
	"context"
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

// Check says what the store really promises: the engine's durability, and whether a
// change of the operator's key has been carried through. Faults are findings; an error means that it could
// not be found out.
func (s *Store) Check(ctx context.Context) ([]Finding, error) {
	findings, err := s.engine.Check(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: check: %w", err)
	}
	return append(findings, s.checkKeys(ctx)...), nil
}

// checkKeys says whether something is still wrapped by a key that is to be dropped.
func (s *Store) checkKeys(ctx context.Context) []Finding {
	wrapped, err := s.engine.Kept(ctx, rootName)
	if err == nil && !s.operator.CurrentRoot(wrapped) {
		return []Finding{{
			Level: Warning, What: "The operator's key was changed, and the store is still locked by the one before.",
			Mend: "Run satark rekey, and keep the old key in SATARK_KEY_ALSO until it has ended.",
		}}
	}
	return []Finding{{Level: Fine, What: "The operator's key opens the store."}}
}
