package bot

import (
	"context"
	"errors"
	"fmt"
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
