package sqlitestore_test

import (
	"bytes"
	"slices"
	"testing"

	"satark/store"
	"satark/store/sqlitestore"
)

// TestADatabaseOfEachEarlierVersion begins with each schema there was, with something in
// it, and opens it: everything is there.
func TestADatabaseOfEachEarlierVersion(t *testing.T) {
	for version := 1; version < sqlitestore.Schema(); version++ {
		dir := t.TempDir()
		raw(t, dir, "PRAGMA journal_mode = WAL")
		raw(t, dir, sqlitestore.Migrations(version)...)
		raw(t, dir,
			"INSERT INTO person VALUES ('p1', 'life.1', x'01', x'02', 1)", "INSERT INTO line VALUES ('p1', 0, x'03')",
			"UPDATE tally SET persons = 1, lines = 1",
			// The first schema had numbers here; now they are text, and sorted as such.
			"INSERT INTO parked VALUES (10000020, 'p1', x'04')", "INSERT INTO parked VALUES (900, '', x'05')")
		if _, err := openGuest(t.Context(), dir); err == nil {
			t.Errorf("schema %d: a guest opens it", version)
		}
		e := open(t, dir)
		parked, err := e.Parked(t.Context())
		want := []store.ParkedRecord{{ID: "10000020", Person: "p1", Sealed: []byte{4}}, {ID: "900", Sealed: []byte{5}}}
		same := func(a, b store.ParkedRecord) bool {
			return a.ID == b.ID && a.Person == b.Person && bytes.Equal(a.Sealed, b.Sealed)
		}
		if err != nil || !slices.EqualFunc(parked, want, same) {
			t.Errorf("schema %d: parked %+v, %v", version, parked, err)
		}
		if rec, err := e.Person(t.Context(), "p1"); err != nil || rec.Version != "life.1" {
			t.Errorf("schema %d: the person %+v, %v", version, rec, err)
		}
		if err := e.Park(t.Context(), store.ParkedRecord{ID: "life-0000000003-0001", Sealed: []byte{6}}); err != nil {
			t.Errorf("schema %d: parking a delivery: %v", version, err)
		}
		if findings, err := e.Check(t.Context()); err != nil || findings[0].Level != store.Fine {
			t.Errorf("schema %d: check: %+v, %v", version, findings, err)
		}
	}
}
