package redisstore_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"satark/store/redisstore"
)

// TestBehindSentinel finds the server by asking a Sentinel for it.
func TestBehindSentinel(t *testing.T) {
	s := startServer(t)
	host, port, err := net.SplitHostPort(s.addr)
	if err != nil {
		t.Fatal(err)
	}
	addr := startSentinel(t, host, port)
	e, err := redisstore.Open(t.Context(), "redis+sentinel://"+addr+"/main", redisstore.Options{})
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
	if _, err := redisstore.Open(t.Context(), "redis+sentinel://"+addr+"/nobody", redisstore.Options{}); err == nil {
		t.Error("a master that the Sentinel does not know was found")
	}
}

// startSentinel starts a Sentinel that watches one server under the name main.
func startSentinel(t *testing.T, host, port string) string {
	t.Helper()
	addr := fmt.Sprintf("127.0.0.1:%d", freePort(t))
	_, own, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	conf := fmt.Sprintf("bind 127.0.0.1\nport %s\nsentinel monitor main %s %s 1\n", own, host, port)
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	sentinel := &server{addr: addr, cmd: exec.Command("redis-server", file, "--sentinel")}
	if err := sentinel.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sentinel.kill)
	for deadline := time.Now().Add(20 * time.Second); !sentinel.answers(t); {
		if time.Now().After(deadline) {
			t.Fatal("the Sentinel does not answer")
		}
	}
	return addr
}
