package redisstore_test

import (
	"strings"
	"testing"

	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

// TestBehindSentinel finds the master by asking the Sentinels for it.
func TestBehindSentinel(t *testing.T) {
	s := start(t, redistest.Sentinel)
	e, err := redisstore.Open(t.Context(), s.URL(), redisstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if _, err := e.Commit(t.Context(), firstTurn(mine)); err != nil {
		t.Fatal(err)
	}
	if rec, err := e.Person(t.Context(), mine); err != nil || rec.Version != "life.1" {
		t.Errorf("read back %+v, %v", rec, err)
	}
	hosts, _, _ := strings.Cut(strings.TrimPrefix(s.URL(), "redis+sentinel://"), "/")
	if _, err := redisstore.Open(t.Context(), "redis+sentinel://"+hosts+"/nobody", redisstore.Options{}); err == nil {
		t.Error("a master that the Sentinels do not know was found")
	}
}
