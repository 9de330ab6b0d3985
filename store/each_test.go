package store_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"satark/bot"
	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// said commits a turn with lines, each said by somebody at an hour after start.
func (s shelf) said(t *testing.T, chat, update int64, who string, hours ...int) {
	t.Helper()
	c, err := s.Load(t.Context(), chat)
	if err != nil {
		t.Fatal(err)
	}
	turn := &store.Turn{Chat: c, Update: update, Session: c.Session}
	for _, h := range hours {
		turn.Lines = append(turn.Lines, store.Line{At: told.Add(time.Duration(h) * time.Hour), Who: who, Text: "x"})
	}
	if err := s.Commit(t.Context(), turn); err != nil {
		t.Fatal(err)
	}
}

func (s shelf) all(t *testing.T) map[int64]store.Held {
	t.Helper()
	out := map[int64]store.Held{}
	err := s.Each(t.Context(), func(h store.Held) error {
		out[h.Chat] = h
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEach(t *testing.T) {
	s := openShelf(t)
	session := aSession(3)
	session.Heard, session.Consent.At = told.Add(-time.Hour), told.Add(-2*time.Hour)
	c, err := s.Load(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	turn := &store.Turn{Chat: c, Update: 1, Session: session, Reports: []fraud.Report{aReport("SK-2"), aReport("SK-1")}}
	if err := s.Commit(t.Context(), turn); err != nil {
		t.Fatal(err)
	}
	s.said(t, 2, 1, "citizen", 1, 3, 2)
	s.said(t, 2, 2, "bot", 4)
	s.begin(t, 3)
	s.begin(t, 4)
	forget(t, s.Store, 4)
	got := s.all(t)
	if len(got) != 3 {
		t.Errorf("%d persons are there", len(got))
	}
	one := got[1]
	if !reflect.DeepEqual(one.Session, session) || len(one.Reports) != 2 || one.Reports[0].Number != "SK-1" {
		t.Errorf("chat 1: %+v", one)
	}
	if !one.LastAt.Equal(told) || !one.HeardAt.IsZero() { // no line: the reports tell
		t.Errorf("chat 1 was last heard of at %v, %v", one.LastAt, one.HeardAt)
	}
	if two := got[2]; !two.LastAt.Equal(told.Add(4*time.Hour)) || !two.HeardAt.Equal(told.Add(3*time.Hour)) {
		t.Errorf("chat 2 was last heard of at %v, %v", two.LastAt, two.HeardAt)
	}
	if three := got[3]; !three.LastAt.IsZero() {
		t.Errorf("chat 3 was last heard of at %v", three.LastAt)
	}
	// A transcript that was trimmed does not make its person silent since ever.
	if err := s.Trim(t.Context(), 2, store.Trimming{LinesBefore: told.Add(1000 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if two := s.all(t)[2]; !two.LastAt.Equal(told.Add(4 * time.Hour)) {
		t.Errorf("chat 2, trimmed, was last heard of at %v", two.LastAt)
	}
	enough := errors.New("enough")
	if err := s.Each(t.Context(), func(store.Held) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("each goes on: %v", err)
	}
}

// rotten is an engine in which one person's session was changed.
type rotten struct {
	store.Engine
	person string
}

func (r rotten) Person(ctx context.Context, person string) (store.Person, error) {
	rec, err := r.Engine.Person(ctx, person)
	if person == r.person && err == nil {
		rec.Session[len(rec.Session)-1] ^= 1
	}
	return rec, err
}

// TestEachPassesOver goes on behind records that cannot be read, and says so.
func TestEachPassesOver(t *testing.T) {
	s := openShelf(t)
	for chat := range int64(5) {
		s.begin(t, chat+1)
	}
	broken, err := store.Open(t.Context(), rotten{s.engine, s.person(t, 3)}, s.keys, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	err = broken.Each(t.Context(), func(h store.Held) error {
		got = append(got, h.Chat)
		return nil
	})
	slices.Sort(got)
	if err == nil || !strings.Contains(err.Error(), "1 persons") || !slices.Equal(got, []int64{1, 2, 4, 5}) {
		t.Errorf("each went through %v, %v", got, err)
	}
}

// TestTrimEvidence removes the files of reports that go, and spares what others name.
func TestTrimEvidence(t *testing.T) {
	s := openShelf(t)
	c, err := s.Load(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	evidence := func(ids ...string) (all []fraud.Evidence) {
		for _, id := range ids {
			all = append(all, fraud.Evidence{ID: id})
		}
		return all
	}
	turn := &store.Turn{
		Chat: c, Update: 1,
		Session: dialogs.Session{Drafts: map[string]*dialogs.Draft{"1": {Evidence: evidence("drafted")}}},
		Reports: []fraud.Report{aReport("SK-1", evidence("mine", "shared", "drafted", "")...), aReport("SK-2", evidence("shared", "old")...)},
	}
	if err := s.Commit(t.Context(), turn); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"mine", "shared", "drafted", "old", "nobody's"} {
		for _, file := range []string{id, bot.MetaID(id), bot.CleanID(id)} {
			if _, err := s.PutBlob(t.Context(), 1, file, strings.NewReader(id)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, step := range []struct {
		what store.Trimming
		left []string
	}{
		{store.Trimming{Reports: []fraud.Number{"SK-9"}}, []string{"mine", "shared", "drafted", "old", "nobody's"}},
		{store.Trimming{Reports: []fraud.Number{"SK-1"}}, []string{"shared", "drafted", "old", "nobody's"}},
		{store.Trimming{Evidence: []string{"old", "gone"}}, []string{"shared", "drafted", "nobody's"}},
		{store.Trimming{Reports: []fraud.Number{"SK-2"}, Evidence: []string{"nobody's"}}, []string{"drafted"}},
	} {
		if err := s.Trim(t.Context(), 1, step.what); err != nil {
			t.Fatal(err)
		}
		if left := s.files(t); len(left) != 3*len(step.left) {
			t.Errorf("after %+v %d files are left, want %d", step.what, len(left), 3*len(step.left))
		}
		for _, id := range step.left {
			if got, err := readBlob(t, s, 1, id); err != nil || got != id {
				t.Errorf("after %+v: %s reads %q, %v", step.what, id, got, err)
			}
		}
	}
	if all, err := s.Everything(t.Context(), 1); err != nil || len(all.Reports) != 0 || len(all.Session.Drafts) != 1 {
		t.Errorf("left: %+v, %v", all, err)
	}
}
