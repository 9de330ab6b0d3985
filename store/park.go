package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"time"

	"satark/fraud"
	"satark/store/seal"
)

// sealedParked is what is parked but for its id. It is sealed by the store's own key:
// the chat may be unknown, or its record the very thing that cannot be read.
type sealedParked struct {
	Kind   string       `json:"kind,omitempty"`
	Chat   int64        `json:"chat,omitempty"`
	At     time.Time    `json:"at"`
	Cause  string       `json:"cause"`
	Number fraud.Number `json:"number,omitempty"`
	Body   []byte       `json:"body"`
}

func parkedLabel(id string) seal.Label { return seal.Label{Kind: "parked", ID: id} }

// Park keeps what could not be handled, for an operator to see: see Parked.
func (s *Store) Park(ctx context.Context, p Parked) error {
	plain, err := json.Marshal(sealedParked{p.Kind, p.Chat, p.At, p.Cause, p.Number, p.Body})
	if err != nil {
		return fmt.Errorf("store: encode parked: %w", err)
	}
	r := ParkedRecord{ID: p.ID, Sealed: s.keys.Own().Seal(parkedLabel(p.ID), plain)}
	if p.Chat != 0 {
		r.Person = s.keys.Person(p.Chat)
	}
	return opError("park", s.engine.Park(ctx, r))
}

// ParkedList returns all that is parked, by rising id.
func (s *Store) ParkedList(ctx context.Context) ([]Parked, error) {
	records, err := s.engine.Parked(ctx)
	if err != nil {
		return nil, opError("parked", err)
	}
	out := make([]Parked, len(records))
	for i, r := range records {
		var in sealedParked
		if err := openJSON(s.keys.Own(), parkedLabel(r.ID), r.Sealed, &in); err != nil {
			return nil, err
		}
		if in.Kind == "" { // parked by a version that parked nothing else
			in.Kind = ParkedUpdate
		}
		out[i] = Parked{r.ID, in.Kind, in.Chat, in.At, in.Cause, in.Number, in.Body}
	}
	return out, nil
}

// Unpark drops what is parked, handled or given up. There may be nothing.
func (s *Store) Unpark(ctx context.Context, id string) error {
	return opError("unpark", s.engine.Unpark(ctx, id))
}

// ErrNoChat says that nobody knows whose it is that is parked: it cannot be put back.
var ErrNoChat = errors.New("store: parked without a chat")

// Again makes what is parked a delivery that is due at once, of kind again for an update
// and of its own kind otherwise, and drops it from what is parked. Done twice it makes
// one delivery. It returns ErrNoChat, and leaves it parked, when its chat is unknown.
func (s *Store) Again(ctx context.Context, p Parked, again string) error {
	if p.Chat == 0 {
		return ErrNoChat
	}
	d := Delivery{Chat: p.Chat, Kind: p.Kind, Number: p.Number, Body: p.Body}
	if p.Kind == ParkedUpdate {
		d.Kind = again
	}
	for {
		chat, err := s.Load(ctx, p.Chat)
		if err != nil {
			return err
		}
		err = s.Commit(ctx, &Turn{
			Chat: chat, Update: againUpdate(p), Session: chat.Session, At: s.now(), Deliveries: []Delivery{d},
		})
		switch {
		case errors.Is(err, ErrStale):
			continue
		case err != nil && !errors.Is(err, ErrSeen):
			return err
		}
		return s.Unpark(ctx, p.ID)
	}
}

// againUpdate is the id of the turn that puts back what was parked: negative, and another
// one when it is parked again later.
func againUpdate(p Parked) int64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "again %s %d", p.ID, p.At.UnixNano())
	return -int64(h.Sum64()&math.MaxInt64) - 1
}
