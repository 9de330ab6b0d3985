package redisstore_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

// BenchmarkSearch finds who holds a number and counts the reports under a mark: among a
// hundred reports, and among very many. The ratio is the second by the first; a search
// that looked at all of them would show a thousand.
func BenchmarkSearch(b *testing.B) {
	const few, many = 100, 120_000
	s := startServer(b, redistest.Fsync("everysec"))
	e := openAt(b, s.URL(), redisstore.Options{})
	searches := 0
	for b.Loop() {
		searches++
	}
	importReports(b, e, 0, few)
	before := timeSearch(b, e, few, searches)
	importReports(b, e, few, many)
	after := timeSearch(b, e, many, searches)
	b.ReportMetric(float64(after)/float64(before), "ratio")
	b.ReportMetric(float64(after.Nanoseconds())/float64(searches), "ns/search")
	b.ReportMetric(0, "ns/op") // the loop itself only counts
}

// timeSearch searches a number of times.
func timeSearch(b *testing.B, e store.Engine, reports, searches int) time.Duration {
	b.Helper()
	began := time.Now()
	for i := range searches {
		if n, err := e.Indexed(b.Context(), "mark"); err != nil || n != reports {
			b.Fatalf("%d reports are under the mark, %v", n, err)
		}
		number := numberOf(i % reports)
		if person, err := e.Holder(b.Context(), number); err != nil || person != number {
			b.Fatalf("%s is with %s, %v", number, person, err)
		}
	}
	return time.Since(began)
}

// importReports adds reports, all under one mark, each held by a person of its own.
func importReports(t testing.TB, e store.Engine, from, to int) {
	t.Helper()
	const some = 5000
	for from < to {
		var entries []store.Entry
		for ; from < to && len(entries) < some; from++ {
			number := numberOf(from)
			entries = append(entries, store.Entry{Claim: &store.Claim{Number: number, Person: number}},
				store.Entry{Index: &store.Indexing{Mark: "mark", Number: number}})
		}
		if err := e.Import(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSearchLooksAtOneKey has the server tell what it was asked: one thing for each
// search, and nothing whose cost grows with what is kept.
func TestSearchLooksAtOneKey(t *testing.T) {
	s := startServer(t)
	e := openAt(t, s.URL(), redisstore.Options{})
	importReports(t, e, 0, 1000)
	rdb := s.client()
	defer rdb.Close()
	tests := []struct {
		name, command string
		ask           func() error
	}{
		{"count under a mark", "scard", func() error { _, err := e.Indexed(t.Context(), "mark"); return err }},
		{"holder of a number", "get", func() error { _, err := e.Holder(t.Context(), numberOf(7)); return err }},
	}
	for _, tt := range tests {
		if err := rdb.ConfigResetStat(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		if err := tt.ask(); err != nil {
			t.Fatal(err)
		}
		if got, want := asked(t, rdb), fmt.Sprint(map[string]string{tt.command: "1"}); got != want {
			t.Errorf("%s: the server was asked %s, want %s", tt.name, got, want)
		}
	}
}

// asked is how often each command was called since the statistics began, but for those
// with which the test itself asks.
func asked(t testing.TB, rdb *redis.Client) string {
	t.Helper()
	info, err := rdb.InfoMap(t.Context(), "commandstats").Result()
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]string{}
	for name, value := range info["Commandstats"] {
		name = strings.TrimPrefix(name, "cmdstat_")
		first, _, _ := strings.Cut(strings.TrimPrefix(value, "calls="), ",")
		if name != "config|resetstat" && name != "info" {
			calls[name] = first
		}
	}
	return fmt.Sprint(calls)
}
