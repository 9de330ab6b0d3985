// Package wire is a bad network between two programs on one machine: a proxy before an
// address, which delays, cuts, resets, swallows answers or lets nothing through, when it
// is told to or at random from a seed. It knows bytes only, so it stands before anything
// that speaks over TCP.
//
// A proxy stands before one address. Where a client learns addresses from the server, as
// with Sentinels or a Cluster, each server needs a proxy of its own and has to announce
// it: see redistest.Via.
package wire

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"
)

// Proxy passes on what it hears, as long as it is told nothing else. Its methods may be
// called at the same time.
type Proxy struct {
	listener net.Listener
	pumps    sync.WaitGroup

	mu       sync.Mutex
	target   string
	links    []*link // open ones, the oldest first
	closed   bool
	open     chan struct{} // closed: bytes pass; not yet: they wait
	slow     time.Duration
	word     []byte
	swallows int // how many requests are still to lose their answers
	counts   Counts
}

// Counts are what has befallen the connections so far.
type Counts struct {
	Opened, Cut, Reset int
	Swallowed          int // answers that were not passed on
	Slowed, Held       int // spells in which bytes came late, or not at all
}

// Listen begins to pass on connections to target, from a free port of 127.0.0.1.
func Listen(target string) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("wire: %w", err)
	}
	p := &Proxy{listener: l, target: target, open: make(chan struct{})}
	close(p.open)
	p.pumps.Go(p.accept)
	return p, nil
}

// Addr is where the proxy listens.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// Aim has new connections go to another address.
func (p *Proxy) Aim(target string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.target = target
}

// Cut closes all connections, as a server does that ends. It returns how many there were.
func (p *Proxy) Cut() int {
	links := p.all()
	for _, l := range links {
		l.cut()
	}
	return len(links)
}

// Reset has all connections end as if they had never been: what was under way in them is
// thrown away on both sides. It returns how many there were.
func (p *Proxy) Reset() int {
	links := p.all()
	for _, l := range links {
		l.reset()
	}
	return len(links)
}

// Swallow lets the next requests that hold word, in letters of any size, come through
// and loses the answers, n times: the server has done what it was asked, and the client
// only sees that the connection ended. An empty word is in every request.
func (p *Proxy) Swallow(word string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.word, p.swallows = bytes.ToLower([]byte(word)), n
}

// Slow has everything come later by d from now on. Zero ends it.
func (p *Proxy) Slow(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d > 0 && p.slow == 0 {
		p.counts.Slowed++
	}
	p.slow = d
}

// Hold lets nothing through from now on, in either direction, and keeps all connections
// open, new ones too, until Release.
func (p *Proxy) Hold() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if isClosed(p.open) {
		p.open = make(chan struct{})
		p.counts.Held++
	}
}

// Release lets through what was held, and what comes.
func (p *Proxy) Release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !isClosed(p.open) {
		close(p.open)
	}
}

// Counts returns what has befallen the connections so far.
func (p *Proxy) Counts() Counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts
}

// Close ends the proxy and all connections through it.
func (p *Proxy) Close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	err := p.listener.Close()
	p.Release()
	for _, l := range p.all() {
		l.end()
	}
	p.pumps.Wait()
	return err
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func (p *Proxy) all() []*link {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.links)
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return // closed
		}
		p.pumps.Go(func() { p.serve(client) })
	}
}

// serve joins a client to the target, until either ends.
func (p *Proxy) serve(client net.Conn) {
	l := &link{proxy: p, client: client, done: make(chan struct{})}
	if !p.add(l) {
		client.Close()
		return
	}
	defer p.remove(l)
	defer l.end()
	if !l.mayPass() {
		return
	}
	server, err := net.Dial("tcp", p.aim())
	if err != nil || !l.join(server) {
		return
	}
	var back sync.WaitGroup
	back.Go(func() { l.answers(); l.end() })
	l.requests()
	l.end()
	back.Wait()
}

func (p *Proxy) aim() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.target
}

func (p *Proxy) add(l *link) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.links = append(p.links, l)
	p.counts.Opened++
	return true
}

func (p *Proxy) remove(l *link) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.links = slices.DeleteFunc(p.links, func(one *link) bool { return one == l })
}

// loses says whether a request is one whose answer is to be lost.
func (p *Proxy) loses(request []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.swallows == 0 || !bytes.Contains(bytes.ToLower(request), p.word) {
		return false
	}
	p.swallows--
	return true
}

// weather is what befalls bytes now: how late they come, and what they wait for.
func (p *Proxy) weather() (slow time.Duration, open chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.slow, p.open
}

func (p *Proxy) count(what func(*Counts)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	what(&p.counts)
}
