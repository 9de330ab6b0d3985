package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"satark/store"
)

// Mark says what became of deliveries; see store.Engine.
func (e *Engine) Mark(ctx context.Context, owner string, now time.Time, marks []store.Marked) error {
	err := e.writes.do(ctx, &change{run: func(t *tx) error { return t.mark(owner, now, marks) }})
	if err != nil {
		return fmt.Errorf("sqlitestore: mark: %w", err)
	}
	return nil
}

func (t *tx) mark(owner string, now time.Time, marks []store.Marked) error {
	again := map[slot]int64{} // milliseconds; the latest for each line
	for _, m := range marks {
		s, err := t.slotOf(m)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		if m.Done {
			err = t.remove(m, s, now)
		} else {
			again[s] = max(again[s], m.Again.UnixMilli())
		}
		if err != nil {
			return err
		}
	}
	for s, at := range again {
		if err := t.exec(`UPDATE slot SET at = ?3, owner = '', sum = rowsum(?1, ?2, ?3, '')
			WHERE person = ?1 AND item = ?2 AND owner = ?4`, s.person, s.item, at, owner); err != nil {
			return err
		}
	}
	return nil
}

// slotOf finds the slot a delivery stands in.
func (t *tx) slotOf(m store.Marked) (slot, error) {
	var line bool
	err := t.row("SELECT line FROM delivery WHERE person = ? AND id = ?", []any{m.Person, m.ID}, &line)
	if line {
		return slot{m.Person, ""}, err
	}
	return slot{m.Person, m.ID}, err
}

// remove drops a delivery, and its slot when nothing is left in it. What is left in a
// line and was never leased is set free.
func (t *tx) remove(m store.Marked, s slot, now time.Time) error {
	if err := t.exec("DELETE FROM delivery WHERE person = ? AND id = ?", m.Person, m.ID); err != nil {
		return err
	}
	if s.item != "" {
		return t.exec("DELETE FROM slot WHERE person = ? AND item = ?", s.person, s.item)
	}
	var left, leased int
	if err := t.row("SELECT count(*), count(nullif(tries, 0)) FROM delivery WHERE person = ? AND line = 1",
		[]any{s.person}, &left, &leased); err != nil {
		return err
	}
	switch {
	case left == 0:
		return t.exec("DELETE FROM slot WHERE person = ? AND item = ''", s.person)
	case leased == 0:
		return t.setSlot(s, now.UnixMilli(), "")
	}
	return nil
}
