package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// counter is a server that answers each line with how many it has heard.
func counter(t *testing.T) (addr string, heard *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	heard = &atomic.Int64{}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				for lines := bufio.NewScanner(conn); lines.Scan(); {
					fmt.Fprintln(conn, heard.Add(1))
				}
			}()
		}
	}()
	return l.Addr().String(), heard
}

// client says lines through a proxy.
type client struct {
	net.Conn
	in *bufio.Reader
}

func dial(t *testing.T, p *Proxy) client {
	t.Helper()
	conn, err := net.Dial("tcp", p.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return client{conn, bufio.NewReader(conn)}
}

func (c client) say(line string) (string, error) {
	if _, err := fmt.Fprintln(c, line); err != nil {
		return "", err
	}
	return c.in.ReadString('\n')
}

func (c client) expect(t *testing.T, want string) {
	t.Helper()
	if got, err := c.say("hello"); err != nil || got != want+"\n" {
		t.Errorf("heard %q, %v; want %s", got, err, want)
	}
}

func listen(t *testing.T, target string) *Proxy {
	t.Helper()
	p, err := Listen(target)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func TestCutAndReset(t *testing.T) {
	addr, _ := counter(t)
	p := listen(t, addr)
	tests := []struct {
		name string
		do   func() int
		want error
	}{
		{"cut", p.Cut, io.EOF},
		{"reset", p.Reset, syscall.ECONNRESET},
	}
	for i, tt := range tests {
		c := dial(t, p)
		c.expect(t, fmt.Sprint(i+1))
		// A connection that was struck before may be on its way out still.
		if n := tt.do(); n < 1 || n > i+1 {
			t.Errorf("%s struck %d connections", tt.name, n)
		}
		if _, err := c.in.ReadByte(); !errors.Is(err, tt.want) {
			t.Errorf("after a %s the client sees %v", tt.name, err)
		}
	}
	if got := p.Counts(); got.Opened != 2 || got.Cut != 1 || got.Reset < 1 {
		t.Errorf("counts %+v", got)
	}
}

func TestSwallow(t *testing.T) {
	addr, heard := counter(t)
	p := listen(t, addr)
	p.Swallow("LOSE", 1)
	c := dial(t, p)
	c.expect(t, "1")
	if answer, err := c.say("lose this"); err == nil {
		t.Errorf("the answer came through: %q", answer)
	}
	if n := heard.Load(); n != 2 {
		t.Errorf("the server heard %d lines", n)
	}
	dial(t, p).expect(t, "3")
	if n := p.Counts().Swallowed; n != 1 {
		t.Errorf("%d were swallowed", n)
	}
}

func TestHoldAndSlow(t *testing.T) {
	addr, heard := counter(t)
	p := listen(t, addr)
	old := dial(t, p)
	old.expect(t, "1")
	p.Hold()
	young := dial(t, p)
	answers := make(chan string, 2)
	for _, c := range []client{old, young} {
		go func() {
			answer, err := c.say("held")
			answers <- fmt.Sprint(answer, err)
		}()
	}
	select {
	case answer := <-answers:
		t.Errorf("an answer came through: %s", answer)
	case <-time.After(50 * time.Millisecond):
	}
	if n := heard.Load(); n != 1 {
		t.Errorf("the server heard %d lines", n)
	}
	const late = 20 * time.Millisecond
	p.Slow(late)
	p.Release()
	got := []string{<-answers, <-answers}
	slices.Sort(got)
	if want := []string{"2\n<nil>", "3\n<nil>"}; !slices.Equal(got, want) {
		t.Errorf("heard %q", got)
	}
	began := time.Now()
	old.expect(t, "4")
	if took := time.Since(began); took < 2*late { // once in each direction
		t.Errorf("it took %v", took)
	}
	if c := p.Counts(); c.Held != 1 || c.Slowed != 1 {
		t.Errorf("counts %+v", c)
	}
}

func TestAim(t *testing.T) {
	first, _ := counter(t)
	second, heard := counter(t)
	p := listen(t, first)
	p.Aim(second)
	dial(t, p).expect(t, "1")
	if heard.Load() != 1 {
		t.Error("it went to the old address")
	}
}

// insist dials until nothing resets the connection while it is made.
func insist(t *testing.T, p *Proxy) client {
	for {
		if conn, err := net.Dial("tcp", p.Addr()); err == nil {
			t.Cleanup(func() { conn.Close() })
			return client{conn, bufio.NewReader(conn)}
		}
	}
}

// TestStorm has one client after the other until each fault has come, and then goes on as
// if nothing had been.
func TestStorm(t *testing.T) {
	addr, _ := counter(t)
	p := listen(t, addr)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	over := make(chan struct{})
	go func() {
		p.Run(ctx, Storm{Seed: 1, Every: time.Millisecond, Late: time.Millisecond, Spell: 2 * time.Millisecond})
		close(over)
	}()
	for c := insist(t, p); ; {
		if _, err := c.say("hello"); err != nil {
			c = insist(t, p)
		}
		if n := p.Counts(); n.Cut*n.Reset*n.Swallowed*n.Slowed*n.Held > 0 {
			break
		}
	}
	cancel()
	<-over
	if answer, err := dial(t, p).say("hello"); err != nil {
		t.Errorf("after the storm: %q, %v", answer, err)
	}
}

func TestStormsOfOneSeedAreAlike(t *testing.T) {
	first := func(seed uint64) []blow {
		next, stop := iter.Pull(Storm{Seed: seed, Every: time.Second}.blows())
		defer stop()
		var some []blow
		for range 20 {
			b, _ := next()
			some = append(some, b)
		}
		return some
	}
	if !slices.Equal(first(7), first(7)) {
		t.Error("one seed made two storms")
	}
	if slices.Equal(first(7), first(8)) {
		t.Error("two seeds made one storm")
	}
}
