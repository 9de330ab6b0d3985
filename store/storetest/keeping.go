package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
	"satark/store/seal"
)

// person is a keyed hash as an engine sees it.
func person(i int) string { return fmt.Sprintf("%032x", i) }

func has(findings []store.Finding, level store.Level, part string) bool {
	return slices.ContainsFunc(findings, func(f store.Finding) bool {
		return f.Level == level && strings.Contains(f.What, part)
	})
}

func forget(r *rig) {
	s := r.process()
	c := r.load(s, 1)
	t := r.filing(c, 1, numbered(1), "+919876543210")
	t.Deliveries = append(t.Deliveries, store.Delivery{Kind: "remind", Due: start.Add(time.Hour), Body: []byte("later")})
	r.commit(s, t)
	r.commit(s, r.turn(r.load(s, 2), 1, "other"))
	parked := store.Parked{ID: "5", Kind: store.ParkedUpdate, Chat: 1, At: start, Cause: "shape", Body: []byte("{}")}
	if err := s.Park(r.Context(), parked); err != nil {
		r.Fatal(err)
	}
	for range 2 { // forgetting twice is forgetting
		if err := s.Forget(r.Context(), 1); err != nil {
			r.Fatal(err)
		}
	}
	if fresh := r.load(s, 1); fresh.Version != 0 || !reflect.DeepEqual(fresh.Session, dialogs.Session{}) {
		r.Fatalf("after forgetting: %+v", fresh)
	}
	r.says(s, 1)
	if _, _, err := s.Find(r.Context(), numbered(1)); !errors.Is(err, store.ErrNotFound) {
		r.Errorf("the report is found: %v", err)
	}
	if list, err := s.ParkedList(r.Context()); err != nil || len(list) != 0 {
		r.Errorf("a parked update is left: %+v, %v", list, err)
	}
	r.refused(s, r.turn(r.load(s, 1), 1, "again"), store.ErrSeen)
	r.refused(s, r.filing(r.load(s, 2), 9, numbered(1), "+919876543210"), store.ErrTaken)
	r.refused(s, r.filing(r.load(s, 1), 9, numbered(1), "+919876543210"), store.ErrTaken)
	r.clock.advance(2 * time.Hour)
	r.expectStats(s, store.Stats{Persons: 1, Lines: 1, Deliveries: 1, Due: 1, Oldest: start.Add(hold)})
	r.leases(s, "other")
}

func forgetStale(r *rig) {
	s := r.process()
	old := r.load(s, 1)
	before := r.turn(old, 1, "before")
	r.commit(s, before)
	if err := s.Forget(r.Context(), 1); err != nil {
		r.Fatal(err)
	}
	r.refused(s, r.turn(old, 2, "x"), store.ErrStale)
	fresh := r.load(s, 1)
	after := r.turn(fresh, 3, "after")
	r.commit(s, after)
	if fresh.Version != old.Version {
		r.Fatalf("the versions are %d and %d: the test needs them equal", old.Version, fresh.Version)
	}
	r.refused(s, r.turn(old, 4, "x"), store.ErrStale)
	// A mark from before does not touch what came after.
	r.mark(s, store.Mark{ID: before.Deliveries[0].ID, Chat: 1, Done: true})
	r.clock.advance(hold)
	r.leases(s, "after")
	r.says(s, 1, "after")
}

func park(r *rig) {
	s := r.process()
	want := []store.Parked{
		{ID: "20", Kind: store.ParkedUpdate, At: start, Cause: "no chat", Body: []byte("\x00binary\xff")},
		{ID: "life-0000000003-0001", Kind: "send", Number: "SK-7F3K-92QX", Chat: 4, At: start.Add(time.Hour), Cause: "shape", Body: []byte("{}")},
	}
	for _, p := range []store.Parked{want[1], want[0], want[1]} {
		if err := s.Park(r.Context(), p); err != nil {
			r.Fatal(err)
		}
	}
	got, err := s.ParkedList(r.Context())
	if err != nil || !reflect.DeepEqual(got, want) {
		r.Fatalf("parked: %+v, %v", got, err)
	}
	for range 2 {
		if err := s.Unpark(r.Context(), "20"); err != nil {
			r.Fatal(err)
		}
	}
	if got, err := s.ParkedList(r.Context()); err != nil || !reflect.DeepEqual(got, want[1:]) {
		r.Fatalf("parked: %+v, %v", got, err)
	}
}

