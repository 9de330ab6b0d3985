package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"satark/store/seal"
)

// sealedParked is a parked update but for its id. It is sealed by the operator's key:
// the chat may be unknown, or its record the very thing that cannot be read.
type sealedParked struct {
	Chat  int64     `json:"chat,omitempty"`
	At    time.Time `json:"at"`
	Cause string    `json:"cause"`
	Body  []byte    `json:"body"`
}

func parkedLabel(update int64) seal.Label {
	return seal.Label{Kind: "parked", ID: strconv.FormatInt(update, 10)}
}

// Park keeps an update that could not be handled, for an operator to see.
func (s *Store) Park(ctx context.Context, p Parked) error {
	plain, err := json.Marshal(sealedParked{p.Chat, p.At, p.Cause, p.Body})
	if err != nil {
		return fmt.Errorf("store: encode parked: %w", err)
	}
	person := ""
	if p.Chat != 0 {
		person = s.keys.Person(p.Chat)
	}
	if err := s.engine.Park(ctx, p.Update, person, s.keys.Own().Seal(parkedLabel(p.Update), plain)); err != nil {
		return fmt.Errorf("store: park: %w", err)
	}
	return nil
}

// ParkedList returns all parked updates by rising id.
func (s *Store) ParkedList(ctx context.Context) ([]Parked, error) {
	if err := s.Prove(ctx); err != nil {
		return nil, err
	}
	records, err := s.engine.Parked(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: parked: %w", err)
	}
	out := make([]Parked, len(records))
	for i, r := range records {
		var in sealedParked
		if err := openJSON(s.keys.Own(), parkedLabel(r.Update), r.Sealed, &in); err != nil {
			return nil, err
		}
		out[i] = Parked{Update: r.Update, Chat: in.Chat, At: in.At, Cause: in.Cause, Body: in.Body}
	}
	return out, nil
}

// Unpark drops a parked update, handled or given up. There may be none.
func (s *Store) Unpark(ctx context.Context, update int64) error {
	if err := s.engine.Unpark(ctx, update); err != nil {
		return fmt.Errorf("store: unpark: %w", err)
	}
	return nil
}
