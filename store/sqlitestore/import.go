package sqlitestore

import (
	"context"
	"errors"
	"fmt"

	"satark/store"
)

// errEntry: an entry of which no part is set.
var errEntry = errors.New("an entry of no kind that this version knows")

// Import writes what Walk handed out; see store.Engine. All of one call is written, or
// nothing.
func (e *Engine) Import(ctx context.Context, entries []store.Entry) error {
	err := e.writes.do(ctx, &change{run: func(t *tx) error {
		for _, entry := range entries {
			if err := t.imported(entry); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		return fmt.Errorf("sqlitestore: import: %w", err)
	}
	return nil
}

func (t *tx) imported(e store.Entry) error {
	switch {
	case e.Dossier != nil:
		return t.importDossier(e.Dossier)
	case e.Claim != nil:
		return t.exec("INSERT OR REPLACE INTO claim VALUES (?1, ?2, rowsum(?1, ?2))", e.Claim.Number, e.Claim.Person)
	case e.Index != nil:
		return t.putMark(e.Index.Mark, e.Index.Number)
	case e.Seen != nil:
		return t.putSeen(e.Seen)
	case e.Parked != nil:
		return t.park(*e.Parked)
	case e.Name != nil:
		return t.exec("INSERT OR REPLACE INTO meta VALUES (?1, ?2, rowsum(?1, ?2))", e.Name.Name, e.Name.Value)
	}
	return errEntry
}

func (t *tx) importDossier(d *store.Dossier) error {
	if err := t.drop(d.Person); err != nil {
		return err
	}
	if err := t.exec("UPDATE tally SET persons = persons + 1, reports = reports + ?, lines = lines + ?",
		len(d.Reports), len(d.Lines)); err != nil {
		return err
	}
	if err := t.insertPerson(d.Person, d.Record, len(d.Lines)); err != nil {
		return err
	}
	for i, line := range d.Lines {
		if err := t.insertLine(d.Person, i, line); err != nil {
			return err
		}
	}
	for _, r := range d.Reports {
		if err := t.putReport(d.Person, r); err != nil {
			return err
		}
	}
	for _, item := range d.Items {
		if err := t.importItem(d.Person, item); err != nil {
			return err
		}
	}
	return nil
}

// importItem writes a delivery that nobody holds. A line is due at the latest time among
// what stands in it, as after Mark.
func (t *tx) importItem(person string, item store.Pending) error {
	if err := t.insertItem(person, item); err != nil {
		return err
	}
	in := item.ID
	if item.Line {
		in = ""
	}
	return t.exec(`INSERT INTO slot VALUES (?1, ?2, ?3, '', rowsum(?1, ?2, ?3, '')) ON CONFLICT DO UPDATE
		SET at = excluded.at, sum = excluded.sum WHERE at < excluded.at`, person, in, item.Due.UnixMilli())
}
