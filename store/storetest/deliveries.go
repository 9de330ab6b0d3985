package storetest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"satark/store"
)

func leasedByCommit(r *rig) {
	a, b := r.process(), r.process()
	t := r.turn(r.load(a, 1), 1, "one")
	t.Deliveries = append(t.Deliveries,
		store.Delivery{Kind: "fetch", Body: []byte("file"), Number: "SK-1"},
		store.Delivery{Kind: "send", Body: []byte("two")},
		store.Delivery{Kind: "remind", Body: []byte("later"), Due: start.Add(time.Hour)})
	r.commit(a, t)
	for i, d := range t.Deliveries {
		if due := d.Due.IsZero(); d.ID == "" || d.Leased.IsZero() == due || (due && !d.Leased.Equal(start.Add(hold))) {
			r.Errorf("delivery %d after the commit: %+v", i, d)
		}
	}
	if t.Deliveries[0].ID >= t.Deliveries[2].ID {
		r.Errorf("ids do not sort: %q, %q", t.Deliveries[0].ID, t.Deliveries[2].ID)
	}
	r.leases(b) // they are a's
	for _, d := range t.Deliveries[:3] {
		d.Chat = 1
		r.done(a, d)
	}
	r.clock.advance(hold)
	r.leases(b)
}

func leaseEnds(r *rig) {
	a, b := r.process(), r.process()
	t := r.turn(r.load(a, 1), 1, "reply")
	t.Deliveries = append(t.Deliveries, store.Delivery{Kind: "fetch", Number: "SK-7", Body: []byte("file")})
	r.commit(a, t)
	r.clock.advance(hold - time.Millisecond)
	r.leases(b)
	r.clock.advance(time.Millisecond)
	for try := 1; try <= 3; try++ {
		got := r.leases(b, "reply", "file")
		for _, d := range got {
			if d.Chat != 1 || d.Tries != try || !d.Leased.Equal(r.clock.now().Add(hold)) {
				r.Errorf("try %d: %+v", try, d)
			}
		}
		if got[0].Kind != "send" || got[1].Kind != "fetch" || got[1].Number != "SK-7" {
			r.Errorf("try %d: %+v", try, got)
		}
		r.leases(a)
		r.clock.advance(hold)
	}
}

func later(r *rig) {
	s := r.process()
	t := &store.Turn{Chat: r.load(s, 1), Update: 1, Deliveries: []store.Delivery{
		{Kind: "remind", Body: []byte("in two hours"), Due: start.Add(2 * time.Hour)},
		{Kind: "send", Body: []byte("in one hour"), Due: start.Add(time.Hour)},
		{Kind: "remind", Body: []byte("overdue"), Due: start.Add(-time.Hour)},
	}}
	r.commit(s, t)
	if t.Deliveries[2].Leased.IsZero() {
		r.Error("an overdue delivery is not leased")
	}
	r.mark(s, store.Mark{ID: t.Deliveries[2].ID, Chat: 1, Done: true})
	r.leases(s)
	r.clock.advance(time.Hour)
	got := r.leases(s, "in one hour")
	if got[0].Tries != 0 || !got[0].Due.Equal(start.Add(time.Hour)) {
		r.Errorf("the first lease: %+v", got[0])
	}
	r.again(s, got[0], start.Add(3*time.Hour))
	r.clock.advance(time.Hour)
	r.done(s, r.leases(s, "in two hours")...)
	r.clock.advance(time.Hour)
	r.done(s, r.leases(s, "in one hour")...)
	r.clock.advance(100 * time.Hour)
	r.leases(s)
}

func wholeLine(r *rig) {
	a, b := r.process(), r.process()
	c := r.load(a, 1)
	for update := int64(1); update <= 12; update++ {
		r.commit(a, r.turn(c, update, fmt.Sprintf("%02d", update)))
	}
	r.clock.advance(hold)
	got, err := b.Lease(r.Context(), r.clock.now(), 1, hold)
	if err != nil || len(got) != 12 || !slices.IsSorted(bodiesOf(got)) {
		r.Fatalf("leased %q, %v", bodiesOf(got), err)
	}
	r.done(b, got[:5]...)
	r.leases(a)
	r.clock.advance(hold)
	r.leases(a, bodiesOf(got[5:])...)
}

// limit has one chat hold more than a sweep looks at first.
func limit(r *rig) {
	s := r.process()
	t := &store.Turn{Chat: r.load(s, 1), Update: 1}
	for i := range 50 {
		t.Deliveries = append(t.Deliveries, store.Delivery{Kind: "fetch", Body: fmt.Appendf(nil, "%02d", i)})
	}
	r.commit(s, t)
	r.clock.advance(hold)
	for _, want := range []int{30, 20, 0} {
		got, err := s.Lease(r.Context(), r.clock.now(), 30, hold)
		if err != nil || len(got) != want {
			r.Errorf("leased %d, %v; want %d", len(got), err, want)
		}
	}
}

