package sqlitestore

import (
	"errors"
	"path/filepath"
	"testing"

	"satark/store"
)

// FuzzCursor gives Walk cursors that it did not hand out: it goes on from a place of its
// own or says that it is none, and does not change what it reads.
func FuzzCursor(f *testing.F) {
	e, err := Open(f.Context(), filepath.Join(f.TempDir(), "store"), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { e.Close() })
	if err := e.Import(f.Context(), oneOfEach()); err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{
		"", "person  ", "person 1 ", "claim 5 ", "index 5 7", "parked  ", "name root ", "name root x", "person", "x y z",
		"claim  a", "index a b c", "name \x00 ", "  ", "person ' OR 1=1 ",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCursor(text)
		if err == nil && text != "" && c.String() != text {
			t.Errorf("%q is read as %q", text, c)
		}
		some, next, werr := e.Walk(t.Context(), text, 2)
		if (err == nil) != (werr == nil) || errors.Is(err, errCursor) != errors.Is(werr, errCursor) {
			t.Errorf("%q is parsed as %v and walked as %v", text, err, werr)
		}
		if next == text && next != "" || len(some) > 4 {
			t.Errorf("%q leads to %q with %d entries", text, next, len(some))
		}
		if _, err := parseCursor(next); err != nil {
			t.Errorf("%q leads to %q, which is none", text, next)
		}
	})
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
