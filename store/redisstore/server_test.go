package redisstore_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
	"satark/store/storetest"
)

func TestMain(m *testing.M) {
	redisstore.Quiet() // its client would tell of each lost connection
	os.Exit(m.Run())
}

// server is one or more redis-servers of the test's own.
type server struct {
	*redistest.Rig
	addr string // of the first
}

// begin is redistest.Single, Sentinel or Cluster.
type begin func(context.Context, string, ...redistest.Option) (*redistest.Rig, error)

// start begins a rig that ends with the test.
func start(t testing.TB, begin begin, opts ...redistest.Option) *server {
	t.Helper()
	if hint := redistest.Missing(); hint != "" {
		if os.Getenv("SATARK_TEST_NO_SKIP") == "1" {
			t.Fatal(hint)
		}
		t.Skip(hint)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	rig, err := begin(ctx, t.TempDir(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rig.Close(); err != nil {
			t.Error(err)
		}
	})
	return &server{rig, rig.Nodes()[0].Addr()}
}

func startServer(t testing.TB, opts ...redistest.Option) *server {
	t.Helper()
	return start(t, redistest.Single, opts...)
}

// restart ends the first server as a crash does, and starts it again.
func (s *server) restart(t testing.TB) {
	t.Helper()
	s.kill(t)
	if err := s.Nodes()[0].Start(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (s *server) kill(t testing.TB) {
	t.Helper()
	if err := s.Nodes()[0].Kill(); err != nil {
		t.Fatal(err)
	}
}

func (s *server) client() *redis.Client { return redis.NewClient(&redis.Options{Addr: s.addr}) }

// place empties the servers and gives them to a test.
func (s *server) place(t testing.TB) storetest.Place {
	t.Helper()
	masters, err := s.Masters(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range masters {
		if err := n.Client().FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
	}
	return storetest.Place{
		Open: func(ctx context.Context) (store.Engine, error) {
			return redisstore.Open(ctx, s.URL(), redisstore.Options{})
		},
		Dump:   s.Dump,
		Shared: true,
	}
}
