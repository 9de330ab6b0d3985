package sqlitestore_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"satark/store"
	"satark/store/sqlitestore"
)

// beat says once that owner lives.
func beat(t testing.TB, e *sqlitestore.Engine, owner string, now time.Time) {
	t.Helper()
	got, err := e.Beat(t.Context(), store.Beating{Owner: owner, Now: now, Until: now.Add(15 * time.Second)})
	if err != nil || got != (store.Standing{Alive: 1, First: true}) {
		t.Fatalf("beat: %+v, %v", got, err)
	}
}

// TestABeatWritesWhenThereMayBeSomethingToFree counts what beats write: nothing, but for
// the first one and after somebody else has leased.
func TestABeatWritesWhenThereMayBeSomethingToFree(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	now := time.Now().UTC()
	log := func() os.FileInfo {
		t.Helper()
		info, err := os.Stat(filepath.Join(dir, "satark.db-wal"))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	beat(t, e, "me", now)
	for n := 1; n <= 3; n++ { // own leases are no reason
		if _, err := e.Commit(t.Context(), turn(guestName, n)); err != nil {
			t.Fatal(err)
		}
	}
	before := log()
	for range 100 {
		beat(t, e, "me", now)
	}
	if after := log(); after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("beats have written: the log was %d bytes long, it is %d", before.Size(), after.Size())
	}
	beat(t, e, "another", now)
	got, err := e.Lease(t.Context(), store.Leasing{Owner: "another", Now: now, Until: now.Add(time.Minute), Limit: 10})
	if err != nil || len(got) != 3 {
		t.Errorf("freed: %+v, %v", got, err)
	}
	beat(t, e, "me", now)
	if got, err := e.Lease(t.Context(), store.Leasing{Owner: "me", Now: now, Until: now.Add(time.Minute), Limit: 10}); err != nil || len(got) != 3 {
		t.Errorf("freed again: %+v, %v", got, err)
	}
}

// BenchmarkBeat is a sign of life while the process holds leases of its own.
func BenchmarkBeat(b *testing.B) {
	e, err := sqlitestore.Open(b.Context(), b.TempDir(), sqlitestore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	now := time.Now().UTC()
	if _, err := e.Commit(b.Context(), turn(guestName, 1)); err != nil {
		b.Fatal(err)
	}
	beat(b, e, "me", now)
	b.ReportAllocs()
	for b.Loop() {
		beat(b, e, "me", now)
	}
}
