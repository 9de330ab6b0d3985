package redisstore_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/storetest"
)

// server is a redis-server of the test's own.
type server struct {
	addr, dir string
	cluster   bool
	args      []string
	cmd       *exec.Cmd
}

// startServer starts a server that syncs every write, on a free port, with everything
// in a directory of the test's. More settings override the first.
func startServer(t testing.TB, settings ...string) *server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		const hint = "no redis-server: apt-get install redis-server"
		if os.Getenv("SATARK_TEST_NO_SKIP") == "1" {
			t.Fatal(hint)
		}
		t.Skip(hint)
	}
	s := &server{dir: t.TempDir()}
	s.args = append([]string{
		"--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--maxmemory-policy", "noeviction",
		"--appendonly", "yes", "--appendfsync", "always",
	}, settings...)
	s.addr = fmt.Sprintf("127.0.0.1:%d", freePort(t))
	s.start(t)
	t.Cleanup(s.kill)
	return s
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// start starts the server and waits until it answers.
func (s *server) start(t testing.TB) {
	t.Helper()
	_, port, err := net.SplitHostPort(s.addr)
	if err != nil {
		t.Fatal(err)
	}
	s.cmd = exec.Command("redis-server", append(s.args, "--port", port)...)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for !s.answers(t) {
		if time.Now().After(deadline) {
			t.Fatal("redis-server does not answer")
		}
	}
}

// answers says whether the server is up and has read its data.
func (s *server) answers(t testing.TB) bool {
	conn, err := net.DialTimeout("tcp", s.addr, time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	rdb := s.client()
	defer rdb.Close()
	return rdb.Ping(t.Context()).Err() == nil
}

// kill ends the server as a crash does.
func (s *server) kill() {
	s.cmd.Process.Kill()
	s.cmd.Wait()
}

func (s *server) client() *redis.Client {
	return redis.NewClient(&redis.Options{Addr: s.addr})
}

func (s *server) url() string {
	if s.cluster {
		return "redis+cluster://" + s.addr
	}
	return "redis://" + s.addr
}

// place empties the server and gives it to a test.
func (s *server) place(t testing.TB) storetest.Place {
	t.Helper()
	rdb := s.client()
	defer rdb.Close()
	if err := rdb.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	return storetest.Place{
		Open: func(ctx context.Context) (store.Engine, error) {
			return redisstore.Open(ctx, s.url(), redisstore.Options{})
		},
		Dump:   func() ([]byte, error) { return everyByte(s.dir) },
		Shared: true,
	}
}

// everyByte returns the content of all files under dir: the append-only file holds all
// that was ever said to the server.
func everyByte(dir string) ([]byte, error) {
	var all []byte
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		all = append(all, content...)
		return err
	})
	return all, err
}

// startCluster starts a Cluster of one node: a key outside a script's slot would show.
func startCluster(t testing.TB) *server {
	t.Helper()
	s := startServer(t, "--cluster-enabled", "yes")
	s.cluster = true
	rdb := s.client()
	defer rdb.Close()
	if err := rdb.ClusterAddSlotsRange(t.Context(), 0, 16383).Err(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		info, err := rdb.ClusterInfo(t.Context()).Result()
		if err == nil && bytes.Contains([]byte(info), []byte("cluster_state:ok")) {
			return s
		}
		if time.Now().After(deadline) {
			t.Fatalf("the cluster does not form: %s, %v", info, err)
		}
	}
}
