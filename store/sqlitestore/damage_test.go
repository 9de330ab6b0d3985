package sqlitestore_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"satark/store"
	"satark/store/sqlitestore"
)

// TestAFlippedBitIsFound flips bits all over a database, one at a time. Each is found by
// Open or by Check, which says what to do; or nothing that is kept is any different.
func TestAFlippedBitIsFound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fillTables(t, open(t, dir))
	content, err := os.ReadFile(filepath.Join(dir, "satark.db"))
	if err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(t.TempDir(), "satark.db")
	look := func() (string, bool) {
		defer os.Remove(place + "-wal")
		e, err := sqlitestore.Open(t.Context(), filepath.Dir(place), sqlitestore.Options{})
		if err != nil {
			return err.Error(), true
		}
		defer e.Close()
		findings, err := e.Check(t.Context())
		if err != nil {
			t.Errorf("check: %v", err)
		}
		for _, f := range findings {
			if f.Level == store.Fault && f.Mend != "" {
				return f.What, true
			}
		}
		return everything(t, e), false
	}
	if err := os.WriteFile(place, content, 0o600); err != nil {
		t.Fatal(err)
	}
	want, fault := look()
	if fault {
		t.Fatalf("before anything is flipped: %s", want)
	}
	found, flips := 0, 0
	for at := 0; at < len(content); at += 797 {
		flipped := append([]byte(nil), content...)
		flipped[at] ^= 1 << (flips % 8)
		if err := os.WriteFile(place, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		got, fault := look()
		if flips++; fault {
			found++
		} else if got != want {
			t.Errorf("byte %d, bit %d: nobody says that it was flipped, and it is not the same", at, flips%8)
		}
	}
	if found*3 < flips {
		t.Errorf("of %d flips only %d are found: the rest may be free pages, but not so many", flips, found)
	}
	t.Logf("%d flips, %d found, the others change nothing", flips, found)
}

// fillTables puts something into every table, and closes.
func fillTables(t *testing.T, e *sqlitestore.Engine) {
	t.Helper()
	for n := 1; n <= 30; n++ {
		c := whole(n)
		c.Now, c.Until, c.SeenUntil = time.UnixMilli(1_800_000_000_000), time.UnixMilli(1_800_000_030_000), time.UnixMilli(1_900_000_000_000)
		c.Reports[0].Sealed = c.Reports[0].Sealed[:600]
		_, err := e.Commit(t.Context(), c)
		err = errors.Join(err,
			e.Claim(t.Context(), c.Person, c.Person), e.Index(t.Context(), c.Person, []string{c.Person}, nil),
			e.Park(t.Context(), store.ParkedRecord{ID: c.Person, Sealed: make([]byte, 300)}))
		if _, kerr := e.Once(t.Context(), c.Person, []byte("kept")); errors.Join(err, kerr) != nil {
			t.Fatal(err, kerr)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

// everything is all that is kept, as text.
func everything(t *testing.T, e *sqlitestore.Engine) string {
	t.Helper()
	all, _, err := e.Walk(t.Context(), "", 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	stats, err := e.Stats(t.Context(), time.UnixMilli(1_800_000_000_000))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal([]any{all, stats})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
