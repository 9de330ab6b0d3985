package sqlitestore

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"satark/store"
)

// ErrDamaged: the file is no longer a database, or not a whole one. What is in it may be
// wrong: the last backup is to be restored.
var ErrDamaged = errors.New("sqlitestore: the database file is damaged: keep it aside and restore the last backup")

// damaged tells an error of SQLite that comes of a damaged file. What this package asks is
// always the same: that it has no meaning (SQLITE_ERROR) comes of a damaged schema.
func damaged(err error) bool {
	var fault *sqlite.Error
	if !errors.As(err, &fault) {
		return false
	}
	switch fault.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR:
		return true
	}
	return false
}

// wholeness are questions about the database whose answer is 0 when it is whole.
func wholeness() []struct{ what, query string } {
	return []struct{ what, query string }{
		{"kept under a name", "SELECT count(*) FROM meta WHERE sum IS NOT rowsum(name, value)"},
		{"persons", "SELECT count(*) FROM person WHERE sum IS NOT rowsum(person, version, wrap, session, lines)"},
		{"seen marks", "SELECT count(*) FROM seen WHERE sum IS NOT rowsum(person, update_id, op, line, until)"},
		{"lines", "SELECT count(*) FROM line WHERE sum IS NOT rowsum(person, place, sealed)"},
		{"reports", "SELECT count(*) FROM report WHERE sum IS NOT rowsum(person, number, sealed)"},
		{"report numbers", "SELECT count(*) FROM claim WHERE sum IS NOT rowsum(number, person)"},
		{"deliveries", "SELECT count(*) FROM delivery WHERE sum IS NOT rowsum(person, id, line, tries, sealed)"},
		{"due times", "SELECT count(*) FROM slot WHERE sum IS NOT rowsum(person, item, at, owner)"},
		{"parked", "SELECT count(*) FROM parked WHERE sum IS NOT rowsum(id, person, sealed)"},
		{"identifiers", "SELECT count(*) FROM mark WHERE sum IS NOT rowsum(mark, number)"},
		{"deliveries without a time", `SELECT count(*) FROM delivery WHERE NOT EXISTS (
			SELECT 1 FROM slot WHERE slot.person = delivery.person AND slot.item = iif(delivery.line, '', delivery.id))`},
		{"counters", `SELECT (SELECT count(*) FROM tally) != 1
			OR (SELECT persons FROM tally) != (SELECT count(*) FROM person)
			OR (SELECT reports FROM tally) != (SELECT count(*) FROM report)
			OR (SELECT lines FROM tally) != (SELECT count(*) FROM line)`},
	}
}

// damage says what of the database is not as it was written.
func (e *Engine) damage(ctx context.Context) (out []store.Finding, err error) {
	found := func(what string) {
		out = append(out, store.Finding{
			Level: store.Fault, What: "The database file is damaged: " + what + ".",
			Mend: "Stop the program, keep the directory aside, and restore the last backup into a new one.",
		})
	}
	var structure string
	err = e.stmts.row(ctx, "PRAGMA integrity_check(1)", nil, &structure)
	switch {
	case damaged(err):
		found("it cannot be read")
	case err != nil:
		return nil, err
	case structure != "ok":
		found(structure)
	}
	for _, q := range wholeness() {
		var wrong int
		err := e.stmts.row(ctx, q.query, nil, &wrong)
		switch {
		case damaged(err):
			found(q.what + " cannot be read")
		case err != nil:
			return nil, err
		case wrong > 0:
			found(fmt.Sprintf("%s are not as they were written, %d of them", q.what, wrong))
		}
	}
	return out, nil
}
