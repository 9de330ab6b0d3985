package storetest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// load loads a chat that must load.
func (r *rig) load(s *store.Store, chat int64) *store.Chat {
	r.Helper()
	c, err := s.Load(r.Context(), chat)
	if err != nil {
		r.Fatalf("load: %v", err)
	}
	return c
}

// turn is a turn with a line of transcript and a reply.
func (r *rig) turn(c *store.Chat, update int64, say string) *store.Turn {
	return &store.Turn{
		Chat: c, Update: update, At: r.clock.now(), Session: dialogs.Session{Lang: say},
		Lines:      []store.Line{{At: r.clock.now(), Who: "citizen", Text: say}},
		Deliveries: []store.Delivery{{Kind: "send", Body: []byte(say)}},
	}
}

// commit commits a turn that must succeed.
func (r *rig) commit(s *store.Store, t *store.Turn) {
	r.Helper()
	if err := s.Commit(r.Context(), t); err != nil {
		r.Fatalf("commit %d: %v", t.Update, err)
	}
}

// refused commits a turn that must be refused with want.
func (r *rig) refused(s *store.Store, t *store.Turn, want error) {
	r.Helper()
	if err := s.Commit(r.Context(), t); !errors.Is(err, want) {
		r.Fatalf("commit %d: got %v, want %v", t.Update, err, want)
	}
}

// lease leases what is due by the rig's clock.
func (r *rig) lease(s *store.Store) []store.Delivery {
	r.Helper()
	got, err := s.Lease(r.Context(), r.clock.now(), 1000, hold)
	if err != nil {
		r.Fatalf("lease: %v", err)
	}
	return got
}

// leases leases what is due, which must have the bodies want, in this order.
func (r *rig) leases(s *store.Store, want ...string) []store.Delivery {
	r.Helper()
	got := r.lease(s)
	if bodies := bodiesOf(got); !slices.Equal(bodies, want) {
		r.Fatalf("leased %q, want %q", bodies, want)
	}
	return got
}

func bodiesOf(deliveries []store.Delivery) []string {
	var out []string
	for _, d := range deliveries {
		out = append(out, string(d.Body))
	}
	return out
}

// done marks deliveries as made.
func (r *rig) done(s *store.Store, deliveries ...store.Delivery) {
	r.Helper()
	var marks []store.Mark
	for _, d := range deliveries {
		marks = append(marks, store.Mark{ID: d.ID, Chat: d.Chat, Done: true})
	}
	r.mark(s, marks...)
}

// again gives a delivery back until at.
func (r *rig) again(s *store.Store, d store.Delivery, at time.Time) {
	r.Helper()
	r.mark(s, store.Mark{ID: d.ID, Chat: d.Chat, Again: at})
}

func (r *rig) mark(s *store.Store, marks ...store.Mark) {
	r.Helper()
	if err := s.Mark(r.Context(), marks); err != nil {
		r.Fatalf("mark: %v", err)
	}
}

// said is what a chat's transcript says.
func (r *rig) said(s *store.Store, chat int64) []string {
	r.Helper()
	lines, err := s.Transcript(r.Context(), chat, 0, -1)
	if err != nil {
		r.Fatalf("transcript: %v", err)
	}
	var out []string
	for _, l := range lines {
		out = append(out, l.Text)
	}
	return out
}

// says fails unless a chat's transcript says want.
func (r *rig) says(s *store.Store, chat int64, want ...string) {
	r.Helper()
	if got := r.said(s, chat); !slices.Equal(got, want) {
		r.Fatalf("transcript %q, want %q", got, want)
	}
}

// filing is a turn that files a report naming a suspect.
func (r *rig) filing(c *store.Chat, update int64, number fraud.Number, suspect string) *store.Turn {
	t := r.turn(c, update, "filed "+string(number))
	t.Claims = []fraud.Number{number}
	t.Reports = []fraud.Report{{
		Number: number, Route: fraud.RouteSuspected, Status: fraud.StatusPrepared, Created: r.clock.now(),
		Suspicion: &fraud.Suspicion{Suspect: []fraud.Identifier{mobile(suspect)}, Details: "story of " + string(number)},
	}}
	return t
}

func mobile(value string) fraud.Identifier {
	return fraud.Identifier{Kind: fraud.KindMobile, Value: value}
}

func numbered(i int) fraud.Number { return fraud.Number(fmt.Sprintf("SK-0000-%04d", i)) }
