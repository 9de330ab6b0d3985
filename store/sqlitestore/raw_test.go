package sqlitestore_test

import (
	"database/sql"
	"path/filepath"
	"testing"
)

// rawDB is the database without the engine.
func rawDB(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "satark.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// raw runs statements on the database behind the engine's back.
func raw(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db := rawDB(t, dir)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
