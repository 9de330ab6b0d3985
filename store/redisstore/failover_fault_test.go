package redisstore_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

// What may befall a master.
const (
	killed = "killed"
	alone  = "killed when its replicas were away" // they come back when it is dead
	silent = "silent until another took its place"
)

// TestLostMaster has a replica take over from a master under load. What the master
// acknowledged before its replicas had it is lost, and measured. What all of the replicas
// had to hold is there. To wait for some of them is not enough behind Sentinels: they may
// promote another one, and a master that was only silent goes on with the rest for a while.
func TestLostMaster(t *testing.T) {
	tests := []struct {
		kind  string
		begin begin
		fate  string
		wait  int
		all   bool // whether that is all of the replicas
	}{
		{"Sentinel", redistest.Sentinel, killed, 0, false},
		{"Sentinel", redistest.Sentinel, killed, 1, false},
		{"Sentinel", redistest.Sentinel, killed, 2, true},
		{"Sentinel", redistest.Sentinel, alone, 0, false},
		{"Sentinel", redistest.Sentinel, alone, 2, true},
		{"Sentinel", redistest.Sentinel, silent, 0, false},
		{"Sentinel", redistest.Sentinel, silent, 2, true},
		{"Cluster", redistest.Cluster, killed, 0, false},
		{"Cluster", redistest.Cluster, killed, 1, true},
		{"Cluster", redistest.Cluster, alone, 0, false},
		{"Cluster", redistest.Cluster, alone, 1, true},
		{"Cluster", redistest.Cluster, silent, 1, true},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s, Wait %d, %s", tt.kind, tt.wait, tt.fate), func(t *testing.T) {
			t.Parallel()
			const crew = 16
			s := start(t, tt.begin)
			opt := redisstore.Options{Wait: tt.wait, Timeout: time.Second}
			w := startWriters(t, openAt(t, s.URL(), opt), crew)
			w.more(t, 10*crew)
			l := s.loseMaster(t, w, tt.fate)
			w.everyone(t)
			v := w.judge(t, openAt(t, s.URL(), redisstore.Options{}))
			t.Logf("no master for %v; of %d turns acknowledged %d lost, the first %v before; %d attempts failed",
				l.away.Round(time.Millisecond), v.acked, len(v.lost), v.window(l.at), w.fails.Load())
			v.sound(t)
			switch {
			case tt.all:
				v.flawless(t)
			case tt.fate == alone && len(v.lost) == 0:
				t.Error("nothing was lost: the replicas were not away, and the case that waits proves nothing")
			}
		})
	}
}

type loss struct {
	at   time.Time
	away time.Duration // until the next master took writes
}

// loseMaster takes a master away, waits until another has taken its place, and has the
// first come back as a replica.
func (s *server) loseMaster(t testing.TB, w *writers, fate string) loss {
	t.Helper()
	masters, replicas := s.parts(t)
	victim, leave, back := masters[0], masters[0].Kill, func() error { return masters[0].Start(w.ctx) }
	switch fate {
	case silent:
		leave, back = victim.Freeze, victim.Thaw
	case alone:
		each(t, replicas, (*redistest.Node).Kill)
		acks, fails := w.acks.Load(), w.fails.Load()
		w.until(t, func() bool { return w.acks.Load() > acks+200 || w.fails.Load() > fails })
	}
	l := loss{at: time.Now()}
	if err := leave(); err != nil {
		t.Fatal(err)
	}
	each(t, replicas, func(n *redistest.Node) error { return n.Start(w.ctx) })
	if err := s.Ready(w.ctx); err != nil {
		t.Fatal(err)
	}
	l.away = time.Since(l.at)
	if err := errors.Join(back(), s.Whole(w.ctx)); err != nil {
		t.Fatal(err)
	}
	return l
}

func (s *server) parts(t testing.TB) (masters, replicas []*redistest.Node) {
	t.Helper()
	masters, err := s.Masters(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range s.Nodes() {
		if !slices.Contains(masters, n) {
			replicas = append(replicas, n)
		}
	}
	return masters, replicas
}

func each(t testing.TB, nodes []*redistest.Node, do func(*redistest.Node) error) {
	t.Helper()
	for _, n := range nodes {
		if err := do(n); err != nil {
			t.Fatal(err)
		}
	}
}
