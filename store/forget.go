package store

import (
	"context"
	"fmt"
)

// Forget destroys a person's key and with it the session, transcript, reports,
// evidence, pending deliveries and parked updates. The numbers of their reports stay
// taken, by nobody, and their updates stay seen. A later Load gives a fresh chat, and a
// Chat loaded before is stale. It may be asked again until it succeeds.
//
// With a vault, all of it is locked away there first; asked again after that had been
// done and Forget broke off, a second archive is. What is said meanwhile is in none.
//
// Copies an engine keeps for itself (a backup, a log not yet rewritten) hold the wrapped
// key a while longer; each engine's package comment says how long.
func (s *Store) Forget(ctx context.Context, chatID int64) error {
	if err := s.lockAway(ctx, chatID); err != nil {
		return fmt.Errorf("store: forget: %w", err)
	}
	person := s.keys.Person(chatID)
	if err := s.unparkAll(ctx, person); err != nil {
		return err
	}
	if err := s.unindexAll(ctx, person); err != nil {
		return err
	}
	if s.opt.Blobs != nil {
		if err := s.opt.Blobs.DeleteAll(ctx, person); err != nil {
			return fmt.Errorf("store: forget: %w", err)
		}
	}
	if err := s.engine.Forget(ctx, person); err != nil {
		return fmt.Errorf("store: forget: %w", err)
	}
	return nil
}

func (s *Store) unparkAll(ctx context.Context, person string) error {
	parked, err := s.engine.Parked(ctx)
	if err != nil {
		return fmt.Errorf("store: forget: %w", err)
	}
	for _, p := range parked {
		if p.Person != person {
			continue
		}
		if err := s.engine.Unpark(ctx, p.ID); err != nil {
			return fmt.Errorf("store: forget: %w", err)
		}
	}
	return nil
}
