package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"satark/locales"
)

// soakReplica is serve with a clock that can be put wrong: the file says by how much.
func soakReplica(ctx context.Context, file string, t terminal) error {
	catalogue, err := locales.Load()
	if err != nil {
		return err
	}
	settings, err := readSettings(environment(), knownTags(catalogue))
	if err != nil {
		return err
	}
	wrong := &wrongClock{file: file}
	if err := wrong.look(); err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(t.err, &slog.HandlerOptions{Level: settings.Log}))
	go wrong.watch(ctx, log)
	return serveWith(ctx, settings, seams{clock: wrong.now}, log)
}

// wrongClock is a clock that is as far ahead as a file says.
type wrongClock struct {
	file  string
	ahead atomic.Int64 // nanoseconds
}

func (c *wrongClock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// look reads the file; without one the clock is right.
func (c *wrongClock) look() error {
	text, err := os.ReadFile(c.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(text) == 0 { // it is being written
		return nil
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err == nil {
		c.ahead.Store(int64(ahead))
	}
	return err
}

// watch looks again and again until ctx ends.
func (c *wrongClock) watch(ctx context.Context, log *slog.Logger) {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if err := c.look(); err != nil {
				log.Error("the clock's file cannot be read", "error", err)
			}
		case <-ctx.Done():
			return
		}
	}
}
