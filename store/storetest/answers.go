package storetest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"satark/fraud"
	"satark/store"
)

// fill brings a store into many states at once. It returns a commit whose repeat must be
// answered as the first was.
func fill(r *rig) *store.Commit {
	s := r.process()
	for chat := int64(1); chat <= 4; chat++ {
		c := r.load(s, chat)
		t := r.filing(c, 1, numbered(int(chat)), "+919876500001")
		t.Deliveries = append(t.Deliveries,
			store.Delivery{Kind: "fetch", Body: fmt.Append(nil, "file ", chat)},
			store.Delivery{Kind: "remind", Body: fmt.Append(nil, "later ", chat), Due: start.Add(time.Duration(chat) * time.Hour)})
		r.commit(s, t)
	}
	r.clock.advance(hold)
	for _, d := range r.lease(s) { // once more: what waits for chat 1 was tried twice then
		if d.Chat == 2 {
			r.done(s, d)
		}
		if d.Chat == 3 {
			r.again(s, d, start.Add(90*time.Minute))
		}
	}
	one := r.load(s, 1)
	amended := r.filing(one, 2, numbered(1), "+919876500002")
	amended.Reports[0].Status = fraud.StatusWithdrawn
	r.commit(s, amended)
	other := r.process() // does not hold chat 4's line
	r.commit(other, r.turn(r.load(other, 4), 2, "behind"))
	r.commit(s, r.filing(r.load(s, 5), 1, numbered(5), "+919876500001"))
	if err := s.Forget(r.Context(), 5); err != nil {
		r.Fatal(err)
	}
	r.commit(s, r.turn(r.load(s, 5), 2, "back"))
	for _, p := range []store.Parked{
		{ID: "77", Kind: store.ParkedUpdate, At: start, Cause: "shape", Body: []byte("{}")},
		{ID: "life-1-1", Kind: "send", Chat: 1, Number: numbered(1), At: start, Cause: "refused", Body: []byte("m")},
	} {
		if err := s.Park(r.Context(), p); err != nil {
			r.Fatal(err)
		}
	}
	c := &store.Commit{
		Op: "op", Person: person(1), Update: -5, After: "life.1", Wrap: []byte("wrap"), Session: []byte{},
		Now: r.clock.now(), SeenUntil: r.clock.now().Add(72 * time.Hour), Owner: "me", Until: r.clock.now().Add(hold),
	}
	r.commitRaw(c, nil)
	if err := r.engine.Forget(r.Context(), c.Person); err != nil {
		r.Fatal(err)
	}
	return c
}

// answers asks a store all that can be asked, and takes it through the next hours. It may
// be asked once.
func answers(r *rig, c *store.Commit) string {
	r.Helper()
	var out strings.Builder
	s := r.process()
	say := func(what string, v any, err error) {
		raw, jsonErr := json.Marshal(v)
		fmt.Fprintf(&out, "%s: %s %v %v\n", what, raw, err, jsonErr)
	}
	for chat := int64(1); chat <= 6; chat++ {
		all, err := s.Everything(r.Context(), chat)
		say(fmt.Sprint("everything of ", chat), all, err)
		say("version", r.load(s, chat).Version, nil)
		holder, report, err := s.Find(r.Context(), numbered(int(chat)))
		say(fmt.Sprint("find ", holder), report, err)
		err = s.Commit(r.Context(), r.filing(r.load(s, 9), 1, numbered(int(chat)), "+919876500009"))
		say("take the number", errors.Is(err, store.ErrTaken), nil)
		err = s.Commit(r.Context(), r.turn(r.load(s, chat), 1, "again"))
		say("the update again", errors.Is(err, store.ErrSeen), nil)
	}
	for i := 1; i <= 2; i++ {
		n, err := s.CountByIdentifier(r.Context(), mobile(fmt.Sprintf("+91987650000%d", i)))
		say("index", n, err)
	}
	parked, err := s.ParkedList(r.Context())
	say("parked", parked, err)
	done, err := r.engine.Commit(r.Context(), c)
	say("the same operation", done, err)
	r.onward(s, say)
	return out.String()
}

// onward leases and counts through the next hours, and goes on talking.
func (r *rig) onward(s *store.Store, say func(string, any, error)) {
	r.Helper()
	for range 20 {
		stats, err := s.Stats(r.Context())
		say(hours(r.clock.now()), stats, err)
		got := r.lease(s)
		say("leased", brief(got), nil)
		r.done(s, got...)
		r.clock.advance(15 * time.Minute)
	}
	for chat := int64(1); chat <= 6; chat++ {
		t := r.turn(r.load(s, chat), 50, "go on")
		r.commit(s, t)
		say("goes on", t.Deliveries[0].Leased, nil)
		r.says(s, chat, append(slices.DeleteFunc(r.said(s, chat), func(l string) bool { return l == "go on" }), "go on")...)
	}
	r.clock.advance(100 * time.Hour)
	say("much later", brief(r.lease(s)), nil)
}

// brief is what was leased but for the ids, which are random; lines by chat.
func brief(deliveries []store.Delivery) []string {
	slices.SortStableFunc(deliveries, func(a, b store.Delivery) int { return cmp.Compare(a.Chat, b.Chat) })
	var out []string
	for _, d := range deliveries {
		out = append(out, fmt.Sprintf("%d %s %s %s tries %d", d.Chat, d.Kind, d.Number, d.Body, d.Tries))
	}
	return out
}

// plain is an entry in one form: what has no order is sorted, times are UTC.
func plain(r *rig, e store.Entry) string {
	r.Helper()
	if d := e.Dossier; d != nil {
		sorted := *d
		sorted.Reports = slices.SortedFunc(slices.Values(d.Reports), func(a, b store.Record) int { return cmp.Compare(a.Key, b.Key) })
		sorted.Items = slices.SortedFunc(slices.Values(d.Items), func(a, b store.Pending) int { return cmp.Compare(a.ID, b.ID) })
		for i := range sorted.Items {
			sorted.Items[i].Due = sorted.Items[i].Due.UTC()
		}
		e.Dossier = &sorted
	}
	if s := e.Seen; s != nil {
		utc := *s
		utc.Until = s.Until.UTC()
		e.Seen = &utc
	}
	raw, err := json.Marshal(e)
	if err != nil {
		r.Fatal(err)
	}
	return string(raw)
}
