package redisstore_test

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// held has the engine lease something to a process that says no word, and returns what
// leases it again.
func held(t *testing.T, e store.Engine, owner string) (again func() int) {
	t.Helper()
	c := firstTurn(mine)
	c.Owner, c.Until = owner, now.Add(time.Hour)
	if _, err := e.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return func() int {
		t.Helper()
		got, err := e.Lease(t.Context(), store.Leasing{Owner: "other", Now: now.Add(time.Minute), Until: now.Add(time.Hour), Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(got)
	}
}

func beat(t *testing.T, e store.Engine, owner string, at time.Time, want store.Standing) {
	t.Helper()
	got, err := e.Beat(t.Context(), store.Beating{Owner: owner, Now: at, Until: at.Add(15 * time.Second)})
	if err != nil || got != want {
		t.Fatalf("a sign of life of %s: %+v, %v; want %+v", owner, got, err, want)
	}
}

// gaveUp has the registry say that a process was given up, by one that then died before it
// had freed everything.
func gaveUp(t *testing.T, rdb *redis.Client, owner, end string) {
	t.Helper()
	if err := rdb.HSet(t.Context(), "satark:owners", owner, "1 2 "+end+" ").Err(); err != nil {
		t.Fatal(err)
	}
}

func ownersTest(t *testing.T) (store.Engine, *redis.Client) {
	s := startServer(t)
	e, err := s.place(t).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	rdb := s.client()
	t.Cleanup(func() { rdb.Close() })
	return e, rdb
}

// TestWhoFreesMayDie has a process die between giving another up and freeing what it held.
func TestWhoFreesMayDie(t *testing.T) {
	e, rdb := ownersTest(t)
	again := held(t, e, "dead")
	gaveUp(t, rdb, "dead", "E1")
	beat(t, e, "other", now.Add(time.Minute), store.Standing{Alive: 1, First: true})
	if n := again(); n != 2 {
		t.Errorf("%d freed, want the line and the file", n)
	}
	if n := rdb.HLen(t.Context(), "satark:owners").Val(); n != 1 {
		t.Errorf("%d owners are left", n)
	}
}

// TestFreedOnceForEachEnd has a process come back to life while another still frees what
// it held in its life before: what it has leased since stays its own.
func TestFreedOnceForEachEnd(t *testing.T) {
	e, rdb := ownersTest(t)
	gaveUp(t, rdb, "back", "E1")
	beat(t, e, "back", now, store.Standing{Alive: 1, First: true}) // frees its own, and begins anew
	again := held(t, e, "back")
	gaveUp(t, rdb, "back", "E1") // as one sees it that is late
	beat(t, e, "other", now, store.Standing{Alive: 1, First: true})
	if n := again(); n != 0 {
		t.Errorf("%d were taken from a process that lives", n)
	}
	gaveUp(t, rdb, "back", "E2")
	beat(t, e, "other", now, store.Standing{Alive: 1, First: true})
	if n := again(); n != 2 {
		t.Errorf("%d freed after the second end, want 2", n)
	}
}

// TestOwnersOfOlderVersions are in no registry: nobody gives them up.
func TestOwnersOfOlderVersions(t *testing.T) {
	e, _ := ownersTest(t)
	again := held(t, e, "old")
	beat(t, e, "other", now.Add(time.Minute), store.Standing{Alive: 1, First: true})
	if n := again(); n != 0 {
		t.Errorf("%d were taken from a process of an older version", n)
	}
}