func stats(r *rig) {
	s := r.process()
	r.expectStats(s, store.Stats{})
	for chat := range int64(5) {
		c := r.load(s, chat)
		r.commit(s, r.filing(c, 1, numbered(int(chat)), "+919876543210"))
		t := r.turn(c, 2, "x")
		t.Deliveries = append(t.Deliveries, store.Delivery{Kind: "remind", Due: start.Add(time.Hour)})
		r.commit(s, t)
	}
	r.expectStats(s, store.Stats{Persons: 5, Reports: 5, Lines: 10, Deliveries: 15})
	r.clock.advance(2 * hold)
	r.expectStats(s, store.Stats{Persons: 5, Reports: 5, Lines: 10, Deliveries: 15, Due: 5, Oldest: start.Add(hold)})
	r.done(s, r.lease(s)...)
	r.expectStats(s, store.Stats{Persons: 5, Reports: 5, Lines: 10, Deliveries: 5})
	if findings, err := s.Check(r.Context()); err != nil || len(findings) < 2 || has(findings, store.Fault, "") {
		r.Errorf("check: %+v, %v", findings, err)
	}
}

func (r *rig) expectStats(s *store.Store, want store.Stats) {
	r.Helper()
	if got, err := s.Stats(r.Context()); err != nil || got != want {
		r.Errorf("stats %+v, %v; want %+v", got, err, want)
	}
}

// sealed plants what must never be kept in the clear, in every field that can carry it,
// and looks for it in every byte that is kept.
func sealed(r *rig) {
	const chat, phone, name, words = 8877665544, "+919123456780", "Meenakshi Sundaram", "they took my savings"
	s := r.process()
	c := r.load(s, chat)
	t := r.filing(c, 1, "SK-7F3K-92QX", phone)
	t.Session.Lang = words
	t.Lines = []store.Line{{Text: words, Data: phone, Media: name}}
	t.Deliveries = append(t.Deliveries, store.Delivery{Kind: "fetch", Body: []byte(name), Number: "SK-7F3K-92QX"})
	t.Reports[0].Reporter = fraud.Person{Name: name, Mobile: mobile(phone), Pincode: "600028"}
	t.Reports[0].Suspicion.Details = words
	r.commit(s, t)
	if err := s.Park(r.Context(), store.Parked{ID: "2", Chat: chat, Cause: name, Body: []byte(words)}); err != nil {
		r.Fatal(err)
	}
	dump := r.dump()
	if !bytes.Contains(dump, []byte(r.person(chat))) {
		r.Fatal("the dump does not hold the person at all: it proves nothing")
	}
	for _, planted := range []string{"8877665544", "9123456780", name, "Meenakshi", words, "savings", "SK-7F3K-92QX", "7F3K", "600028"} {
		if bytes.Contains(dump, []byte(planted)) {
			r.Errorf("%q is kept in the clear", planted)
		}
	}
}

// person is the keyed hash that a store of the rig knows a chat by.
func (r *rig) person(chat int64) string {
	r.Helper()
	kept, err := r.engine.Kept(r.Context(), "root")
	if err != nil {
		r.Fatal(err)
	}
	o := operator(r.T, r.key)
	root, err := o.UnwrapRoot(kept)
	if err != nil {
		r.Fatal(err)
	}
	keys, err := seal.NewKeyring(o, root)
	if err != nil {
		r.Fatal(err)
	}
	return keys.Person(chat)
}

func (r *rig) dump() []byte {
	r.Helper()
	dump, err := r.place.Dump()
	if err != nil {
		r.Fatal(err)
	}
	return dump
}
