package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// putOff is how long a delivery that cannot be opened is left alone.
const putOff = time.Hour

// Lease takes deliveries of any chat that are due at now for this process alone until
// now+hold, the longest due first. Those of one chat come in order: "send"s due at
// their commit form the chat's line, which is leased as a whole, so that nothing in it
// overtakes what another process holds or what waits for a further try. A line counts
// as one towards limit.
//
// A process that may have been taken for dead gets nothing: what it asked for may be
// another's by now.
//
// What is leased and not marked in time is handed out again: a process that gives up
// on a delivery says so with Mark, for it may hold the chat's line longer than its
// first lease when it goes on committing there.
func (s *Store) Lease(ctx context.Context, now time.Time, limit int, hold time.Duration) ([]Delivery, error) {
	l := Leasing{Owner: s.owner, Now: now.UTC(), Until: now.UTC().Add(hold), Limit: max(limit, 1)}
	lapses := s.lapses.Load()
	leased, err := s.engine.Lease(ctx, l)
	if err != nil {
		return nil, fmt.Errorf("store: lease: %w", err)
	}
	held := s.holds(lapses)
	out := make([]Delivery, 0, len(leased))
	for _, item := range leased {
		d, err := s.openDelivery(item)
		if err != nil {
			s.setAside(ctx, item, l.Now, err)
			continue
		}
		if d.Leased = l.Until; d.Kind == indexKind {
			s.runIndex(ctx, s.chatOf(d, item), &d)
			continue
		}
		out = append(out, d)
	}
	if !held {
		s.giveBack(ctx, out)
		return nil, nil
	}
	return out, nil
}

// giveBack returns to the engine what is leased to this process and may be another's, as
// far as it is not, so that nothing that is committed later overtakes it here.
func (s *Store) giveBack(ctx context.Context, all []Delivery) {
	now := s.now()
	var marks []Mark
	for i, d := range all {
		if !d.Leased.IsZero() {
			marks = append(marks, Mark{ID: d.ID, Chat: d.Chat, Again: now})
			all[i].Leased = time.Time{}
		}
	}
	if err := s.Mark(ctx, marks); err != nil {
		slog.WarnContext(ctx, "store: leases in doubt could not be given back, and have to end", "cause", err)
	}
}

func (s *Store) openDelivery(l Leased) (Delivery, error) {
	box, err := s.keys.OpenPerson(l.Person, l.Wrap)
	if err != nil {
		return Delivery{}, err
	}
	var in sealedDelivery
	if err := openJSON(box, deliveryLabel(l.Person, l.ID), l.Sealed, &in); err != nil {
		return Delivery{}, err
	}
	return Delivery{
		ID: l.ID, Chat: in.Chat, Kind: in.Kind, Due: in.Due, Number: in.Number, Body: in.Body, Tries: l.Tries,
	}, nil
}

// setAside keeps a delivery that cannot be opened from blocking the others: it is
// logged, kept, and tried again much later.
func (s *Store) setAside(ctx context.Context, l Leased, now time.Time, cause error) {
	slog.ErrorContext(ctx, "store: a delivery cannot be opened", "delivery", l.ID, "tries", l.Tries, "cause", cause)
	marks := []Marked{{Person: l.Person, ID: l.ID, Again: now.Add(putOff)}}
	if err := s.engine.Mark(ctx, s.owner, now, marks); err != nil {
		slog.WarnContext(ctx, "store: it could not be put off", "delivery", l.ID, "cause", err)
	}
}

// Mark says what became of deliveries, in one go. Done removes one for good. Otherwise
// it comes back at Again, and with a "send" its whole chat's line does: drop what
// else of that line is still queued, it will come again in order.
func (s *Store) Mark(ctx context.Context, marks []Mark) error {
	if len(marks) == 0 {
		return nil
	}
	out := make([]Marked, len(marks))
	for i, m := range marks {
		out[i] = Marked{Person: s.keys.Person(m.Chat), ID: m.ID, Done: m.Done, Again: m.Again.UTC()}
	}
	if err := s.engine.Mark(ctx, s.owner, s.now(), out); err != nil {
		return fmt.Errorf("store: mark: %w", err)
	}
	return nil
}
