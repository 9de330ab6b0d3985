package sqlitestore

import (
	"database/sql"
	"errors"

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
		if err := t.exec("INSERT INTO delivery VALUES (?, ?, ?, ?, ?)",
			c.Person, item.ID, item.Line, leased, item.Sealed); err != nil {
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
		return false, t.exec("INSERT INTO slot VALUES (?, '', ?, '')", c.Person, c.Now.UnixMilli())
	case errors.Is(err, sql.ErrNoRows):
		t.holders.lease(c.Owner)
		return true, t.exec("INSERT INTO slot VALUES (?, '', ?, ?)", c.Person, c.Until.UnixMilli(), c.Owner)
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
	return true, t.exec("UPDATE slot SET at = ? WHERE person = ? AND item = ''",
		max(at, c.Until.UnixMilli()), c.Person)
}

// addSlot gives a delivery beside the line its own slot, leased when it is due: but to no
// guest, who waits for nothing and is not waited for.
func (t *tx) addSlot(c *store.Commit, item store.Item) (leased bool, err error) {
	if item.Due.After(c.Now) || t.guest {
		return false, t.exec("INSERT INTO slot VALUES (?, ?, ?, '')", c.Person, item.ID, item.Due.UnixMilli())
	}
	t.holders.lease(c.Owner)
	return true, t.exec("INSERT INTO slot VALUES (?, ?, ?, ?)",
		c.Person, item.ID, c.Until.UnixMilli(), c.Owner)
}
