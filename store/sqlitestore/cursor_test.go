package sqlitestore

import (
	"errors"
	"path/filepath"
	"testing"

	"satark/store"
)

// FuzzCursor reads cursors that Walk did not hand out: each is a place whose text it is, or
// none.
func FuzzCursor(f *testing.F) {
	for _, text := range cursors() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCursor(text)
		if err != nil && !errors.Is(err, errCursor) {
			t.Errorf("%q: %v", text, err)
		}
		if err == nil && text != "" && c.String() != text {
			t.Errorf("%q is read as %q", text, c)
		}
	})
}

// FuzzWalk goes on from such places: Walk reads there or says that it is none, and leads to
// its end.
func FuzzWalk(f *testing.F) {
	e, err := Open(f.Context(), filepath.Join(f.TempDir(), "store"), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { e.Close() })
	if err := e.Import(f.Context(), oneOfEach()); err != nil {
		f.Fatal(err)
	}
	for _, text := range cursors() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, parsed := parseCursor(text)
		some, next, err := e.Walk(t.Context(), text, 2)
		if (err == nil) != (parsed == nil) || len(some) > 4 {
			t.Errorf("%q: %d entries, %v; as a cursor: %v", text, len(some), err, parsed)
		}
		for range 10 {
			if next == "" {
				return
			}
			if some, next, err = e.Walk(t.Context(), next, 2); err != nil || len(some) == 0 && next != "" {
				t.Fatalf("%q leads to %q with %d entries, %v", text, next, len(some), err)
			}
		}
		t.Errorf("%q leads to no end", text)
	})
}

func cursors() []string {
	return []string{
		"", "person  ", "person 1 ", "claim 5 ", "index 5 7", "parked  ", "name root ", "name root x", "person", "x y z",
		"claim  a", "index a b c", "name \x00 ", "  ", "person ' OR 1=1 ",
	}
}

func oneOfEach() []store.Entry {
	return []store.Entry{
		{Dossier: &store.Dossier{Person: "1", Record: store.Person{Version: "1", Wrap: []byte("w"), Session: []byte("s")}}},
		{Seen: &store.Seen{Person: "1", Update: 1, Op: "a"}},
		{Claim: &store.Claim{Number: "5", Person: "1"}},
		{Index: &store.Indexing{Mark: "5", Number: "6"}},
		{Parked: &store.ParkedRecord{ID: "7", Sealed: []byte("x")}},
		{Name: &store.Named{Name: "root", Value: []byte("r")}},
	}
}
