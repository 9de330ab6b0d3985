package redisstore_test

import (
	"testing"

	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

// TestMovingSlots gives all slots of one master in which there is anything to the next,
// and so on around, while turns are committed into them: nothing is lost or doubled.
func TestMovingSlots(t *testing.T) {
	for _, wait := range []int{0, 1} {
		s := start(t, redistest.Cluster)
		const crew = 12
		w := startWriters(t, openAt(t, s.URL(), redisstore.Options{Wait: wait}), crew)
		w.more(t, 10*crew)
		moved := s.rotate(t, w)
		w.everyone(t)
		e := openAt(t, s.URL(), redisstore.Options{})
		v := w.judge(t, e)
		t.Logf("Wait %d: %d slots moved; of %d turns acknowledged %d lost; %d attempts failed", wait, moved, v.acked, len(v.lost), w.fails.Load())
		v.flawless(t)
		w.counted(t, e)
	}
}

// rotate moves what each master holds to the next one.
func (s *server) rotate(t testing.TB, w *writers) (moved int) {
	t.Helper()
	masters, _ := s.parts(t)
	for i, from := range masters {
		slots, err := s.Holding(w.ctx, from)
		if err != nil {
			t.Fatal(err)
		}
		for _, slot := range slots {
			if err := s.Move(w.ctx, slot, masters[(i+1)%len(masters)]); err != nil {
				t.Fatal(err)
			}
		}
		moved += len(slots)
	}
	return moved
}
