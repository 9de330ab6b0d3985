package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

var (
	// ErrOlder: the database was written by an earlier version of this program, and no
	// later one has served it yet. A guest does not change that.
	ErrOlder = errors.New("sqlitestore: the database was written by an earlier version: serve it once with this one")

	// errGuest: only the process that holds the directory leases.
	errGuest = errors.New("sqlitestore: a guest in the directory leases nothing")
)

// findDatabase says what is missing when there is nothing to be a guest of.
func findDatabase(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, fileName)); err != nil {
		return fmt.Errorf("sqlitestore: no database: %w", err)
	}
	return nil
}

// sameSchema returns ErrNewer or ErrOlder unless the database has the schema of this
// program.
func sameSchema(ctx context.Context, conn *sql.Conn) error {
	var have int
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return fmt.Errorf("sqlitestore: read the schema's version: %w", err)
	}
	return compareSchema(have)
}

func compareSchema(have int) error {
	const text = "%w (schema %d, this program has %d)"
	switch {
	case have > len(migrations):
		return fmt.Errorf(text, ErrNewer, have, len(migrations))
	case have < len(migrations):
		return fmt.Errorf(text, ErrOlder, have, len(migrations))
	}
	return nil
}
