package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"satark/store"
)

// pageBytes is how much Walk hands out in one go, and a person more.
const pageBytes = 8 << 20

// Walk hands out all that is kept; see store.Engine. What it hands out of a person is of
// one moment, with the seen marks and what is parked; so is all of one call.
func (e *Engine) Walk(ctx context.Context, from string, n int) (some []store.Entry, next string, err error) {
	at, err := parseCursor(from)
	if err != nil {
		return nil, "", err
	}
	moment, err := e.reads.BeginTx(ctx, nil)
	if err != nil {
		return nil, "", fmt.Errorf("sqlitestore: walk: %w", err)
	}
	p := &page{ctx: ctx, stmts: newStatements(moment), left: max(n, 1)}
	at, err = p.fill(at)
	if err = errors.Join(err, p.stmts.close(), moment.Rollback()); err != nil {
		return nil, "", fmt.Errorf("sqlitestore: walk: %w", err)
	}
	return p.out, at.String(), nil
}

// page is what one call of Walk hands out.
type page struct {
	ctx   context.Context
	stmts *statements
	out   []store.Entry
	left  int // how many more entries are asked for
	bytes int
}

func (p *page) add(e store.Entry) {
	p.out = append(p.out, e)
	p.left--
}

func (p *page) full() bool { return p.left <= 0 || p.bytes >= pageBytes }

// fill goes on from a place until the page is full or nothing is left, and returns where
// it is then.
func (p *page) fill(at cursor) (cursor, error) {
	for at.section != "" && !p.full() {
		var done bool
		var err error
		switch at.section {
		case persons:
			done, err = p.person(&at)
		default:
			done, err = p.rows(&at)
		}
		if err != nil {
			return at, err
		}
		if done {
			at = cursor{section: at.section.next()}
		}
	}
	return at, nil
}

// listing is how a section is read: behind ?1 (and ?2), at most ?3 rows.
type listing struct {
	query string
	scan  func(*sql.Rows) (entry store.Entry, a, b string, err error)
}

func listingOf(s section) listing {
	switch s {
	case claims:
		return listing{"SELECT number, person FROM claim WHERE number > ?1 AND ?2 = '' ORDER BY number LIMIT ?3", scanClaim}
	case marks:
		return listing{"SELECT mark, number FROM mark WHERE (mark, number) > (?1, ?2) ORDER BY mark, number LIMIT ?3", scanMark}
	case parked:
		return listing{"SELECT id, person, sealed FROM parked WHERE person = '' AND id > ?1 AND ?2 = '' ORDER BY id LIMIT ?3", scanParked}
	default:
		return listing{"SELECT name, value FROM meta WHERE name > ?1 AND ?2 = '' ORDER BY name LIMIT ?3", scanName}
	}
}

// rows reads on in a section other than that of persons, and says whether it is at its end.
func (p *page) rows(at *cursor) (done bool, err error) {
	list, want := listingOf(at.section), p.left
	got := 0
	err = p.stmts.each(p.ctx, list.query, []any{at.a, at.b, want}, func(r *sql.Rows) error {
		entry, a, b, err := list.scan(r)
		at.a, at.b = a, b
		got++
		p.add(entry)
		return err
	})
	return got < want, err
}

func scanClaim(r *sql.Rows) (store.Entry, string, string, error) {
	c := &store.Claim{}
	err := r.Scan(&c.Number, &c.Person)
	return store.Entry{Claim: c}, c.Number, "", err
}

func scanMark(r *sql.Rows) (store.Entry, string, string, error) {
	m := &store.Indexing{}
	err := r.Scan(&m.Mark, &m.Number)
	return store.Entry{Index: m}, m.Mark, m.Number, err
}

func scanParked(r *sql.Rows) (store.Entry, string, string, error) {
	p := &store.ParkedRecord{}
	err := r.Scan(&p.ID, &p.Person, &p.Sealed)
	return store.Entry{Parked: p}, p.ID, "", err
}

func scanName(r *sql.Rows) (store.Entry, string, string, error) {
	n := &store.Named{}
	err := r.Scan(&n.Name, &n.Value)
	return store.Entry{Name: n}, n.Name, "", err
}
