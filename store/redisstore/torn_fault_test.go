package redisstore_test

import (
	"testing"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

// TestTornWrite cuts the last write off at some places within a turn, starts the server, has the
// turn committed again, and starts the server once more: the turn is there once.
func TestTornWrite(t *testing.T) {
	s := startServer(t)
	for cut := range int64(8) {
		once := tearTurn(t, s, 1+cut*90)
		if !once {
			t.Errorf("with %d bytes cut off the turn is not there once", 1+cut*90)
		}
	}
}

// TestTornWriteUnmended tells what a server does that is started on its file as a crash
// left it: see redistest's mend.
func TestTornWriteUnmended(t *testing.T) {
	s := startServer(t, redistest.Unmended())
	if once := tearTurn(t, s, 25); once {
		t.Log("this redis-server mends its file by itself")
		return
	}
	t.Log("this redis-server does half a turn on the second start: run redis-check-aof --fix before each, as compose.yaml does")
}

// tearTurn has a turn cut off and committed again, and says whether all of it is there once.
func tearTurn(t testing.TB, s *server, bytes int64) bool {
	t.Helper()
	e, err := s.place(t).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	commit := func() {
		t.Helper()
		if _, err := e.Commit(t.Context(), firstTurn(mine)); err != nil {
			t.Fatal(err)
		}
	}
	commit()
	n := s.Nodes()[0]
	if err := n.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := n.Tear(bytes); err != nil {
		t.Fatal(err)
	}
	s.restart(t)
	commit()
	s.restart(t)
	stats, err := openAt(t, s.URL(), redisstore.Options{}).Stats(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	return stats == store.Stats{Persons: 1, Reports: 1, Lines: 2, Deliveries: 3}
}
