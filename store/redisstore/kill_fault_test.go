package redisstore_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

// openAt opens a server's store for as long as the test runs.
func openAt(t testing.TB, url string, opt redisstore.Options) *redisstore.Engine {
	t.Helper()
	e, err := redisstore.Open(t.Context(), url, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// TestKilledServer kills the server under load, again and again. What it acknowledged is
// there, once, when it syncs each write. When it syncs once a second it answers before it
// writes as long as a sync is under way, two seconds at most: what is lost then is
// measured, and the rest has to be in order.
func TestKilledServer(t *testing.T) {
	const kills, crew = 8, 16
	for _, fsync := range []string{"always", "everysec"} {
		t.Run(fsync, func(t *testing.T) {
			s := startServer(t, redistest.Fsync(fsync))
			w := startWriters(t, openAt(t, s.URL(), redisstore.Options{}), crew)
			dice := rand.New(rand.NewPCG(1, kills))
			var at []time.Time
			for range kills {
				w.more(t, 1+dice.Int64N(20*crew))
				at = append(at, time.Now())
				s.restart(t)
			}
			w.more(t, crew)
			e := openAt(t, s.URL(), redisstore.Options{})
			v := w.judge(t, e)
			t.Logf("appendfsync %s: killed %d times; of %d turns acknowledged %d lost, the first %v before a kill; %d attempts failed",
				fsync, kills, v.acked, len(v.lost), v.window(at...), w.fails.Load())
			v.sound(t)
			stats := w.counted(t, e)
			if fsync == "always" {
				v.flawless(t)
				if stats.Deliveries > crew { // of each writer one may be under way
					t.Errorf("%d deliveries are left", stats.Deliveries)
				}
			}
		})
	}
}

// counted compares the store's own counts with what it holds.
func (w *writers) counted(t testing.TB, e store.Engine) store.Stats {
	t.Helper()
	got, err := e.Stats(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	var lines int
	for _, one := range w.crew {
		all, err := e.Lines(t.Context(), one.person, 0, -1)
		if err != nil {
			t.Fatal(err)
		}
		lines += len(all)
	}
	if got.Persons != len(w.crew) || got.Lines != lines || got.Reports != lines {
		t.Errorf("the store counts %+v, and holds %d lines of %d persons", got, lines, len(w.crew))
	}
	return got
}
