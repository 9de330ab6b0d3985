package sqlitestore

import (
	"database/sql"
	"errors"
	"time"

	"satark/store"
)

// person reads all of the next person: whoever has a record, a seen mark or something
// parked. It says whether there is none.
func (p *page) person(at *cursor) (done bool, err error) {
	var next sql.NullString
	err = p.stmts.row(p.ctx, `SELECT min(person) FROM (
			SELECT min(person) AS person FROM person WHERE person > ?1 UNION ALL
			SELECT min(person) FROM seen WHERE person > ?1 UNION ALL
			SELECT min(person) FROM parked WHERE person > ?1)`, []any{at.a}, &next)
	if err != nil || !next.Valid {
		return true, err
	}
	at.a = next.String
	if err := p.dossier(at.a); err != nil {
		return false, err
	}
	if err := p.seen(at.a); err != nil {
		return false, err
	}
	return false, p.stmts.each(p.ctx, "SELECT id, person, sealed FROM parked WHERE person = ? ORDER BY id", []any{at.a},
		func(r *sql.Rows) error {
			entry, _, _, err := scanParked(r)
			p.add(entry)
			return err
		})
}

func (p *page) dossier(person string) error {
	d := &store.Dossier{Person: person}
	err := p.stmts.row(p.ctx, "SELECT version, wrap, session FROM person WHERE person = ?", []any{person},
		&d.Record.Version, &d.Record.Wrap, &d.Record.Session)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // forgotten, or never there
	}
	err = errors.Join(err, p.lines(d), p.reports(d), p.items(d))
	if err == nil {
		p.add(store.Entry{Dossier: d})
	}
	return err
}

func (p *page) lines(d *store.Dossier) error {
	return p.stmts.each(p.ctx, "SELECT sealed FROM line WHERE person = ? ORDER BY place", []any{d.Person},
		func(r *sql.Rows) error {
			var line []byte
			err := r.Scan(&line)
			d.Lines = append(d.Lines, line)
			p.bytes += len(line)
			return err
		})
}

func (p *page) reports(d *store.Dossier) error {
	return p.stmts.each(p.ctx, "SELECT number, sealed FROM report WHERE person = ? ORDER BY number", []any{d.Person},
		func(r *sql.Rows) error {
			var rec store.Record
			err := r.Scan(&rec.Key, &rec.Sealed)
			d.Reports = append(d.Reports, rec)
			p.bytes += len(rec.Sealed)
			return err
		})
}

func (p *page) items(d *store.Dossier) error {
	return p.stmts.each(p.ctx, `SELECT id, line, tries, sealed, at FROM delivery JOIN slot
			ON slot.person = delivery.person AND slot.item = iif(line, '', id)
		WHERE delivery.person = ? ORDER BY id`, []any{d.Person},
		func(r *sql.Rows) error {
			var i store.Pending
			var at int64
			err := r.Scan(&i.ID, &i.Line, &i.Tries, &i.Sealed, &at)
			i.Due = time.UnixMilli(at).UTC()
			d.Items = append(d.Items, i)
			p.bytes += len(i.Sealed)
			return err
		})
}

func (p *page) seen(person string) error {
	return p.stmts.each(p.ctx, "SELECT person, update_id, op, line, until FROM seen WHERE person = ?", []any{person},
		func(r *sql.Rows) error {
			s := &store.Seen{}
			var until int64
			err := r.Scan(&s.Person, &s.Update, &s.Op, &s.Line, &until)
			s.Until = time.UnixMilli(until).UTC()
			p.add(store.Entry{Seen: s})
			return err
		})
}
