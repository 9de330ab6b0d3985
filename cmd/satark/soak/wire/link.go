package wire

import (
	"net"
	"sync"
	"time"
)

// link is one connection through the proxy.
type link struct {
	proxy  *Proxy
	client net.Conn
	done   chan struct{}

	mu     sync.Mutex
	server net.Conn // nil until it is reached
	ended  bool
	mute   bool // the next answer is lost, and the connection with it
}

// join adds the server's side, unless the link has ended meanwhile.
func (l *link) join(server net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		server.Close()
		return false
	}
	l.server = server
	return true
}

// end closes both sides, once. It says whether it was this call that did.
func (l *link) end() bool { return l.endWith(func(net.Conn) {}) }

func (l *link) endWith(first func(net.Conn)) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return false
	}
	l.ended = true
	close(l.done)
	for _, side := range []net.Conn{l.client, l.server} {
		if side != nil {
			first(side)
			side.Close()
		}
	}
	return true
}

func (l *link) cut() {
	if l.end() {
		l.proxy.count(func(c *Counts) { c.Cut++ })
	}
}

func (l *link) reset() {
	linger := func(side net.Conn) {
		if tcp, ok := side.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // if it fails the connection is merely closed
		}
	}
	if l.endWith(linger) {
		l.proxy.count(func(c *Counts) { c.Reset++ })
	}
}

// swallow loses the next answer.
func (l *link) swallow() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mute = true
}

func (l *link) muted() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mute
}

// requests passes on what the client says, until it or the server has ended.
func (l *link) requests() {
	buf := make([]byte, 1<<16)
	for {
		n, err := l.client.Read(buf)
		if n > 0 {
			if l.proxy.loses(buf[:n]) {
				l.swallow()
			}
			if !l.pass(l.server, buf[:n]) {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// answers passes on what the server says, until an answer is to be lost.
func (l *link) answers() {
	buf := make([]byte, 1<<16)
	for {
		n, err := l.server.Read(buf)
		if n > 0 && l.muted() {
			l.proxy.count(func(c *Counts) { c.Swallowed++ })
			return
		}
		if n > 0 && !l.pass(l.client, buf[:n]) {
			return
		}
		if err != nil {
			return
		}
	}
}

func (l *link) pass(to net.Conn, some []byte) bool {
	if !l.mayPass() {
		return false
	}
	_, err := to.Write(some)
	return err == nil
}

// mayPass waits as long as the weather asks for. It is false when the link has ended.
func (l *link) mayPass() bool {
	slow, open := l.proxy.weather()
	if slow > 0 {
		select {
		case <-time.After(slow):
		case <-l.done:
			return false
		}
	}
	for !isClosed(open) {
		select {
		case <-open: // it may be held anew by now
			_, open = l.proxy.weather()
		case <-l.done:
			return false
		}
	}
	return true
}
