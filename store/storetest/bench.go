package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"satark/dialogs"
	"satark/store"
)

// BenchmarkCommit commits turns of a usual size, with the chat in memory as the bot
// keeps it, and marks what they send in batches: by 1 and by 64 chats at a time.
func BenchmarkCommit(b *testing.B, fresh Fresh) {
	for _, chats := range []int{1, 64} {
		b.Run(fmt.Sprintf("chats=%d", chats), func(b *testing.B) { benchCommit(b, fresh(b), chats) })
	}
}

func benchCommit(b *testing.B, place Place, chats int) {
	engine, err := place.Open(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	s := open(b, engine)
	defer s.Close()
	var next atomic.Int64
	b.ReportAllocs()
	b.SetParallelism((chats + 1) / 2) // RunParallel multiplies by the number of CPUs
	if chats == 1 {
		benchChat(b, s, 1, b.Loop)
		return
	}
	b.RunParallel(func(pb *testing.PB) { benchChat(b, s, next.Add(1), pb.Next) })
}

func benchChat(b *testing.B, s *store.Store, id int64, more func() bool) {
	c, err := s.Load(b.Context(), id)
	if err != nil {
		b.Error(err)
		return
	}
	var marks []store.Mark
	say := string(make([]byte, 200))
	for update := int64(1); more(); update++ {
		t := &store.Turn{
			Chat: c, Update: update, At: time.Now(), Session: dialogs.Session{Lang: say + say},
			Lines:      []store.Line{{Who: "citizen", Text: say}, {Who: "bot", Text: say}},
			Deliveries: []store.Delivery{{Kind: "send", Body: []byte(say)}},
		}
		if err := s.Commit(b.Context(), t); err != nil {
			b.Error(err)
			return
		}
		marks = append(marks, store.Mark{ID: t.Deliveries[0].ID, Chat: id, Done: true})
		if len(marks) < 20 {
			continue
		}
		if err := s.Mark(b.Context(), marks); err != nil {
			b.Error(err)
			return
		}
		marks = marks[:0]
	}
}
