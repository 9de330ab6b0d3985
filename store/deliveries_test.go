package store_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"satark/store"
)

// TestADeliveryThatCannotBeOpened does not keep others from being made, is not lost,
// and is logged without what it may hold.
func TestADeliveryThatCannotBeOpened(t *testing.T) {
	s := openShelf(t)
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)

	now := time.Now().UTC()
	_, err := s.engine.Commit(t.Context(), &store.Commit{
		Op: "x", Person: s.person(t, 1), Update: 1, After: "life.1", Wrap: []byte("not a key"), Session: []byte("x"),
		Items: []store.Item{{ID: "life-1", Line: true, Due: now, Sealed: []byte("call +919876543210")}},
		Now:   now, SeenUntil: now.Add(72 * time.Hour), Owner: "gone", Until: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.begin(t, 2, store.Delivery{Kind: "send", Body: []byte("hello")})

	later := now.Add(time.Minute)
	got, err := s.Lease(t.Context(), later, 10, time.Minute)
	if err != nil || len(got) != 1 || string(got[0].Body) != "hello" {
		t.Fatalf("leased %+v, %v", got, err)
	}
	if !strings.Contains(log.String(), "life-1") || strings.Contains(log.String(), "98765") {
		t.Errorf("the log says %q", log.String())
	}
	stats, err := s.engine.Stats(t.Context(), later.Add(59*time.Minute))
	if err != nil || stats.Deliveries != 2 || stats.Due != 1 {
		t.Errorf("before its hour is over: %+v, %v", stats, err)
	}
	stats, err = s.engine.Stats(t.Context(), later.Add(61*time.Minute))
	if err != nil || stats.Due != 2 {
		t.Errorf("after an hour: %+v, %v", stats, err)
	}
}
