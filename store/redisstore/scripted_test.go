package redisstore_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"

	"satark/store/redisstore"
)

// scripted is a server that speaks the protocol of Redis and answers as a test says.
type scripted struct {
	listener net.Listener

	mu     sync.Mutex
	answer func(args []string) string // in the protocol's own form; "": the usual
	asked  []string                   // names of the commands
	conns  map[net.Conn]bool
}

// startScripted starts a server that is durable as far as it says, and which knows
// WAITAOF or not.
func startScripted(t *testing.T, waitaof bool) *scripted {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &scripted{listener: l, conns: map[net.Conn]bool{}}
	var wg sync.WaitGroup
	t.Cleanup(func() {
		l.Close()
		s.mu.Lock()
		for c := range s.conns {
			c.Close()
		}
		s.mu.Unlock()
		wg.Wait()
	})
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.conns[conn] = true
			s.mu.Unlock()
			wg.Go(func() { s.serve(conn, waitaof) })
		}
	})
	return s
}

// open opens an engine at the server. Only then does it answer as the test says.
func (s *scripted) open(t *testing.T, opt redisstore.Options, answer func(args []string) string) *redisstore.Engine {
	t.Helper()
	e, err := redisstore.Open(t.Context(), "redis://"+s.listener.Addr().String(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer, s.asked = answer, nil
	return e
}

// heard are the names of the commands since open.
func (s *scripted) heard() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.asked, " ")
}

func (s *scripted) serve(conn net.Conn, waitaof bool) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		args, err := readCommand(in)
		if err != nil {
			return
		}
		args[0] = strings.ToUpper(args[0])
		s.mu.Lock()
		out := usual(args, waitaof)
		if s.answer != nil && out == "" {
			s.asked = append(s.asked, args[0])
			out = s.answer(args)
		}
		s.mu.Unlock()
		if out == "" {
			continue // silence
		}
		if _, err := io.WriteString(conn, out); err != nil {
			return
		}
	}
}

// usual is the answer to what a client asks when it connects.
func usual(args []string, waitaof bool) string {
	switch args[0] {
	case "HELLO":
		return "-ERR unknown command\r\n"
	case "CLIENT", "PING", "SELECT":
		return "+OK\r\n"
	case "INFO":
		return bulk("# Persistence\r\naof_enabled:1\r\naof_last_write_status:ok\r\n# Memory\r\nmaxmemory:0\r\n" +
			"maxmemory_policy:noeviction\r\n# Replication\r\nconnected_slaves:1\r\nslave0:ip=h,port=1,state=online,offset=1,lag=0\r\n")
	case "CONFIG":
		return "*2\r\n" + bulk("appendfsync") + bulk("always")
	case "COMMAND":
		if waitaof {
			return "*1\r\n*1\r\n" + bulk("waitaof")
		}
		return "*1\r\n*-1\r\n"
	}
	return ""
}

func bulk(text string) string { return fmt.Sprintf("$%d\r\n%s\r\n", len(text), text) }

// readCommand reads one command as clients send them.
func readCommand(in *bufio.Reader) ([]string, error) {
	size := func() (int, error) {
		line, err := in.ReadString('\n')
		if err != nil || len(line) < 2 {
			return 0, io.ErrUnexpectedEOF
		}
		return strconv.Atoi(strings.TrimSpace(line[1:]))
	}
	n, err := size()
	if err != nil || n < 1 {
		return nil, io.ErrUnexpectedEOF
	}
	args := make([]string, n)
	for i := range args {
		length, err := size()
		if err != nil {
			return nil, err
		}
		word := make([]byte, length+2)
		if _, err := io.ReadFull(in, word); err != nil {
			return nil, err
		}
		args[i] = string(word[:length])
	}
	return args, nil
}
