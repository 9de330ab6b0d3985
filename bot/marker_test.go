package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"satark/store"
)

func TestMarksAreGatheredAndNeverLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		faults := 3
		var writes int
		seen := map[string]int{}
		m := newMarker(func(_ context.Context, marks []store.Mark) error {
			if faults > 0 {
				faults--
				return errors.New("away")
			}
			writes++
			for _, k := range marks {
				seen[k.ID]++
			}
			return nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { m.run(ctx); close(done) }()
		const n = 3*markBatch + 7
		for i := range n {
			m.add(store.Mark{ID: fmt.Sprint(i), Done: true})
		}
		time.Sleep(time.Minute) // virtual
		synctest.Wait()
		if len(seen) != n || writes != 4 {
			t.Errorf("%d marks in %d writes", len(seen), writes)
		}
		for id, times := range seen {
			if times != 1 {
				t.Errorf("mark %s was written %d times", id, times)
			}
		}
		cancel()
		<-done
		m.add(store.Mark{ID: "late"})
		if !m.flush(t.Context()) || seen["late"] != 1 {
			t.Error("the last mark was not written")
		}
	})
}

// Whoever waits for a mark is told when it is written, and when all before it are.
func TestWhoWaitsForAMarkIsToldWhenItIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var written, told []string
		away := true
		m := newMarker(func(_ context.Context, marks []store.Mark) error {
			if away {
				return errors.New("away")
			}
			for _, k := range marks {
				written = append(written, k.ID)
			}
			return nil
		})
		for i := range markBatch + 2 {
			id := fmt.Sprint(i)
			m.then(store.Mark{ID: id}, func() {
				if !slices.Contains(written, id) {
					t.Errorf("told of %s before it was written", id)
				}
				told = append(told, id)
			})
		}
		if m.flush(t.Context()) || told != nil {
			t.Errorf("told %q though nothing was written", told)
		}
		away = false
		if !m.flush(t.Context()) || !slices.Equal(told, written) || len(told) != markBatch+2 {
			t.Errorf("told %d of %d", len(told), len(written))
		}
	})
}

// A write that hangs is not overtaken by another.
func TestOneWritesMarksAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		writes := 0
		m := newMarker(func(context.Context, []store.Mark) error {
			<-hang
			writes++
			return nil
		})
		m.add(store.Mark{ID: "1"})
		done := make(chan bool)
		go func() { done <- m.flush(t.Context()) }()
		synctest.Wait()
		if m.flush(t.Context()) {
			t.Error("two wrote at once")
		}
		close(hang)
		if !<-done || writes != 1 {
			t.Errorf("%d writes", writes)
		}
	})
}
