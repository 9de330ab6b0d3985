package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"satark/store"
)

// Lease hands out what is due; see store.Engine. When nothing is due it costs a read.
func (e *Engine) Lease(ctx context.Context, l store.Leasing) ([]store.Leased, error) {
	if e.guest {
		return nil, errGuest
	}
	var due bool
	err := e.stmts.row(ctx, "SELECT EXISTS (SELECT 1 FROM slot WHERE at <= ?)", []any{l.Now.UnixMilli()}, &due)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: due: %w", err)
	}
	if !due {
		return nil, nil
	}
	var out []store.Leased
	err = e.writes.do(ctx, &change{run: func(t *tx) (err error) {
		out, err = t.lease(l)
		return err
	}})
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: lease: %w", err)
	}
	return out, nil
}

// slot names what can be leased: a line (item "") or one delivery.
type slot struct{ person, item string }

func (t *tx) lease(l store.Leasing) ([]store.Leased, error) {
	slots, err := t.due(l)
	if err != nil {
		return nil, err
	}
	t.holders.lease(l.Owner)
	var out []store.Leased
	for _, s := range slots {
		if err := t.take(l, s); err != nil {
			return nil, err
		}
		if out, err = t.held(out, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (t *tx) due(l store.Leasing) ([]slot, error) {
	var out []slot
	err := t.each("SELECT person, item FROM slot WHERE at <= ? ORDER BY at, person, item LIMIT ?",
		[]any{l.Now.UnixMilli(), l.Limit}, func(r *sql.Rows) error {
			var s slot
			err := r.Scan(&s.person, &s.item)
			out = append(out, s)
			return err
		})
	return out, err
}

// take leases a slot and counts one try more for what is in it.
func (t *tx) take(l store.Leasing, s slot) error {
	if err := t.setSlot(s, l.Until.UnixMilli(), l.Owner); err != nil {
		return err
	}
	return t.exec(`UPDATE delivery SET tries = tries + 1, sum = rowsum(person, id, line, tries + 1, sealed)
		WHERE person = ?1 AND iif(?2 = '', line = 1, id = ?2)`, s.person, s.item)
}

// held appends what a leased slot holds, in order.
func (t *tx) held(out []store.Leased, s slot) ([]store.Leased, error) {
	var wrap []byte
	if err := t.row("SELECT wrap FROM person WHERE person = ?", []any{s.person}, &wrap); err != nil {
		return nil, err
	}
	query, args := "SELECT id, line, tries - 1, sealed FROM delivery WHERE person = ? AND id = ?", []any{s.person, s.item}
	if s.item == "" {
		query, args = "SELECT id, line, tries - 1, sealed FROM delivery WHERE person = ? AND line = 1 ORDER BY id", args[:1]
	}
	err := t.each(query, args, func(r *sql.Rows) error {
		d := store.Leased{Person: s.person, Wrap: wrap}
		err := r.Scan(&d.ID, &d.Line, &d.Tries, &d.Sealed)
		out = append(out, d)
		return err
	})
	return out, err
}
