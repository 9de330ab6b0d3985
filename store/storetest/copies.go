package storetest

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"satark/store"
)

// people hands out everyone, whoever comes and goes meanwhile.
func people(r *rig) {
	const chats = 60
	s := r.process()
	for chat := range int64(chats) {
		r.commit(s, r.turn(r.load(s, chat), 1, "hi"))
	}
	if err := s.Forget(r.Context(), 7); err != nil {
		r.Fatal(err)
	}
	for _, n := range []int{1, 7, 1000} {
		got := map[string]string{}
		r.wander(func(cursor string) (string, error) {
			some, next, err := r.engine.People(r.Context(), cursor, n)
			for _, p := range some {
				got[p.Person] = string(p.Wrap)
			}
			return next, err
		})
		if len(got) != chats-1 {
			r.Errorf("%d at a time: %d persons, want %d", n, len(got), chats-1)
		}
		for person, wrap := range got {
			if rec, err := r.engine.Person(r.Context(), person); err != nil || string(rec.Wrap) != wrap || wrap == "" {
				r.Errorf("a person's key: %v", err)
			}
		}
	}
}

// wander follows a cursor to its end.
func (r *rig) wander(step func(cursor string) (next string, err error)) {
	r.Helper()
	for cursor, steps := "", 0; ; steps++ {
		next, err := step(cursor)
		if err != nil {
			r.Fatal(err)
		}
		if next == "" {
			return
		}
		if next == cursor || steps > 100_000 {
			r.Fatalf("the cursor %q leads nowhere", next)
		}
		cursor = next
	}
}

// walk returns everything that is kept, as a backup does, through JSON.
func (r *rig) walk(n int) []store.Entry {
	r.Helper()
	var all []store.Entry
	r.wander(func(cursor string) (string, error) {
		some, next, err := r.engine.Walk(r.Context(), cursor, n)
		for _, e := range some {
			raw, err := json.Marshal(e)
			if err != nil {
				r.Fatal(err)
			}
			var back store.Entry
			if err := json.Unmarshal(raw, &back); err != nil {
				r.Fatal(err)
			}
			all = append(all, back)
		}
		return next, err
	})
	return all
}

func (r *rig) imports(entries []store.Entry, n int) {
	r.Helper()
	for len(entries) > 0 {
		some := entries[:min(n, len(entries))]
		if err := r.engine.Import(r.Context(), some); err != nil {
			r.Fatal(err)
		}
		entries = entries[len(some):]
	}
}

// elsewhere goes on at an empty place of the same kind.
func (r *rig) elsewhere() {
	r.Helper()
	if err := r.engine.Close(); err != nil {
		r.Fatal(err)
	}
	r.place = r.fresh(r.T)
	r.open()
}

// wholeCopy copies a store to an empty place, where every later answer is the same.
func wholeCopy(r *rig) {
	c := fill(r)
	at := r.clock.now()
	entries := r.walk(3)
	if len(entries) < 20 {
		r.Fatalf("only %d entries", len(entries))
	}
	want := answers(r, c)
	for _, batch := range []int{1, 1000} {
		r.elsewhere()
		r.clock.set(at)
		for range 2 { // importing twice changes nothing
			r.imports(entries, batch)
		}
		if got := answers(r, c); got != want {
			r.Errorf("%d at a time: the copy answers\n%s\nwant\n%s", batch, got, want)
		}
	}
}

// copyOfCopy compares what a copy hands out with what was copied.
func copyOfCopy(r *rig) {
	fill(r)
	first := byKey(r, r.walk(7))
	r.elsewhere()
	for _, e := range first {
		r.imports([]store.Entry{e}, 1)
	}
	second := byKey(r, r.walk(1000))
	if len(first) != len(second) {
		r.Errorf("%d entries became %d", len(first), len(second))
	}
	for key, want := range first {
		if got, want := plain(r, second[key]), plain(r, want); got != want {
			r.Errorf("%s\nis %s\nwas %s", key, got, want)
		}
	}
}

// overwritten imports a person in the place of what has become of them since.
func overwritten(r *rig) {
	s := r.process()
	c := r.load(s, 1)
	r.commit(s, r.filing(c, 1, numbered(1), "+919876500001"))
	entries := r.walk(100)
	before := plain(r, byKey(r, entries)[personKey(r, 1)])
	r.commit(s, r.filing(c, 2, numbered(2), "+919876500001"))
	r.commit(s, r.turn(c, 3, "more"))
	r.commit(s, r.turn(r.load(s, 2), 1, "another"))
	r.imports(entries, 100)
	if got := plain(r, byKey(r, r.walk(100))[personKey(r, 1)]); got != before {
		r.Errorf("a person is\n%s\nwas\n%s", got, before)
	}
	r.says(s, 1, "filed "+string(numbered(1)))
	r.says(s, 2, "another")
	r.expectStats(s, store.Stats{Persons: 2, Reports: 1, Lines: 2, Deliveries: 2})
	r.refused(s, r.turn(c, 4, "stale"), store.ErrStale)
	r.clock.advance(hold)
	if got := brief(r.lease(s)); len(got) != 2 || got[0] != "1 send  filed SK-0000-0001 tries 1" {
		r.Errorf("leased %q", got)
	}
}

// momentary walks while turns are committed: each dossier is of one moment, and whoever
// was there at the beginning is handed out.
func momentary(r *rig) {
	const chats = 20
	s := r.process()
	for chat := range int64(chats) {
		r.commit(s, r.turn(r.load(s, chat), 1, "hi"))
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for chat := range int64(4) {
		wg.Go(func() {
			for update := int64(2); ; update++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := r.runTurn(s, chat, update); err != nil {
					r.Error(err)
					return
				}
			}
		})
	}
	for range 5 {
		seen := map[string]bool{}
		for _, e := range r.walk(3) {
			if e.Dossier == nil {
				continue
			}
			seen[e.Dossier.Person] = true
			var n int
			if _, err := fmt.Sscanf(e.Dossier.Record.Version[17:], "%d", &n); err != nil {
				r.Errorf("version %q: %v", e.Dossier.Record.Version, err)
			}
			if len(e.Dossier.Lines) != n || len(e.Dossier.Items) != n {
				r.Errorf("at version %d there are %d lines and %d deliveries", n, len(e.Dossier.Lines), len(e.Dossier.Items))
			}
		}
		if len(seen) != chats {
			r.Errorf("%d persons were handed out, want %d", len(seen), chats)
		}
	}
	close(stop)
	wg.Wait()
}

// personKey names the dossier of a chat as byKey does.
func personKey(r *rig, chat int64) string { return "dossier " + r.person(chat) }

// byKey is what is kept under each key, the last of what was handed out.
func byKey(r *rig, entries []store.Entry) map[string]store.Entry {
	r.Helper()
	out := map[string]store.Entry{}
	for _, e := range entries {
		switch {
		case e.Dossier != nil:
			out["dossier "+e.Dossier.Person] = e
		case e.Claim != nil:
			out["claim "+e.Claim.Number] = e
		case e.Index != nil:
			out["index "+e.Index.Mark+" "+e.Index.Number] = e
		case e.Seen != nil:
			out[fmt.Sprint("seen ", e.Seen.Person, " ", e.Seen.Update)] = e
		case e.Parked != nil:
			out["parked "+e.Parked.ID] = e
		case e.Name != nil:
			out["name "+e.Name.Name] = e
		default:
			r.Errorf("an entry without content: %+v", e)
		}
	}
	return out
}

// hours is a time of the tests in short.
func hours(t time.Time) string { return t.Sub(start).String() }
