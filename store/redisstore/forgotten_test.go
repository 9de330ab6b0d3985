package redisstore_test

import (
	"bytes"
	"testing"
	"time"

	"satark/store/redisstore"
)

// forgetSomeone commits a turn with a wrapped key and forgets it.
func forgetSomeone(t *testing.T, e *redisstore.Engine, person string, wrap []byte) {
	t.Helper()
	c := firstTurn(person)
	c.Wrap = wrap
	if _, err := e.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := e.Forget(t.Context(), person); err != nil {
		t.Fatal(err)
	}
}

// gone waits until a text is in none of the server's files.
func (s *server) gone(t *testing.T, text []byte) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); s.holds(t, text); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the server's files still hold it")
		}
	}
}

func (s *server) holds(t *testing.T, text []byte) bool {
	t.Helper()
	dump, err := s.Dump()
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(dump, text)
}

// TestForgottenKeysLeaveTheFiles has the first forgotten key leave the files at once, and
// the second when there was time enough between, whichever process is there then.
func TestForgottenKeysLeaveTheFiles(t *testing.T) {
	s := startServer(t)
	open := func(opt redisstore.Options) *redisstore.Engine {
		t.Helper()
		e, err := redisstore.Open(t.Context(), s.URL(), opt)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { e.Close() })
		return e
	}
	first, second := []byte("wrapped key of the first"), []byte("wrapped key of the second")
	e := open(redisstore.Options{})
	forgetSomeone(t, e, mine, first)
	s.gone(t, first)
	forgetSomeone(t, e, mine[1:]+"1", second)
	rdb := s.client()
	defer rdb.Close()
	if left := rdb.PTTL(t.Context(), "satark:rewritten").Val(); left < 50*time.Minute || left > time.Hour {
		t.Errorf("the next rewriting is %v away, want an hour", left)
	}
	if !s.holds(t, second) {
		t.Error("the files were written anew twice in an hour")
	}
	if err := rdb.Del(t.Context(), "satark:rewritten").Err(); err != nil { // an hour goes by
		t.Fatal(err)
	}
	if _, err := open(redisstore.Options{}).Beat(t.Context(), firstBeat()); err != nil {
		t.Fatal(err)
	}
	s.gone(t, second)
	if mark := rdb.Get(t.Context(), "satark:forgotten").Val(); mark != "" {
		t.Error("it is still wanted")
	}
}

// TestTrimmedLinesLeaveTheFiles has a part of a transcript leave the files.
func TestTrimmedLinesLeaveTheFiles(t *testing.T) {
	s := startServer(t)
	e, err := redisstore.Open(t.Context(), s.URL(), redisstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := firstTurn(mine)
	c.Lines = [][]byte{[]byte("a line that goes"), []byte("a line that stays")}
	if _, err := e.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := e.Trim(t.Context(), mine, nil, 1); err != nil {
		t.Fatal(err)
	}
	s.gone(t, c.Lines[0])
	if !s.holds(t, c.Lines[1]) {
		t.Error("the files do not hold what stays: they prove nothing")
	}
}

// TestNeverRewritten leaves the files to the server, where that is wanted.
func TestNeverRewritten(t *testing.T) {
	s := startServer(t)
	e, err := redisstore.Open(t.Context(), s.URL(), redisstore.Options{Rewrite: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	forgetSomeone(t, e, mine, []byte("wrap"))
	rdb := s.client()
	defer rdb.Close()
	if n := rdb.Exists(t.Context(), "satark:forgotten", "satark:rewritten").Val(); n != 0 {
		t.Errorf("%d keys say that it is wanted", n)
	}
}
