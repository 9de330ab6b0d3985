package soak

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
)

// balancer hands requests to replicas in turn, past those that refuse a connection or
// answer that they are not ready. It repeats nothing that may have been taken.
type balancer struct {
	targets []string // host:port
	next    atomic.Uint64
	way     http.Transport
	server  *http.Server
}

// newBalancer listens at an address for replicas.
func newBalancer(addr string, targets []string) (*balancer, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	b := &balancer{targets: targets, way: http.Transport{MaxIdleConnsPerHost: 256}}
	b.server = &http.Server{Handler: b, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = b.server.Serve(listener) }() // it ends by close
	return b, nil
}

func (b *balancer) close() {
	_ = b.server.Close() // it listens at nothing that is needed any more
	b.way.CloseIdleConnections()
}

// ServeHTTP asks the next replica, and those after it while they refuse.
func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	first := int(b.next.Add(1) % uint64(len(b.targets)))
	for i := range b.targets {
		resp, err := b.ask(r, b.targets[(first+i)%len(b.targets)], body)
		switch {
		case errors.Is(err, syscall.ECONNREFUSED):
			continue
		case err != nil:
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		if resp.StatusCode == http.StatusServiceUnavailable && i < len(b.targets)-1 {
			continue
		}
		for _, name := range []string{"Retry-After", "Content-Type"} {
			if v := resp.Header.Get(name); v != "" {
				w.Header().Set(name, v)
			}
		}
		w.WriteHeader(resp.StatusCode)
		_, _ = io.Copy(w, resp.Body) // who asked may be gone
		return
	}
	w.Header().Set("Retry-After", "1")
	w.WriteHeader(http.StatusServiceUnavailable)
}

func (b *balancer) ask(r *http.Request, target string, body []byte) (*http.Response, error) {
	out := r.Clone(r.Context())
	out.URL.Scheme, out.URL.Host, out.RequestURI = "http", target, ""
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return b.way.RoundTrip(out)
}
