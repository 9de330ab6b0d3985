package bot

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// feed is a Telegram of updates, and turns that go as they are told.
type feed struct {
	lanes   *lanes
	updates []shown
	turn    func(e event) error // in the chat's lane
	repeats bool                // every third update comes twice, and now and then one that was passed
}

func (f *feed) take(e event, _ error, g gate) (<-chan error, error) {
	return f.lanes.submit(e.chat, func(*lane) error {
		return g(func() error { return f.turn(e) })
	})
}

// from is the answer of getUpdates.
func (f *feed) from(offset int64) (out []shown) {
	for _, u := range f.updates {
		if f.repeats && u.update == offset-2 && offset%2 == 0 {
			out = append(out, u)
		}
		if u.update >= offset && len(out) < pollLimit {
			out = append(out, u)
		}
		if f.repeats && u.update >= offset && u.update%3 == 0 {
			out = append(out, u)
		}
	}
	return out
}

func TestASlowChatDoesNotHoldUpTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		done := make(chan int64, 10)
		f := &feed{lanes: newLanes(4, 10), turn: func(e event) error {
			if e.chat == 41 {
				<-release
			}
			done <- e.update
			return nil
		}}
		f.updates = []shown{{event: event{update: 7, chat: 41}}, {event: event{update: 8, chat: 42}}}
		w := newWindow(f.take)
		w.show(f.from(w.offset))
		if state := w.settle(t.Context(), pollPatience); state != windowMoved || w.offset != 0 || <-done != 8 {
			t.Errorf("state %d, offset %d", state, w.offset)
		}
		f.updates = append(f.updates, shown{event: event{update: 9, chat: 43}}, shown{event: event{update: 10, chat: 41}})
		w.show(f.from(w.offset))
		if state := w.settle(t.Context(), pollPatience); state != windowMoved || w.offset != 0 || <-done != 9 {
			t.Errorf("with a second batch: state %d, offset %d", state, w.offset)
		}
		w.show(f.from(w.offset))
		if state := w.settle(t.Context(), pollPatience); state != windowSlow {
			t.Errorf("with nothing but the slow chat: state %d", state)
		}
		close(release)
		w.show(f.from(w.offset))
		if state := w.settle(t.Context(), pollPatience); state != windowMoved || w.offset != 11 {
			t.Errorf("at the end: state %d, offset %d", state, w.offset)
		}
		if a, b := <-done, <-done; a != 7 || b != 10 || len(done) != 0 {
			t.Errorf("then %d and %d were answered", a, b)
		}
		<-f.lanes.close()
	})
}

func TestARefusedTurnLetsNoneOfItsChatPass(t *testing.T) {
	refuse := true
	var ran []int64
	w := newWindow(func(e event, _ error, g gate) (<-chan error, error) {
		if e.update == 7 && refuse {
			return nil, errBusy
		}
		done := make(chan error, 1)
		done <- g(func() error { ran = append(ran, e.update); return nil })
		return done, nil
	})
	batch := []shown{{event: event{update: 7, chat: 41}}, {event: event{update: 8, chat: 41}}, {event: event{update: 9, chat: 42}}}
	w.show(batch)
	if state := w.settle(t.Context(), pollPatience); state != windowMoved || w.offset != 0 || !slices.Equal(ran, []int64{9}) {
		t.Errorf("state %d, offset %d, ran %v", state, w.offset, ran)
	}
	w.show(batch)
	if state := w.settle(t.Context(), pollPatience); state != windowStuck || len(ran) != 1 {
		t.Errorf("still refused: state %d, ran %v", state, ran)
	}
	refuse = false
	w.show(batch)
	if w.settle(t.Context(), pollPatience); w.offset != 10 || !slices.Equal(ran, []int64{9, 7, 8}) {
		t.Errorf("offset %d, ran %v", w.offset, ran)
	}
}

// However turns fail and linger: each update is committed once, those of a chat in order,
// and the offset passes none that is not.
func TestTheOffsetPassesOnlyWhatIsCommitted(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		chats := rapid.SliceOfN(rapid.Int64Range(41, 44), 1, 40).Draw(rt, "chats")
		faults := rapid.SliceOfN(rapid.IntRange(0, 3), len(chats), len(chats)).Draw(rt, "faults")
		slow := rapid.SliceOfN(rapid.IntRange(0, 4), len(chats), len(chats)).Draw(rt, "slow")
		together := rapid.IntRange(1, 12).Draw(rt, "a batch")
		repeats := rapid.Bool().Draw(rt, "repeats")
		var broken error
		synctest.Test(t, func(t *testing.T) { broken = playWindow(t, chats, faults, slow, together, repeats) })
		if broken != nil {
			rt.Fatal(broken)
		}
	})
}

func playWindow(t *testing.T, chats []int64, faults, slow []int, together int, repeats bool) error {
	committed := make(chan int64, len(chats)+1)
	faults = slices.Clone(faults)
	seen := make([]atomic.Bool, len(chats))
	f := &feed{repeats: repeats, lanes: newLanes(8, 8), turn: func(e event) error {
		n := e.update - 1
		if seen[n].Load() {
			return nil
		}
		time.Sleep(time.Duration(slow[n]) * 700 * time.Millisecond) // virtual
		if faults[n] > 0 {
			faults[n]--
			return errAway
		}
		seen[n].Store(true)
		committed <- e.update
		return nil
	}}
	w := newWindow(f.take)
	done := map[int64]bool{}
	last := map[int64]int64{} // by chat
	for range 1000 {
		if known := len(f.updates); known < len(chats) {
			for n := known; n < min(known+together, len(chats)); n++ {
				f.updates = append(f.updates, shown{event: event{update: int64(n + 1), chat: chats[n]}})
			}
		}
		before := w.offset
		w.show(f.from(w.offset))
		if w.settle(t.Context(), pollPatience) != windowMoved {
			time.Sleep(pollFirst)
		}
		if w.offset < before {
			return fmt.Errorf("the offset fell from %d to %d", before, w.offset)
		}
		for len(committed) > 0 {
			u := <-committed
			chat := chats[u-1]
			if done[u] || u < last[chat] {
				return fmt.Errorf("update %d of chat %d was committed after %d", u, chat, last[chat])
			}
			done[u], last[chat] = true, u
		}
		for u := int64(1); u < w.offset; u++ {
			if !done[u] {
				return fmt.Errorf("the offset %d passed update %d", w.offset, u)
			}
		}
		if w.offset == int64(len(chats)+1) {
			<-f.lanes.close()
			return nil
		}
	}
	return errors.New("some were never committed")
}
