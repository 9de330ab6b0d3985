package storetest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"satark/fraud"
	"satark/store"
)

// trim speaks to the engine itself.
func trim(r *rig) {
	c := &store.Commit{
		Op: "op-1", Person: person(1), Update: 1, After: "life.1", Wrap: []byte("wrap"), Session: []byte("session"),
		Now: start, SeenUntil: start.Add(72 * time.Hour), Owner: "me", Until: start.Add(hold),
		Items: []store.Item{{ID: "a", Line: true, Due: start, Sealed: []byte("a")}},
	}
	for i := range 5 {
		c.Lines = append(c.Lines, fmt.Append(nil, i))
		c.Reports = append(c.Reports, store.Record{Key: person(100 + i), Sealed: fmt.Append(nil, "r", i)})
		if err := r.engine.Claim(r.Context(), person(100+i), c.Person); err != nil {
			r.Fatal(err)
		}
	}
	r.commitRaw(c, nil)
	r.trims(person(2), 1, person(100)) // nobody: nothing
	r.trims(c.Person, 0)
	r.keeps(c.Person, 5, 0, 1, 2, 3, 4)
	r.trims(c.Person, 2, person(100), person(103), person(999))
	r.keeps(c.Person, 3, 2, 3, 4)
	r.trims(c.Person, 0, person(100), person(103)) // asked again
	r.keeps(c.Person, 3, 2, 3, 4)
	for number, want := range map[string]error{person(100): store.ErrNotFound, person(101): nil} {
		if _, err := r.engine.Report(r.Context(), c.Person, number); !errors.Is(err, want) {
			r.Errorf("report: %v, want %v", err, want)
		}
		if _, err := r.engine.Holder(r.Context(), number); !errors.Is(err, want) {
			r.Errorf("holder: %v, want %v", err, want)
		}
		if err := r.engine.Claim(r.Context(), number, person(2)); !errors.Is(err, store.ErrTaken) {
			r.Errorf("a number that was trimmed or not is free: %v", err)
		}
	}
	// The version is as it was, and what is said now comes after what is left.
	next := *c
	next.Op, next.Update, next.Before, next.After = "op-2", 2, "life.1", "life.2"
	next.Lines, next.Reports, next.Items = [][]byte{[]byte("5")}, nil, nil
	r.commitRaw(&next, nil)
	r.keeps(c.Person, 3, 2, 3, 4, 5)
	r.trims(c.Person, 99)
	r.keeps(c.Person, 3)
	next.Op, next.Update, next.Before, next.After, next.Lines = "op-3", 3, "life.2", "life.3", [][]byte{[]byte("6"), []byte("7")}
	r.commitRaw(&next, nil)
	r.keeps(c.Person, 3, 6, 7)
}

func (r *rig) trims(who string, lines int, reports ...string) {
	r.Helper()
	if err := r.engine.Trim(r.Context(), who, reports, lines); err != nil {
		r.Fatalf("trim: %v", err)
	}
}

// keeps fails unless one person alone is kept, with so many reports and these lines.
func (r *rig) keeps(who string, reports int, want ...int) {
	r.Helper()
	for after := range len(want) + 1 {
		lines, err := r.engine.Lines(r.Context(), who, after, -1)
		same := slices.EqualFunc(lines, want[after:], func(a []byte, b int) bool { return string(a) == fmt.Sprint(b) })
		if err != nil || !same {
			r.Fatalf("lines after %d: %q, %v; want %d", after, lines, err, want[after:])
		}
	}
	if got, err := r.engine.Reports(r.Context(), who); err != nil || len(got) != reports {
		r.Fatalf("%d reports, %v; want %d", len(got), err, reports)
	}
	got, err := r.engine.Stats(r.Context(), start)
	if want := (store.Stats{Persons: 1, Reports: reports, Lines: len(want), Deliveries: 1}); err != nil || got != want {
		r.Fatalf("stats %+v, %v; want %+v", got, err, want)
	}
}

// trimIndex trims reports of a chat, and lines by their time.
func trimIndex(r *rig) {
	const x = "+919876500001"
	s := r.process()
	one := r.load(s, 1)
	for i := 1; i <= 3; i++ {
		r.commit(s, r.filing(one, int64(i), numbered(i), x))
		r.clock.advance(time.Hour)
	}
	r.commit(s, r.filing(r.load(s, 2), 1, numbered(9), x))
	r.counts(s, x, 4)
	what := store.Trimming{
		Reports: []fraud.Number{numbered(1), numbered(3), numbered(9), numbered(8)}, LinesBefore: start.Add(time.Hour),
	}
	if err := s.Trim(r.Context(), 1, what); err != nil {
		r.Fatal(err)
	}
	if err := s.Trim(r.Context(), 3, what); err != nil { // never seen
		r.Fatal(err)
	}
	r.counts(s, x, 2)
	r.says(s, 1, "filed "+string(numbered(2)), "filed "+string(numbered(3)))
	if all, err := s.Everything(r.Context(), 1); err != nil || len(all.Reports) != 1 || all.Reports[0].Number != numbered(2) {
		r.Errorf("reports %+v, %v", all.Reports, err)
	}
	for i, want := range map[int]error{1: store.ErrNotFound, 2: nil, 3: store.ErrNotFound, 9: nil} {
		if _, _, err := s.Find(r.Context(), numbered(i)); !errors.Is(err, want) {
			r.Errorf("find %d: %v, want %v", i, err, want)
		}
	}
	r.refused(s, r.filing(r.load(s, 2), 5, numbered(1), x), store.ErrTaken)
	// The chat in memory is good, and the transcript is not cut twice in a row.
	r.commit(s, r.turn(one, 4, "goes on"))
	r.clock.advance(time.Minute)
	what.LinesBefore = start.Add(2 * time.Hour)
	if err := r.process().Trim(r.Context(), 1, what); err != nil {
		r.Fatal(err)
	}
	what.LinesBefore = start.Add(100 * time.Hour)
	if err := s.Trim(r.Context(), 1, what); !errors.Is(err, store.ErrBusy) {
		r.Errorf("cut again at once: %v", err)
	}
	r.says(s, 1, "filed "+string(numbered(3)), "goes on")
	r.clock.advance(time.Minute)
	if err := s.Trim(r.Context(), 1, what); err != nil {
		r.Fatal(err)
	}
	r.says(s, 1)
}