func failedLine(r *rig) {
	s := r.process()
	c := r.load(s, 1)
	r.commit(s, r.turn(c, 1, "one"))
	r.commit(s, r.turn(c, 2, "two"))
	r.clock.advance(hold)
	got := r.leases(s, "one", "two")
	// "two" is given back because "one" must wait: the line waits for the later.
	r.mark(s,
		store.Mark{ID: got[0].ID, Chat: 1, Again: r.clock.now().Add(time.Minute)},
		store.Mark{ID: got[1].ID, Chat: 1, Again: r.clock.now()})
	t := r.turn(c, 3, "three")
	r.commit(s, t)
	if !t.Deliveries[0].Leased.IsZero() {
		r.Error("a new delivery overtakes what waits to be tried again")
	}
	r.leases(s)
	r.clock.advance(time.Minute)
	r.done(s, r.leases(s, "one", "two", "three")...)
	// An empty line is free again.
	t = r.turn(c, 4, "four")
	r.commit(s, t)
	if t.Deliveries[0].Leased.IsZero() {
		r.Error("a delivery of an empty line is not leased")
	}
}

func noOvertaking(r *rig) {
	a, b := r.process(), r.process()
	ta := r.turn(r.load(a, 1), 1, "a1")
	r.commit(a, ta)
	tb := r.turn(r.load(b, 1), 2, "b1")
	r.commit(b, tb)
	if !tb.Deliveries[0].Leased.IsZero() {
		r.Error("b acts on a line that a holds")
	}
	ta2 := r.turn(r.load(a, 1), 3, "a2")
	r.commit(a, ta2)
	if !ta2.Deliveries[0].Leased.IsZero() {
		r.Error("a2 overtakes b1")
	}
	r.leases(b)
	r.mark(a, store.Mark{ID: ta.Deliveries[0].ID, Chat: 1, Done: true})
	// What a does not know of does not wait for a's lease to end.
	r.done(b, r.leases(b, "b1", "a2")...)
	r.clock.advance(hold)
	r.leases(a)
}

func lateMarks(r *rig) {
	a, b := r.process(), r.process()
	t := r.turn(r.load(a, 1), 1, "reply")
	t.Deliveries = append(t.Deliveries, store.Delivery{Kind: "fetch", Body: []byte("file")})
	r.commit(a, t)
	r.clock.advance(hold)
	got := r.leases(b, "reply", "file")
	// a wakes up late: what it gives back is b's now, what it has sent is sent.
	r.again(a, got[0], start)
	r.again(a, got[1], start)
	r.leases(a)
	r.done(a, got[0])
	r.clock.advance(hold)
	r.leases(b, "file")
	// Marks of what is gone, or never was, harm nobody.
	r.done(a, got[0])
	r.again(a, got[0], start)
	r.mark(a, store.Mark{ID: "never", Chat: 99, Done: true}, store.Mark{ID: "", Chat: 1, Again: start})
	r.mark(a)
	r.done(b, got[1])
	r.clock.advance(hold)
	r.leases(b)
}

// sweepTogether has several processes sweep at once: each delivery goes to one.
func sweepTogether(r *rig) {
	const chats = 300
	s := r.process()
	for chat := range int64(chats) {
		t := r.turn(r.load(s, chat), 1, fmt.Sprint(chat))
		t.Deliveries = append(t.Deliveries, store.Delivery{Kind: "fetch", Body: fmt.Appendf(nil, "f%d", chat)})
		r.commit(s, t)
	}
	r.clock.advance(hold)
	var mu sync.Mutex
	var wg sync.WaitGroup
	count := map[string]int{}
	for range 4 {
		sweeper := r.process()
		wg.Go(func() {
			for {
				got, err := sweeper.Lease(r.Context(), r.clock.now(), 50, hold)
				if err != nil || len(got) > 100 {
					r.Errorf("%d leased, %v", len(got), err)
				}
				mu.Lock()
				for _, body := range bodiesOf(got) {
					count[body]++
				}
				mu.Unlock()
				if err != nil || len(got) == 0 {
					return
				}
			}
		})
	}
	wg.Wait()
	if len(count) != 2*chats {
		r.Errorf("%d of %d deliveries were leased", len(count), 2*chats)
	}
	for body, n := range count {
		if n != 1 {
			r.Errorf("%s was leased %d times", body, n)
		}
	}
}
