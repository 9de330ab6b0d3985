package bot

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"satark/store"
)

func TestALaneKeepsItsOrderAndItsSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newLanes(4, 10)
		chat := &store.Chat{}
		var order []int
		var done []<-chan error
		for n := range 50 {
			d, err := s.submit(41, func(l *lane) error {
				if n > 0 && l.hot != chat {
					t.Errorf("turn %d: the session is gone", n)
				}
				l.hot = chat
				order = append(order, n) // the race detector sees two turns at once
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			done = append(done, d)
		}
		for _, d := range done {
			if err := <-d; err != nil {
				t.Error(err)
			}
		}
		if !slices.IsSorted(order) || len(order) != 50 {
			t.Errorf("order %v", order)
		}
		<-s.close()
	})
}

func TestTurnsOfAllChatsKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newLanes(rapid.IntRange(1, 4).Draw(t, "at once"), rapid.IntRange(0, 3).Draw(t, "keep"))
		chats := rapid.SliceOfN(rapid.Int64Range(1, 6), 1, 60).Draw(t, "chats")
		var mu sync.Mutex
		want, got := map[int64][]int{}, map[int64][]int{}
		for n, chat := range chats {
			want[chat] = append(want[chat], n)
			if _, err := s.submit(chat, func(*lane) error {
				mu.Lock()
				defer mu.Unlock()
				got[chat] = append(got[chat], n)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		<-s.close()
		for chat := range want {
			if !slices.Equal(got[chat], want[chat]) {
				t.Errorf("chat %d: %v, want %v", chat, got[chat], want[chat])
			}
		}
		if _, err := s.submit(1, nil); !errors.Is(err, errBusy) {
			t.Errorf("a closed lane takes turns: %v", err)
		}
	})
}

func TestQuietLanesGoAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newLanes(4, 3)
		for chat := range int64(10) {
			if err := s.do(t.Context(), chat, func(l *lane) error { l.hot = &store.Chat{}; return nil }); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		if len(s.chats) != 3 || s.idle.Len() != 3 {
			t.Errorf("%d lanes, %d idle", len(s.chats), s.idle.Len())
		}
		for chat, cold := range map[int64]bool{0: true, 9: false} {
			_ = s.do(t.Context(), chat, func(l *lane) error {
				if cold != (l.hot == nil) {
					t.Errorf("chat %d: session %v", chat, l.hot)
				}
				return nil
			})
		}
		time.Sleep(idleFor - 1) // virtual
		s.tidy(time.Now())
		if len(s.chats) != 3 {
			t.Errorf("%d lanes before their time is over", len(s.chats))
		}
		s.cool(9)
		_ = s.do(t.Context(), 9, func(l *lane) error {
			if l.hot != nil {
				t.Error("a cooled lane has its session")
			}
			return nil
		})
		synctest.Wait()
		time.Sleep(idleFor + 1)
		s.tidy(time.Now())
		if len(s.chats) != 0 {
			t.Errorf("%d lanes are still there", len(s.chats))
		}
		<-s.close()
	})
}

func TestAFullLaneAndLanesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newLanes(2, 10)
		release := make(chan struct{})
		running := 0
		var mu sync.Mutex
		for chat := range int64(5) {
			if _, err := s.submit(chat, func(*lane) error {
				mu.Lock()
				running++
				mu.Unlock()
				<-release
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		mu.Lock()
		if running != 2 {
			t.Errorf("%d lanes at once", running)
		}
		mu.Unlock()
		var full error
		for range laneQueue + 2 {
			if _, full = s.submit(1, func(*lane) error { return nil }); full != nil {
				break
			}
		}
		if !errors.Is(full, errBusy) {
			t.Errorf("a lane took too many: %v", full)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.do(ctx, 2, func(*lane) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("waited on: %v", err)
		}
		close(release)
		<-s.close()
	})
}
