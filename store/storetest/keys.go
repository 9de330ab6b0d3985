package storetest

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"satark/store"
	"satark/store/seal"
)

func rewrap(r *rig) {
	first := &store.Commit{
		Op: "op-1", Person: person(1), Update: 1, After: "life.1", Wrap: []byte("old"), Session: []byte("s1"),
		Items: []store.Item{{ID: "a", Line: true, Due: start, Sealed: []byte("a")}},
		Now:   start, SeenUntil: start.Add(72 * time.Hour), Owner: "me", Until: start.Add(hold),
	}
	rewraps := func(who int, old, wrap string, want bool) {
		r.Helper()
		got, err := r.engine.Rewrap(r.Context(), person(who), []byte(old), []byte(wrap))
		if err != nil || got != want {
			r.Fatalf("wrap %q anew as %q: %v, %v; want %v", old, wrap, got, err, want)
		}
	}
	is := func(version, wrap string) {
		r.Helper()
		got, err := r.engine.Person(r.Context(), person(1))
		if err != nil || got.Version != version || string(got.Wrap) != wrap {
			r.Fatalf("version %s, wrap %q, %v; want %s, %q", got.Version, got.Wrap, err, version, wrap)
		}
	}
	rewraps(1, "old", "new", false) // nobody there
	r.commitRaw(first, nil)
	rewraps(1, "other", "new", false)
	is("life.1", "old")
	rewraps(1, "old", "new", true)
	rewraps(1, "old", "new", true) // asked again
	is("life.1", "new")
	r.commitRaw(first, nil) // a repeat
	is("life.1", "new")
	// A chat in memory goes on with the key as it was wrapped when it was loaded.
	second := *first
	second.Op, second.Update, second.Before, second.After, second.Items = "op-2", 2, "life.1", "life.2", nil
	r.commitRaw(&second, nil)
	is("life.2", "new")
	leased, err := r.engine.Lease(r.Context(), store.Leasing{Owner: "b", Now: start.Add(hold), Until: start.Add(2 * hold), Limit: 9})
	if err != nil || len(leased) != 1 || string(leased[0].Wrap) != "new" {
		r.Fatalf("leased %+v, %v", leased, err)
	}
	if err := r.engine.Forget(r.Context(), person(1)); err != nil {
		r.Fatal(err)
	}
	rewraps(1, "new", "newer", false)
	is("", "")
}

// commitRaw speaks to the engine itself.
func (r *rig) commitRaw(c *store.Commit, want error) {
	r.Helper()
	if _, err := r.engine.Commit(r.Context(), c); !errors.Is(err, want) {
		r.Fatalf("commit %s: %v, want %v", c.Op, err, want)
	}
}

// rekeyInUse changes the operator's key while turns go on, in chats that are new too.
func rekeyInUse(r *rig) {
	const chats, turns = 40, 10
	old, fresh := r.key, seal.NewKey()
	keys := operator(r.T, old)
	s, err := store.Open(r.Context(), r.engine, keys, store.Options{Now: r.clock.now, Hold: hold})
	if err != nil {
		r.Fatal(err)
	}
	for chat := range int64(chats / 2) {
		r.commit(s, r.filing(r.load(s, chat), 1, numbered(int(chat)), "+919876543210"))
	}
	waiting := r.load(s, chats) // its key is wrapped already, and not yet kept
	if err := keys.Use(fresh, old); err != nil {
		r.Fatal(err)
	}
	var wg sync.WaitGroup
	for chat := range int64(chats) {
		wg.Go(func() {
			for update := int64(2); update < 2+turns; update++ {
				if err := r.runTurn(s, chat, update); err != nil {
					r.Errorf("chat %d: %v", chat, err)
				}
			}
		})
	}
	r.rekey(s)
	wg.Wait()
	r.commit(s, r.turn(waiting, 1, "waited"))
	r.rekey(s)
	if n := r.rekey(s); n != 0 {
		r.Errorf("%d keys were wrapped anew for nothing", n)
	}
	r.key = fresh
	only := r.process()
	for chat := range int64(chats) {
		want := turns
		if chat < chats/2 {
			want++
			if _, _, err := only.Find(r.Context(), numbered(int(chat))); err != nil {
				r.Errorf("chat %d: %v", chat, err)
			}
		}
		if got := len(r.said(only, chat)); got != want {
			r.Errorf("chat %d has %d lines, want %d", chat, got, want)
		}
	}
	r.says(only, chats, "waited")
	if _, err := store.Open(r.Context(), r.engine, operator(r.T, old), store.Options{}); !errors.Is(err, store.ErrWrongKey) {
		r.Errorf("open with the key of before: %v", err)
	}
}

