package redistest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
)

// Ports are taken from below those that the kernel gives to outgoing connections: a
// server that is away for a moment must find its own port free when it comes back, and a
// client that dials it meanwhile must not be answered by itself.
const (
	firstPort = 20000
	lastPort  = 31999
)

// ports gives out free ports of 127.0.0.1, each once.
type ports struct{ next int }

func newPorts() *ports {
	return &ports{firstPort + rand.IntN(lastPort-firstPort)}
}

var errNoPort = errors.New("redistest: no free port")

func (p *ports) take() (int, error) {
	for range lastPort - firstPort {
		port := p.next
		if p.next++; p.next > lastPort {
			p.next = firstPort
		}
		l, err := net.Listen("tcp", local(port))
		if err != nil {
			continue
		}
		return port, l.Close()
	}
	return 0, errNoPort
}

func local(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

func portOf(addr string) (int, error) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return 0, fmt.Errorf("redistest: %w", err)
	}
	return strconv.Atoi(port)
}
