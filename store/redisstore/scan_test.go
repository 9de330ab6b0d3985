package redisstore_test

import (
	"fmt"
	"testing"

	"satark/store"
)

// TestAWalkOutlivesARestart goes on with a cursor that a server gave before it was started
// anew: the order of its keys is another then.
func TestAWalkOutlivesARestart(t *testing.T) {
	s := startServer(t)
	e, err := s.place(t).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	const persons = 400
	for i := range persons {
		c := firstTurn(fmt.Sprintf("%02x%030d", i%256, i))
		c.Reports = nil
		if _, err := e.Commit(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	met := map[string]bool{}
	calls := 0
	for cursor := ""; ; calls++ {
		some, next, err := e.People(t.Context(), cursor, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range some {
			met[p.Person] = true
		}
		if calls == 5 {
			s.restart(t)
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if len(met) != persons || calls < 10 {
		t.Errorf("%d of %d persons were met in %d calls", len(met), persons, calls)
	}
}

func TestCursorsThatAreNot(t *testing.T) {
	s := startServer(t)
	e, err := s.place(t).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, cursor := range []string{"x", "1-2", "zz-0-0", "0--1-0", "0-0-x", "0-0-0-0"} {
		if _, _, err := e.Walk(t.Context(), cursor, 1); err == nil {
			t.Errorf("%q is taken for a cursor", cursor)
		}
		if _, _, err := e.People(t.Context(), cursor, 1); err == nil {
			t.Errorf("%q is taken for a cursor", cursor)
		}
	}
	// A cursor far beyond the end begins again, in another epoch, or ends.
	if _, _, err := e.People(t.Context(), "00000000000000ff-99-7", 1); err != nil {
		t.Error(err)
	}
}

func firstBeat() store.Beating {
	return store.Beating{Owner: "me", Now: now, Until: until}
}