func (r *rig) rekey(s *store.Store) (changed int) {
	r.Helper()
	last := 0
	changed, err := s.Rekey(r.Context(), func(looked int) {
		if looked < last {
			r.Errorf("looked at %d persons after %d", looked, last)
		}
		last = looked
	})
	if err != nil {
		r.Fatal(err)
	}
	return changed
}

// beforeRoots opens a store that was begun by a version that kept no root: the root
// follows from the operator's key.
func beforeRoots(r *rig) {
	root, err := seal.RootOf(r.key)
	if err != nil {
		r.Fatal(err)
	}
	keys, err := seal.NewKeyring(operator(r.T, r.key), root)
	if err != nil {
		r.Fatal(err)
	}
	proof := keys.Hash("proof", "of the operator's key")
	if _, err := r.engine.Once(r.Context(), "proof", []byte(proof)); err != nil {
		r.Fatal(err)
	}
	_, err = store.Open(r.Context(), r.engine, operator(r.T, seal.NewKey()), store.Options{})
	if !errors.Is(err, store.ErrWrongKey) {
		r.Fatalf("open with another key: %v", err)
	}
	if _, err := r.engine.Kept(r.Context(), "root"); !errors.Is(err, store.ErrNotFound) {
		r.Fatalf("another key left a root: %v", err)
	}
	fresh := seal.NewKey()
	s, err := store.Open(r.Context(), r.engine, operator(r.T, fresh, r.key), store.Options{Now: r.clock.now})
	if err != nil {
		r.Fatal(err)
	}
	r.commit(s, r.turn(r.load(s, 1), 1, "hi"))
	r.key = fresh
	if got := r.person(1); got != keys.Person(1) {
		r.Fatal("a person has another hash than before")
	}
	r.says(r.process(), 1, "hi")
}

// rekeyLater has a change of the key break off and go on later.
func rekeyLater(r *rig) {
	old, fresh := r.key, seal.NewKey()
	s := r.process()
	for chat := range int64(3) {
		r.commit(s, r.turn(r.load(s, chat), 1, fmt.Sprint(chat)))
	}
	both, err := store.Open(r.Context(), r.engine, operator(r.T, fresh, old), store.Options{Now: r.clock.now})
	if err != nil {
		r.Fatal(err)
	}
	if findings, err := both.Check(r.Context()); err != nil || !has(findings, store.Warning, "key was changed") {
		r.Errorf("before the change: %+v, %v", findings, err)
	}
	broken, err := store.Open(r.Context(), tired{Engine: r.engine, after: 2, asked: new(int)}, operator(r.T, fresh, old), store.Options{})
	if err != nil {
		r.Fatal(err)
	}
	if changed, err := broken.Rekey(r.Context(), nil); changed != 2 || !errors.Is(err, errTired) {
		r.Fatalf("a broken change: %d, %v", changed, err)
	}
	for chat := range int64(3) { // the process that has the old key first still reads all
		r.says(both, chat, fmt.Sprint(chat))
	}
	if changed, err := both.Rekey(r.Context(), nil); changed != 1 || err != nil {
		r.Fatalf("the rest: %d, %v", changed, err)
	}
	if findings, err := both.Check(r.Context()); err != nil || has(findings, store.Warning, "key was changed") {
		r.Errorf("after the change: %+v, %v", findings, err)
	}
}

// noticed has a process notice at its next sign of life that the key was changed.
func noticed(r *rig) {
	old, fresh := r.key, seal.NewKey()
	keys, file := operator(r.T, old), []seal.Key{old}
	keys.Ask(func() ([]seal.Key, error) { return file, nil })
	s, err := store.Open(r.Context(), r.engine, keys, store.Options{Now: r.clock.now, Hold: hold, Life: life})
	if err != nil {
		r.Fatal(err)
	}
	r.beats(s, 1, true)
	changing, err := store.Open(r.Context(), r.engine, operator(r.T, fresh, old), store.Options{Now: r.clock.now})
	if err != nil {
		r.Fatal(err)
	}
	file = []seal.Key{fresh, old}
	r.rekey(changing)
	if keys.Keys()[0] != old {
		r.Fatal("the key changed by itself")
	}
	r.beats(s, 1, true)
	if keys.Keys()[0] != fresh {
		r.Error("new persons' keys are still wrapped with the key of before")
	}
}
