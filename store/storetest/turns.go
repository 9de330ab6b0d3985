package storetest

import (
	"errors"
	"reflect"
	"time"

	"satark/dialogs"
	"satark/store"
	"satark/store/seal"
)

func freshChat(r *rig) {
	s := r.process()
	c := r.load(s, 7)
	if c.ID != 7 || c.Version != 0 || !reflect.DeepEqual(c.Session, dialogs.Session{}) {
		r.Fatalf("a chat never seen is %+v", c)
	}
	r.says(s, 7)
	if all, err := s.Everything(r.Context(), 7); err != nil || !reflect.DeepEqual(all, store.Everything{}) {
		r.Fatalf("everything of a chat never seen: %+v, %v", all, err)
	}
	if err := s.Commit(r.Context(), &store.Turn{Chat: c}); err == nil {
		r.Fatal("a turn without an update id was committed")
	}
}

func once(r *rig) {
	s := r.process()
	c := r.load(s, 1)
	turn := r.turn(c, 10, "hi")
	r.commit(s, turn)
	r.done(s, turn.Deliveries...)
	for range 3 {
		r.refused(s, r.turn(r.load(s, 1), 10, "hi"), store.ErrSeen)
	}
	r.clock.advance(47 * time.Hour)
	r.refused(s, r.turn(r.load(s, 1), 10, "hi"), store.ErrSeen)
	r.says(s, 1, "hi")
	r.leases(s)
	// The same words with another update are another turn.
	r.commit(s, r.turn(r.load(s, 1), 11, "hi"))
	r.says(s, 1, "hi", "hi")
	// An update id is a person's own: turns we start are numbered by chat.
	r.commit(s, r.turn(r.load(s, 2), 10, "hi"))
}

// repeat speaks to the engine itself: Store never repeats, clients of databases do.
func repeat(r *rig) {
	c := &store.Commit{
		Op: "op-1", Person: person(1), Update: 5, After: "life.1", Wrap: []byte("wrap"), Session: []byte("session"),
		Lines: [][]byte{[]byte("line")}, Reports: []store.Record{{Key: person(9), Sealed: []byte("report")}},
		Items: []store.Item{{ID: "a", Line: true, Due: start, Sealed: []byte("a")}, {ID: "b", Due: start, Sealed: []byte("b")}},
		Now:   start, SeenUntil: start.Add(72 * time.Hour), Owner: "me", Until: start.Add(hold),
	}
	for i := range 3 {
		done, err := r.engine.Commit(r.Context(), c)
		if err != nil || !done.Line {
			r.Fatalf("attempt %d: %+v, %v", i, done, err)
		}
	}
	lines, err := r.engine.Lines(r.Context(), c.Person, 0, -1)
	if err != nil || len(lines) != 1 {
		r.Fatalf("three attempts wrote %d lines, %v", len(lines), err)
	}
	got, err := r.engine.Stats(r.Context(), start)
	if want := (store.Stats{Persons: 1, Reports: 1, Lines: 1, Deliveries: 2}); err != nil || got != want {
		r.Fatalf("three attempts are counted as %+v, %v", got, err)
	}
	other := *c
	other.Op = "op-2"
	if _, err := r.engine.Commit(r.Context(), &other); !errors.Is(err, store.ErrSeen) {
		r.Fatalf("another operation with the same update: %v", err)
	}
}

func stale(r *rig) {
	a, b := r.process(), r.process()
	// Two that never saw the chat: each brings a key of its own, one wins.
	first, second := r.load(a, 1), r.load(b, 1)
	r.commit(a, r.turn(first, 1, "first"))
	lost := r.filing(second, 2, numbered(2), "+919876500002")
	r.refused(b, lost, store.ErrStale)
	if second.Version != 0 || lost.Deliveries[0].ID != "" {
		r.Fatalf("a refused turn changed its chat: %+v", second)
	}
	// Two that know it.
	x, y := r.load(a, 1), r.load(b, 1)
	r.commit(a, r.turn(x, 3, "second"))
	r.refused(b, r.turn(y, 4, "lost"), store.ErrStale)
	r.says(a, 1, "first", "second")
	if all, err := a.Everything(r.Context(), 1); err != nil || len(all.Reports) != 0 {
		r.Fatalf("a refused turn left reports: %+v, %v", all.Reports, err)
	}
	// What was refused is not seen: run again on the fresh chat it succeeds.
	r.commit(b, r.turn(r.load(b, 1), 4, "third"))
	r.says(b, 1, "first", "second", "third")
	// The winner's chat in memory is as good as a fresh one.
	r.commit(b, r.turn(r.load(b, 1), 5, "fourth"))
	if x.Version != 2 || x.Session.Lang != "second" {
		r.Fatalf("the committed chat is at %d with %+v", x.Version, x.Session)
	}
}

func seenBeforeStale(r *rig) {
	s := r.process()
	old := r.load(s, 1)
	r.commit(s, r.turn(r.load(s, 1), 1, "a"))
	r.refused(s, r.turn(old, 1, "a"), store.ErrSeen)
	r.refused(s, r.turn(old, 2, "b"), store.ErrStale)
}

