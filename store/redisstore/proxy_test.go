package redisstore_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"testing"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/storetest"
)

// proxy stands before a server and, when told, swallows the reply to the next request
// that holds a word: the server has done what it was asked, the client does not know.
type proxy struct {
	listener net.Listener
	server   string

	mu       sync.Mutex
	word     string
	swallows int // how many replies are still to be swallowed
	eaten    int
}

func startProxy(t testing.TB, server string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: l, server: server}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	return p
}

func (p *proxy) swallow(word string, times int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.word, p.swallows, p.eaten = word, times, 0
}

// stop passes everything on again, and says how many replies were swallowed.
func (p *proxy) stop() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.swallows = 0
	return p.eaten
}

// bites says whether a request is one whose reply is to be swallowed.
func (p *proxy) bites(request []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.swallows == 0 || !bytes.Contains(bytes.ToLower(request), []byte(p.word)) {
		return false
	}
	p.swallows--
	p.eaten++
	return true
}

// serve passes requests on one by one: the client waits for each reply before the next.
func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	var mu sync.Mutex
	mute := false
	go func() {
		defer client.Close()
		buf := make([]byte, 1<<16)
		for {
			n, err := server.Read(buf)
			mu.Lock()
			quiet := mute
			mu.Unlock()
			if err != nil || quiet {
				return // the reply is gone, and the connection with it
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, 1<<20)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		if p.bites(buf[:n]) {
			mu.Lock()
			mute = true
			mu.Unlock()
		}
		if _, err := server.Write(buf[:n]); err == io.EOF {
			return
		}
	}
}

// behindProxy is a server's place, reached through a proxy.
func behindProxy(t testing.TB) (*proxy, storetest.Place) {
	s := startServer(t)
	p := startProxy(t, s.addr)
	place := s.place(t)
	place.Open = func(ctx context.Context) (store.Engine, error) {
		return redisstore.Open(ctx, "redis://"+p.listener.Addr().String(), redisstore.Options{})
	}
	return p, place
}
