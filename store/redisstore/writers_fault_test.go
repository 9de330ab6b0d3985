package redisstore_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"satark/store"
)

// writers commit turns one after the other, each for a person of its own, and note what
// was acknowledged. What fails they try again, as the same operation, until it is.
type writers struct {
	engine store.Engine
	ctx    context.Context
	stop   context.CancelFunc
	crew   []*writer
	work   sync.WaitGroup
	acks   atomic.Int64
	fails  atomic.Int64 // attempts that ended with an error of the engine
}

type writer struct {
	person  string
	version string
	acked   []acked
	count   atomic.Int64 // of acked
	strange error        // what no fault explains
}

type acked struct {
	turn int
	at   time.Time
}

const writerOwner = "writer"

func startWriters(t testing.TB, e store.Engine, n int) *writers {
	w := &writers{engine: e}
	w.ctx, w.stop = context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(w.end)
	for i := range n {
		// Persons far apart, for many partitions.
		one := &writer{person: fmt.Sprintf("%02x%030x", i*256/n, i)}
		w.crew = append(w.crew, one)
		w.work.Go(func() { w.run(one) })
	}
	return w
}

func (w *writers) run(one *writer) {
	for turn := 1; w.ctx.Err() == nil && one.strange == nil; turn++ {
		if !w.commit(one, turn) {
			return
		}
		done := []store.Marked{{Person: one.person, ID: turnID(turn), Done: true}}
		for w.ctx.Err() == nil && w.engine.Mark(w.ctx, writerOwner, time.Now(), done) != nil {
			w.failed()
		}
	}
}

func turnID(turn int) string { return fmt.Sprintf("%08d", turn) }

// report is the key of the report that a turn files.
func (one *writer) report(turn int) string { return fmt.Sprintf("%s%08x", one.person[:24], turn) }

// commit is true when the turn was acknowledged.
func (w *writers) commit(one *writer, turn int) bool {
	now := time.Now()
	c := &store.Commit{
		Op: fmt.Sprintf("%s-%d", one.person, turn), Person: one.person, Update: int64(turn),
		Before: one.version, After: fmt.Sprintf("life.%d", turn), Wrap: []byte("wrap"), Session: []byte("session"),
		Lines:   [][]byte{[]byte(turnID(turn))},
		Reports: []store.Record{{Key: one.report(turn), Sealed: []byte(turnID(turn))}},
		Items:   []store.Item{{ID: turnID(turn), Line: true, Due: now, Sealed: []byte("reply")}},
		Now:     now, SeenUntil: now.Add(time.Hour), Owner: writerOwner, Until: now.Add(time.Minute),
	}
	for {
		_, err := w.engine.Commit(w.ctx, c)
		switch {
		case err == nil:
			one.acked = append(one.acked, acked{turn, time.Now()})
			one.version = c.After
			one.count.Add(1)
			w.acks.Add(1)
			return true
		case w.ctx.Err() != nil:
			return false
		case errors.Is(err, store.ErrStale):
			// A failover took turns back. Go on from what is there.
			p, err := w.engine.Person(w.ctx, one.person)
			if err == nil {
				c.Before = p.Version
			}
		case errors.Is(err, store.ErrSeen):
			one.strange = fmt.Errorf("%s: turn %d: %w", one.person, turn, err)
			return false
		default:
			w.failed()
		}
	}
}

// failed counts an attempt, and leaves the server a moment: there may be none.
func (w *writers) failed() {
	w.fails.Add(1)
	select {
	case <-w.ctx.Done():
	case <-time.After(10 * time.Millisecond):
	}
}

// more waits until n more turns were acknowledged.
func (w *writers) more(t testing.TB, n int64) {
	t.Helper()
	goal := w.acks.Load() + n
	w.until(t, func() bool { return w.acks.Load() >= goal })
}

// everyone waits until each of them has had one more turn acknowledged.
func (w *writers) everyone(t testing.TB) {
	t.Helper()
	for _, one := range w.crew {
		before := one.count.Load()
		w.until(t, func() bool { return one.count.Load() > before })
	}
}

func (w *writers) until(t testing.TB, done func() bool) {
	t.Helper()
	for !done() {
		select {
		case <-w.ctx.Done():
			t.Fatalf("it takes too long: %d turns acknowledged, %d attempts failed", w.acks.Load(), w.fails.Load())
		case <-time.After(time.Millisecond):
		}
	}
}

// end stops the writers; turns that are not acknowledged by then may be there or not.
func (w *writers) end() {
	w.stop()
	w.work.Wait()
}

// verdict is what became of the turns.
type verdict struct {
	acked, doubled, disordered, torn int

	lost []time.Time // when each of the lost ones was acknowledged
}

// window is how long before one of the faults the first turn was acknowledged that was
// lost to it, at most.
func (v verdict) window(faults ...time.Time) time.Duration {
	var longest time.Duration
	for _, at := range v.lost {
		i := slices.IndexFunc(faults, at.Before)
		if i >= 0 {
			longest = max(longest, faults[i].Sub(at))
		}
	}
	return longest.Round(time.Millisecond)
}

// judge compares what was acknowledged with what is there.
func (w *writers) judge(t testing.TB, e store.Engine) verdict {
	t.Helper()
	w.end()
	var v verdict
	for _, one := range w.crew {
		if one.strange != nil {
			t.Error(one.strange)
		}
		v.add(t, e, one)
	}
	return v
}

func (v *verdict) add(t testing.TB, e store.Engine, one *writer) {
	t.Helper()
	lines, err := e.Lines(t.Context(), one.person, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	reports, err := e.Reports(t.Context(), one.person)
	if err != nil {
		t.Fatal(err)
	}
	times, last := map[string]int{}, ""
	for _, line := range lines {
		if times[string(line)]++; string(line) <= last {
			v.disordered++
		}
		last = string(line)
	}
	for _, n := range times {
		v.doubled += n - 1
	}
	for _, r := range reports {
		if times[string(r.Sealed)] == 0 {
			v.torn++ // a report without the line it was committed with
		}
	}
	v.torn += len(times) - len(reports)
	v.acked += len(one.acked)
	for _, a := range one.acked {
		if times[turnID(a.turn)] == 0 {
			v.lost = append(v.lost, a.at)
		}
	}
}

// flawless fails the test when anything is wrong.
func (v verdict) flawless(t testing.TB) {
	t.Helper()
	v.sound(t)
	if len(v.lost) > 0 {
		t.Errorf("of %d turns acknowledged %d are lost", v.acked, len(v.lost))
	}
}

// sound fails the test when anything is wrong with the turns that are there.
func (v verdict) sound(t testing.TB) {
	t.Helper()
	if v.doubled+v.disordered+v.torn != 0 || v.acked == 0 {
		t.Errorf("of %d turns acknowledged %d are doubled, %d out of order, %d torn", v.acked, v.doubled, v.disordered, v.torn)
	}
}
