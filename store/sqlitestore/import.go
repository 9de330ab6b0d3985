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
		return t.exec("INSERT OR REPLACE INTO claim VALUES (?, ?)", e.Claim.Number, e.Claim.Person)
	case e.Index != nil:
		return t.exec("INSERT OR IGNORE INTO mark VALUES (?, ?)", e.Index.Mark, e.Index.Number)
	case e.Seen != nil:
		return t.exec("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
			e.Seen.Person, e.Seen.Update, e.Seen.Op, e.Seen.Line, e.Seen.Until.UnixMilli())
	case e.Parked != nil:
		return t.exec("INSERT OR REPLACE INTO parked VALUES (?, ?, ?)", e.Parked.ID, e.Parked.Person, e.Parked.Sealed)
	case e.Name != nil:
		return t.exec("INSERT OR REPLACE INTO meta VALUES (?, ?)", e.Name.Name, e.Name.Value)
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
	if err := t.exec("INSERT INTO person (person, version, wrap, session, lines) VALUES (?, ?, ?, ?, ?)",
		d.Person, d.Record.Version, d.Record.Wrap, d.Record.Session, len(d.Lines)); err != nil {
		return err
	}
	for i, line := range d.Lines {
		if err := t.exec("INSERT INTO line VALUES (?, ?, ?)", d.Person, i, line); err != nil {
			return err
		}
	}
	for _, r := range d.Reports {
		if err := t.exec("INSERT INTO report VALUES (?, ?, ?)", d.Person, r.Key, r.Sealed); err != nil {
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
	if err := t.exec("INSERT INTO delivery VALUES (?, ?, ?, ?, ?)",
		person, item.ID, item.Line, item.Tries, item.Sealed); err != nil {
		return err
	}
	in := item.ID
	if item.Line {
		in = ""
	}
	return t.exec("INSERT INTO slot VALUES (?, ?, ?, '') ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
		person, in, item.Due.UnixMilli())
}
