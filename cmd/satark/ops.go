package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// opsState is what the operators' pages know of the program; it is empty until the
// parts are put together.
type opsState struct {
	mu    sync.Mutex
	parts *parts
}

func (s *opsState) set(p *parts) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parts = p
}

func (s *opsState) get() *parts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.parts
}

// opsHandler serves what probes and scrapers ask. /healthz says that the process
// lives, /readyz that it takes and commits updates, with a line for what waits for an
// operator: that is no reason to take the process out of service.
func opsHandler(s *opsState) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "alive")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.ready(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
		s.tell(r.Context(), w)
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		metrics.WriteProcessMetrics(w)
		if p := s.get(); p != nil {
			p.bot.WriteMetrics(w)
			writeStoreMetrics(r.Context(), w, p)
		}
	})
	return mux
}

// errStarting: the parts are not put together yet.
var errStarting = errors.New("starting")

func (s *opsState) ready() error {
	p := s.get()
	if p == nil {
		return errStarting
	}
	return p.bot.Ready()
}

// tell adds what an operator should look at.
func (s *opsState) tell(ctx context.Context, w io.Writer) {
	ctx, cancel := context.WithTimeout(ctx, statsTime)
	defer cancel()
	if stats, err := s.get().store.Stats(ctx); err == nil && stats.Parked > 0 {
		fmt.Fprintf(w, "%d parked: satark parked lists them\n", stats.Parked)
	}
}

// statsTime bounds a count of the store for a scrape.
const statsTime = 3 * time.Second

func writeStoreMetrics(ctx context.Context, w io.Writer, p *parts) {
	ctx, cancel := context.WithTimeout(ctx, statsTime)
	defer cancel()
	stats, err := p.store.Stats(ctx)
	if err != nil {
		fmt.Fprintln(w, "satark_store_up 0")
		return
	}
	waiting := 0.0
	if !stats.Oldest.IsZero() {
		waiting = time.Since(stats.Oldest).Seconds()
	}
	fmt.Fprintln(w, "satark_store_up 1")
	fmt.Fprintf(w, "satark_store_persons %d\n", stats.Persons)
	fmt.Fprintf(w, "satark_store_reports %d\n", stats.Reports)
	fmt.Fprintf(w, "satark_store_deliveries %d\n", stats.Deliveries)
	fmt.Fprintf(w, "satark_store_deliveries_due %d\n", stats.Due)
	fmt.Fprintf(w, "satark_store_oldest_due_seconds %g\n", waiting)
	fmt.Fprintf(w, "satark_store_parked %d\n", stats.Parked)
}
