package sqlitestore

import (
	"database/sql"
	"errors"
	"time"

	"satark/store"
)

// writeItems writes the deliveries of a commit and their slots. It says whether those
// in line are leased.
func (t *tx) writeItems(c *store.Commit) (line bool, err error) {
	asked := false
	for _, item := range c.Items {
		if item.Line && !asked {
			asked = true
			if line, err = t.joinLine(c); err != nil {
				return false, err
			}
		}
		leased := line
		if !item.Line {
			if leased, err = t.addSlot(c, item); err != nil {
				return false, err
			}
		}
		p := store.Pending{Item: item}
		if leased {
			p.Tries = 1
		}
		if err := t.insertItem(c.Person, p); err != nil {
			return false, err
		}
	}
	return line, nil
}

// joinLine takes or renews the lease of the person's line, if it is free to take: new
// deliveries never overtake what another holds or what waits there.
func (t *tx) joinLine(c *store.Commit) (leased bool, err error) {
	var at int64
	var owner string
	err = t.row("SELECT at, owner FROM slot WHERE person = ? AND item = ''", []any{c.Person}, &at, &owner)
	switch {
	case errors.Is(err, sql.ErrNoRows) && t.guest:
		return false, t.insertSlot(c.Person, "", c.Now, "")
	case errors.Is(err, sql.ErrNoRows):
		t.holders.lease(c.Owner)
		return true, t.insertSlot(c.Person, "", c.Until, c.Owner)
	case err != nil:
		return false, err
	case owner != c.Owner || at <= c.Now.UnixMilli():
		return false, nil
	}
	var others bool
	err = t.row("SELECT EXISTS (SELECT 1 FROM delivery WHERE person = ? AND line = 1 AND tries = 0)",
		[]any{c.Person}, &others)
	if err != nil || others {
		return false, err
	}
	return true, t.setSlot(slot{c.Person, ""}, max(at, c.Until.UnixMilli()), c.Owner)
}

// addSlot gives a delivery beside the line its own slot, leased when it is due: but to no
// guest, who waits for nothing and is not waited for.
func (t *tx) addSlot(c *store.Commit, item store.Item) (leased bool, err error) {
	if item.Due.After(c.Now) || t.guest {
		return false, t.insertSlot(c.Person, item.ID, item.Due, "")
	}
	t.holders.lease(c.Owner)
	return true, t.insertSlot(c.Person, item.ID, c.Until, c.Owner)
}

func (t *tx) insertItem(person string, i store.Pending) error {
	return t.exec("INSERT INTO delivery VALUES (?1, ?2, ?3, ?4, ?5, rowsum(?1, ?2, ?3, ?4, ?5))",
		person, i.ID, i.Line, i.Tries, i.Sealed)
}

func (t *tx) insertSlot(person, item string, at time.Time, owner string) error {
	return t.exec("INSERT INTO slot VALUES (?1, ?2, ?3, ?4, rowsum(?1, ?2, ?3, ?4))",
		person, item, at.UnixMilli(), owner)
}

// setSlot says when somebody may act on a slot next, and who holds it.
func (t *tx) setSlot(s slot, at int64, owner string) error {
	return t.exec("UPDATE slot SET at = ?3, owner = ?4, sum = rowsum(?1, ?2, ?3, ?4) WHERE person = ?1 AND item = ?2",
		s.person, s.item, at, owner)
}
