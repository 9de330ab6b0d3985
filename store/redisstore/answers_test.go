package redisstore_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"satark/store"
	"satark/store/redisstore"
)

// quick makes what a server does not answer fail soon.
var quick = redisstore.Options{Timeout: 50 * time.Millisecond}

// TestAServerThatCannotIsNotMisread has a server say in each way it has that it cannot: it
// is asked again, and what is left of it is an error, never one of the store's own.
func TestAServerThatCannotIsNotMisread(t *testing.T) {
	tests := []struct {
		says  string
		again bool // the client asks again by itself
	}{
		{"-LOADING Redis is loading the dataset in memory\r\n", true},
		{"-READONLY You can't write against a read only replica.\r\n", true},
		{"-CLUSTERDOWN The cluster is down\r\n", true},
		{"-MASTERDOWN Link with MASTER is down\r\n", true},
		{"-TRYAGAIN Multiple keys request during rehashing of slot\r\n", true},
		{"-NOREPLICAS Not enough good replicas to write.\r\n", true},
		{"-MOVED 1 127.0.0.1:1\r\n", false},
		{"-ASK 1 127.0.0.1:1\r\n", false},
		{"-MISCONF Errors writing to the AOF file\r\n", false},
		{"-OOM command not allowed when used memory > 'maxmemory'.\r\n", false},
		{"-BUSY Redis is busy running a script.\r\n", false},
		{"-ERR seen\r\n", false},
		{"$-1\r\n", false},
		{":0\r\n", false},
		{"*0\r\n", false},
		{"+stale? no\r\n", false},
	}
	for _, wait := range []int{0, 1} {
		for _, tt := range tests {
			t.Run(strings.Fields(tt.says)[0], func(t *testing.T) {
				t.Parallel()
				opt := redisstore.Options{Timeout: 200 * time.Millisecond, Wait: wait}
				s := startScripted(t, false)
				e := s.open(t, opt, func(args []string) string {
					if args[0] == "WAIT" {
						return ":1\r\n"
					}
					return tt.says
				})
				_, err := e.Commit(t.Context(), firstTurn(mine))
				if err == nil || errors.Is(err, store.ErrSeen) || errors.Is(err, store.ErrStale) {
					t.Errorf("commit: %v", err)
				}
				if n := strings.Count(s.heard(), "EVALSHA"); (n > 1) != tt.again && wait == 0 {
					t.Errorf("asked %d times", n)
				}
				if err := e.Claim(t.Context(), mine, mine); err == nil || (errors.Is(err, store.ErrTaken) && !strings.HasPrefix(tt.says, "+")) {
					t.Errorf("claim: %v", err)
				}
				if _, err := e.Lease(t.Context(), store.Leasing{Owner: "me", Now: now, Until: until, Limit: 1}); err == nil && tt.says[0] == '-' {
					t.Error("a lease of nothing")
				}
				if err := e.Mark(t.Context(), "me", now, []store.Marked{{Person: mine, ID: "1", Done: true}}); err == nil && tt.says[0] == '-' {
					t.Error("a mark that is not there")
				}
			})
		}
	}
}

// TestAServerThatRecovers answers at the third time of asking.
func TestAServerThatRecovers(t *testing.T) {
	for _, wait := range []int{0, 1} {
		s := startScripted(t, false)
		n := 0
		opt := quick
		opt.Wait = wait
		e := s.open(t, opt, func(args []string) string {
			if args[0] == "WAIT" {
				return ":1\r\n"
			}
			if n++; n < 3 {
				return "-LOADING Redis is loading the dataset in memory\r\n"
			}
			return bulk("done 1")
		})
		if done, err := e.Commit(t.Context(), firstTurn(mine)); err != nil || !done.Line {
			t.Errorf("with %d replicas: %+v, %v", wait, done, err)
		}
	}
}

// TestASilentServerEndsATurn has a server accept connections and say nothing. The tests
// would not end if the engine waited for ever.
func TestASilentServerEndsATurn(t *testing.T) {
	for _, wait := range []int{0, 1} {
		opt := quick
		opt.Wait = wait
		s := startScripted(t, false)
		e := s.open(t, opt, func([]string) string { return "" })
		if _, err := e.Commit(t.Context(), firstTurn(mine)); err == nil {
			t.Error("a commit that nobody answered")
		}
		if _, err := e.Beat(t.Context(), firstBeat()); err == nil {
			t.Error("a sign of life that nobody heard")
		}
	}
}

// TestTheCallerNeedNotWait has the caller's own time end before the engine's.
func TestTheCallerNeedNotWait(t *testing.T) {
	for _, wait := range []int{0, 1} {
		s := startScripted(t, false)
		e := s.open(t, redisstore.Options{Timeout: time.Hour, Wait: wait}, func([]string) string { return "" })
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := e.Commit(ctx, firstTurn(mine)); err == nil || ctx.Err() == nil {
			t.Errorf("commit: %v", err)
		}
	}
}

// TestAPartThatIsAway has one partition not answer, one fail to lease and one that can: a
// sweep hands out what there is, and marks say that they are not all there.
func TestAPartThatIsAway(t *testing.T) {
	s := startScripted(t, false)
	person := func(partition string) string { return partition + mine[2:] }
	e := s.open(t, redisstore.Options{}, func(args []string) string {
		about := strings.Join(args, " ")
		switch {
		case strings.Contains(about, "{p000}"):
			return "-MISCONF Errors writing to the AOF file\r\n"
		case args[0] == "ZRANGEBYSCORE" && strings.Contains(about, "{p001}"):
			return "*2\r\n" + bulk(person("01")) + bulk("1")
		case args[0] == "ZRANGEBYSCORE" && strings.Contains(about, "{p002}"):
			return "*2\r\n" + bulk(person("02")) + bulk("2")
		case args[0] == "ZRANGEBYSCORE":
			return "*0\r\n"
		case strings.Contains(about, "{p001}"):
			return "-BUSY Redis is busy running a script.\r\n"
		}
		return "*4\r\n" + bulk("life.1 4 wrapsession") + bulk("id") + bulk("1") + bulk("sealed")
	})
	got, err := e.Lease(t.Context(), store.Leasing{Owner: "me", Now: now, Until: until, Limit: 10})
	if err != nil || len(got) != 1 || got[0].Person != person("02") || got[0].ID != "id" {
		t.Errorf("leased %+v, %v", got, err)
	}
	marks := []store.Marked{{Person: person("02"), ID: "id", Done: true}, {Person: person("01"), ID: "id", Done: true}}
	if err := e.Mark(t.Context(), "me", now, marks); err == nil || !strings.Contains(err.Error(), "BUSY") {
		t.Errorf("mark: %v", err)
	}
	if _, err := e.Stats(t.Context(), now); err == nil {
		t.Error("a count without one of the partitions")
	}
}
