package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
)

// migrations bring a database from one version of the schema to the next; the
// version is how many of them have run. They are never changed once released, only
// added to.
//
// Moments are milliseconds since 1970 UTC. A slot is what can be leased: a person's
// line (item "") or one delivery beside it (item is its id). Its at says when
// somebody may act on it next: when it is due or, while it is held, when the lease ends.
var migrations = []string{`
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE tally (persons INTEGER NOT NULL, reports INTEGER NOT NULL, lines INTEGER NOT NULL);
INSERT INTO tally VALUES (0, 0, 0);
CREATE TABLE person (
	person  TEXT PRIMARY KEY,
	version TEXT NOT NULL,
	wrap    BLOB NOT NULL,
	session BLOB NOT NULL,
	lines   INTEGER NOT NULL
);
CREATE TABLE seen (
	person    TEXT NOT NULL,
	update_id INTEGER NOT NULL,
	op        TEXT NOT NULL,
	line      INTEGER NOT NULL,
	until     INTEGER NOT NULL,
	PRIMARY KEY (person, update_id)
) WITHOUT ROWID;
CREATE INDEX seen_until ON seen (until);
CREATE TABLE line (
	person TEXT NOT NULL,
	place  INTEGER NOT NULL,
	sealed BLOB NOT NULL,
	PRIMARY KEY (person, place)
) WITHOUT ROWID;
CREATE TABLE report (
	person TEXT NOT NULL,
	number TEXT NOT NULL,
	sealed BLOB NOT NULL,
	PRIMARY KEY (person, number)
) WITHOUT ROWID;
CREATE TABLE claim (number TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE delivery (
	person TEXT NOT NULL,
	id     TEXT NOT NULL,
	line   INTEGER NOT NULL,
	tries  INTEGER NOT NULL,
	sealed BLOB NOT NULL,
	PRIMARY KEY (person, id)
) WITHOUT ROWID;
CREATE TABLE slot (
	person TEXT NOT NULL,
	item   TEXT NOT NULL,
	at     INTEGER NOT NULL,
	owner  TEXT NOT NULL,
	PRIMARY KEY (person, item)
) WITHOUT ROWID;
CREATE INDEX slot_at ON slot (at, person, item);
CREATE TABLE parked (update_id INTEGER PRIMARY KEY, person TEXT NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE mark (mark TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (mark, number)) WITHOUT ROWID;
`, `
ALTER TABLE parked RENAME TO parked_before;
CREATE TABLE parked (id TEXT PRIMARY KEY, person TEXT NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
INSERT INTO parked SELECT CAST(update_id AS TEXT), person, sealed FROM parked_before;
DROP TABLE parked_before;
`, `
CREATE INDEX parked_person ON parked (person);
`, `
ALTER TABLE meta     ADD COLUMN sum INTEGER;
ALTER TABLE person   ADD COLUMN sum INTEGER;
ALTER TABLE seen     ADD COLUMN sum INTEGER;
ALTER TABLE line     ADD COLUMN sum INTEGER;
ALTER TABLE report   ADD COLUMN sum INTEGER;
ALTER TABLE claim    ADD COLUMN sum INTEGER;
ALTER TABLE delivery ADD COLUMN sum INTEGER;
ALTER TABLE slot     ADD COLUMN sum INTEGER;
ALTER TABLE parked   ADD COLUMN sum INTEGER;
ALTER TABLE mark     ADD COLUMN sum INTEGER;
UPDATE meta     SET sum = rowsum(name, value);
UPDATE person   SET sum = rowsum(person, version, wrap, session, lines);
UPDATE seen     SET sum = rowsum(person, update_id, op, line, until);
UPDATE line     SET sum = rowsum(person, place, sealed);
UPDATE report   SET sum = rowsum(person, number, sealed);
UPDATE claim    SET sum = rowsum(number, person);
UPDATE delivery SET sum = rowsum(person, id, line, tries, sealed);
UPDATE slot     SET sum = rowsum(person, item, at, owner);
UPDATE parked   SET sum = rowsum(id, person, sealed);
UPDATE mark     SET sum = rowsum(mark, number);
`}

// migrate runs the migrations that are missing, each in a transaction of its own. It
// returns ErrNewer for a database written by a later version of this program.
func migrate(ctx context.Context, conn *sql.Conn) error {
	var have int
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return fmt.Errorf("sqlitestore: read the schema's version: %w", err)
	}
	if have > len(migrations) {
		return compareSchema(have)
	}
	for next := have; next < len(migrations); next++ {
		script := fmt.Sprintf("BEGIN IMMEDIATE;%s;PRAGMA user_version = %d;COMMIT", migrations[next], next+1)
		if _, err := conn.ExecContext(ctx, script); err != nil {
			return fmt.Errorf("sqlitestore: migrate to schema %d: %w", next+1, err)
		}
	}
	return nil
}