func roundTrip(r *rig) {
	s := r.process()
	want := dialogs.Session{Lang: "ur — اردو — \x00 \u2068"}
	c := r.load(s, -1001234567890)
	for update := int64(1); update <= 3; update++ {
		r.commit(s, &store.Turn{Chat: c, Update: update, Session: want})
	}
	got := r.load(r.process(), c.ID)
	if !reflect.DeepEqual(got.Session, want) || got.Version != 3 {
		r.Fatalf("version %d, session %+v, want %+v", got.Version, got.Session, want)
	}
}

func transcript(r *rig) {
	s := r.process()
	c := r.load(s, 1)
	want := []store.Line{
		{At: start, Who: "citizen", Text: "पैसे कट गए"},
		{At: start.Add(time.Second), Who: "bot", Text: "<b>1930</b>", Media: "photo", Data: "x:1"},
		{At: start.Add(2 * time.Second), Who: "citizen", Text: ""},
	}
	r.commit(s, &store.Turn{Chat: c, Update: 1, Lines: want[:2]})
	r.commit(s, &store.Turn{Chat: c, Update: 2, Lines: want[2:]})
	parts := []struct {
		after, n int
		want     []store.Line
	}{
		{0, -1, want}, {0, 3, want}, {0, 1, want[:1]}, {1, 1, want[1:2]}, {1, -1, want[1:]}, {2, 9, want[2:]},
		{0, 0, nil}, {3, 5, nil}, {99, -1, nil}, {-1, 1, want[:1]},
	}
	for _, p := range parts {
		got, err := s.Transcript(r.Context(), 1, p.after, p.n)
		if err != nil || len(got) != len(p.want) || (len(got) > 0 && !reflect.DeepEqual(got, p.want)) {
			r.Errorf("after %d, %d lines: %+v, %v", p.after, p.n, got, err)
		}
	}
}

// concurrent runs every chat's turns in two processes at once, each running a stale turn
// again and stopping at a seen one, as the bot does.
func concurrent(r *rig) {
	const chats, turns = 8, 12
	stores := []*store.Store{r.process(), r.process()}
	errs := make(chan error, chats*turns*len(stores))
	for chat := range int64(chats) {
		for update := int64(1); update <= turns; update++ {
			for _, s := range stores {
				go func() { errs <- r.runTurn(s, chat, update) }()
			}
		}
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			r.Fatal(err)
		}
	}
	for chat := range int64(chats) {
		if got := r.load(stores[0], chat); got.Version != turns {
			r.Errorf("chat %d is at version %d, want %d", chat, got.Version, turns)
		}
		said := map[string]int{}
		for _, text := range r.said(stores[0], chat) {
			said[text]++
		}
		for update := int64(1); update <= turns; update++ {
			if n := said[time.Duration(update).String()]; n != 1 {
				r.Errorf("chat %d: update %d is in the transcript %d times", chat, update, n)
			}
		}
	}
}

func (r *rig) runTurn(s *store.Store, chat, update int64) error {
	for {
		c, err := s.Load(r.Context(), chat)
		if err != nil {
			return err
		}
		err = s.Commit(r.Context(), r.turn(c, update, time.Duration(update).String()))
		switch {
		case errors.Is(err, store.ErrStale):
			continue
		case errors.Is(err, store.ErrSeen):
			return nil
		}
		return err
	}
}

func reopen(r *rig) {
	s := r.process()
	c := r.load(s, 1)
	r.commit(s, r.turn(c, 1, "before"))
	r.commit(s, r.filing(c, 2, numbered(1), "+919876543210"))
	if err := s.Park(r.Context(), store.Parked{ID: "3", Kind: store.ParkedUpdate, Chat: 1, At: start, Cause: "shape", Body: []byte("{}")}); err != nil {
		r.Fatal(err)
	}
	if err := s.Close(); err != nil {
		r.Fatal(err)
	}
	r.open()
	s = r.process()
	r.says(s, 1, "before", "filed "+string(numbered(1)))
	r.refused(s, r.turn(r.load(s, 1), 2, "x"), store.ErrSeen)
	if chat, _, err := s.Find(r.Context(), numbered(1)); err != nil || chat != 1 {
		r.Fatalf("find: %d, %v", chat, err)
	}
	if parked, err := s.ParkedList(r.Context()); err != nil || len(parked) != 1 {
		r.Fatalf("parked: %+v, %v", parked, err)
	}
	if !r.place.Shared {
		r.leases(s) // held by the process that is gone
		if _, err := s.Beat(r.Context()); err != nil {
			r.Fatal(err)
		}
	} else {
		r.clock.advance(hold)
	}
	got := r.leases(s, "before", "filed "+string(numbered(1)))
	if got[0].Tries != 1 {
		r.Errorf("the second lease says %d tries", got[0].Tries)
	}
}

func wrongKey(r *rig) {
	s := r.process()
	r.commit(s, r.turn(r.load(s, 1), 1, "a"))
	_, err := store.Open(r.Context(), r.engine, operator(r.T, seal.NewKey()), store.Options{})
	if !errors.Is(err, store.ErrWrongKey) {
		r.Fatalf("open with another key: %v", err)
	}
	r.says(s, 1, "a")
}
