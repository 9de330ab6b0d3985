package storetest

import (
	"time"

	"satark/store"
)

// life is how long a process of the tests is believed to live after a sign of life.
const life = 15 * time.Second

// at is one more process, which runs at a place.
func (r *rig) at(place string) *store.Store {
	r.Helper()
	return r.processWith(r.engine, store.Options{Place: place})
}

// beats has a process say that it lives, and fails unless it stands as wanted.
func (r *rig) beats(s *store.Store, alive int, first bool) {
	r.Helper()
	got, err := s.Beat(r.Context())
	want := store.Standing{Alive: alive, First: first}
	if !r.place.Shared {
		want = store.Standing{Alive: 1, First: true} // nobody else can be there
	}
	if err != nil || got != want {
		r.Fatalf("a sign of life: %+v, %v; want %+v", got, err, want)
	}
}

func (r *rig) leave(s *store.Store) {
	r.Helper()
	if err := s.Leave(r.Context()); err != nil {
		r.Fatal(err)
	}
}

func believed(r *rig) {
	s := r.process()
	if !s.Alive().IsZero() {
		r.Fatalf("alive until %v before the first sign of life", s.Alive())
	}
	for range 3 {
		r.beats(s, 1, true)
		if want := r.clock.now().Add(life); !s.Alive().Equal(want) {
			r.Fatalf("alive until %v, want %v", s.Alive(), want)
		}
		r.clock.advance(life / 5)
	}
}

// longestLiving has the first place pass on as processes come, die, come back and leave.
func longestLiving(r *rig) {
	a, b, c := r.at("a"), r.at("b"), r.at("c")
	r.beats(a, 1, true)
	r.beats(b, 2, false)
	r.beats(c, 3, false)
	r.clock.advance(life - time.Millisecond)
	r.beats(c, 3, false)
	r.beats(b, 3, false)
	r.beats(a, 3, true)
	r.clock.advance(life - time.Millisecond)
	r.beats(b, 3, false)
	r.beats(c, 3, false)
	r.clock.advance(2 * time.Millisecond) // a is late
	r.beats(c, 2, false)
	r.beats(b, 2, true)
	r.beats(a, 3, false)
	r.beats(b, 3, true)
	r.leave(b)
	r.beats(a, 2, false)
	r.beats(c, 2, true)
	r.leave(b) // nobody any more
	r.leave(c)
	r.leave(a)
	r.beats(b, 1, true)
}

// holding has a process hold a line, a single delivery and one that failed a moment ago.
func (r *rig) holding(s *store.Store, chat int64) {
	r.Helper()
	t := r.turn(r.load(s, chat), 1, "reply")
	t.Deliveries = append(t.Deliveries,
		store.Delivery{Kind: "fetch", Body: []byte("file")},
		store.Delivery{Kind: "fetch", Body: []byte("failed")},
		store.Delivery{Kind: "remind", Body: []byte("later"), Due: r.clock.now().Add(2 * time.Hour)})
	r.commit(s, t)
	r.again(s, t.Deliveries[2], r.clock.now().Add(time.Hour))
}

// freed leases what holding held, from a process that is dead: what had failed and what is
// due later keep their times.
func (r *rig) freed(s *store.Store) {
	r.Helper()
	got := r.leases(s, "reply", "file")
	for _, d := range got {
		if d.Tries != 1 {
			r.Errorf("%s was leased %d times before", d.Body, d.Tries)
		}
	}
	r.done(s, got...)
	for _, body := range []string{"failed", "later"} {
		r.clock.advance(time.Hour) // who may be taken for dead by then is given nothing
		if _, err := s.Beat(r.Context()); err != nil {
			r.Fatal(err)
		}
		r.done(s, r.leases(s, body)...)
	}
}

func deadFreed(r *rig) {
	a, b := r.at("a"), r.at("b")
	r.beats(a, 1, true)
	r.beats(b, 2, false)
	r.beats(a, 2, true)
	r.holding(a, 1)
	if r.place.Shared {
		r.clock.advance(life - time.Millisecond)
		r.beats(b, 2, false)
		r.leases(b) // a may still act on it
		r.clock.advance(2 * time.Millisecond)
		r.leases(b)
	}
	r.beats(b, 1, true)
	r.freed(b)
}

// samePlace has a process begin where another was: a port is bound once.
func samePlace(r *rig) {
	a, other, b := r.at("here"), r.at("there"), r.at("here")
	r.beats(other, 1, true)
	r.beats(a, 2, false)
	r.holding(a, 1)
	r.beats(b, 2, false)
	r.freed(b)
}

// noPlace has processes at no place spare one another.
func noPlace(r *rig) {
	if !r.place.Shared {
		r.Skip("only one process can be there")
	}
	a, b := r.at(""), r.at("")
	r.beats(a, 1, true)
	r.holding(a, 1)
	r.beats(b, 2, false)
	r.leases(b)
	r.beats(a, 2, true)
}

func leaving(r *rig) {
	a, b := r.at("a"), r.at("b")
	r.beats(a, 1, true)
	r.holding(a, 1)
	if r.place.Shared {
		r.beats(b, 2, false)
		r.leases(b)
	}
	r.leave(a)
	r.leave(a)
	r.freed(b)
}

// unknownFreed has a dead process hold a line in which another has put something since.
func unknownFreed(r *rig) {
	a, b := r.at("a"), r.at("b")
	r.beats(b, 1, true)
	r.beats(a, 2, false)
	r.commit(a, r.turn(r.load(a, 1), 1, "one"))
	t := r.turn(r.load(b, 1), 2, "two")
	r.commit(b, t)
	if !t.Deliveries[0].Leased.IsZero() {
		r.Fatal("two overtakes one")
	}
	r.clock.advance(life - time.Millisecond)
	r.beats(b, 2, true)
	r.clock.advance(2 * time.Millisecond)
	r.beats(b, 1, true)
	got := r.leases(b, "one", "two")
	if got[0].Tries != 1 || got[1].Tries != 0 {
		r.Errorf("tries %d and %d", got[0].Tries, got[1].Tries)
	}
}
