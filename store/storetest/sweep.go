package storetest

import (
	"fmt"
	"testing"
	"time"

	"satark/store"
)

// BenchmarkSweep looks for work where there is none: a thousand chats wait for a
// reminder tomorrow.
func BenchmarkSweep(b *testing.B, fresh Fresh) {
	engine, err := fresh(b).Open(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	s := open(b, engine)
	defer s.Close()
	now := time.Now().UTC()
	for chat := range int64(1000) {
		c, err := s.Load(b.Context(), chat)
		if err != nil {
			b.Fatal(err)
		}
		reminder := store.Delivery{Kind: "remind", Due: now.Add(24 * time.Hour), Body: fmt.Append(nil, chat)}
		t := &store.Turn{Chat: c, Update: 1, Deliveries: []store.Delivery{reminder}}
		if err := s.Commit(b.Context(), t); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if got, err := s.Lease(b.Context(), now, 100, hold); err != nil || len(got) != 0 {
			b.Fatalf("leased %d, %v", len(got), err)
		}
	}
}
