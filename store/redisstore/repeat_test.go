package redisstore_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"satark/store"
)

var (
	now   = time.Date(2026, 11, 24, 4, 30, 0, 0, time.UTC)
	mine  = fmt.Sprintf("%032x", 0xabcdef)
	until = now.Add(30 * time.Second)
)

func firstTurn(person string) *store.Commit {
	return &store.Commit{
		Op: "op", Person: person, Update: 1, After: "life.1", Wrap: []byte("wrap"), Session: []byte("session"),
		Lines: [][]byte{[]byte("a"), []byte("b")}, Reports: []store.Record{{Key: person, Sealed: []byte("report")}},
		Items: []store.Item{
			{ID: "1", Line: true, Due: now, Sealed: []byte("reply")},
			{ID: "2", Due: now, Sealed: []byte("file")},
			{ID: "3", Due: now.Add(time.Hour), Sealed: []byte("later")},
		},
		Now: now, SeenUntil: now.Add(72 * time.Hour), Owner: "me", Until: until,
	}
}

// warmUp has the server learn every script: what it does not know it does not do, and
// losing the reply to that proves nothing.
func warmUp(t *testing.T, e store.Engine) {
	t.Helper()
	other := fmt.Sprintf("%032x", 0x123456)
	_, err := e.Commit(t.Context(), firstTurn(other))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = e.Lease(t.Context(), store.Leasing{Owner: "me", Now: until, Until: until, Limit: 1}); err != nil {
		t.Fatal(err)
	}
	if err = e.Mark(t.Context(), "me", until, []store.Marked{{Person: other, ID: "1", Done: true}}); err != nil {
		t.Fatal(err)
	}
	if err = e.Forget(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	_, err = e.Rewrap(t.Context(), other, nil, nil)
	_, err2 := e.Spend(t.Context(), "other", now, time.Hour, 1)
	if err := errors.Join(err, err2, e.Claim(t.Context(), "number", other), e.Trim(t.Context(), other, nil, 0)); err != nil {
		t.Fatal(err)
	}
}

// TestLostRepliesChangeNothing has the client repeat every change, since the reply to
// the first and the second attempt is lost, and looks for traces of the repeats.
func TestLostRepliesChangeNothing(t *testing.T) {
	p, place := behindProxy(t)
	e, err := place.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	warmUp(t, e)
	lossy := func(what, word string, do func() error) {
		t.Helper()
		before := p.Counts().Swallowed
		p.Swallow(word, 2)
		if err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if n := p.Counts().Swallowed - before; n != 2 {
			t.Fatalf("%s: %d replies were swallowed: the test proves nothing", what, n)
		}
	}
	expect := func(want store.Stats) {
		t.Helper()
		if got, err := e.Stats(t.Context(), now); err != nil || got != want {
			t.Errorf("stats %+v, %v; want %+v", got, err, want)
		}
	}

	lossy("commit", "eval", func() error {
		done, err := e.Commit(t.Context(), firstTurn(mine))
		if err == nil && !done.Line {
			return errors.New("the repeat says that the line is not leased")
		}
		return err
	})
	expect(store.Stats{Persons: 1, Reports: 1, Lines: 2, Deliveries: 3})

	lossy("claim", "claim:", func() error { return e.Claim(t.Context(), mine, mine) })

	lossy("lease", "eval", func() error {
		got, err := e.Lease(t.Context(), store.Leasing{Owner: "me", Now: until, Until: until.Add(time.Minute), Limit: 10})
		if len(got) != 2 || got[0].Tries != 1 || got[1].Tries != 1 {
			return fmt.Errorf("leased %+v, %w", got, err)
		}
		return err
	})

	lossy("mark", "eval", func() error {
		return e.Mark(t.Context(), "me", until, []store.Marked{
			{Person: mine, ID: "1", Done: true}, {Person: mine, ID: "2", Again: until.Add(time.Hour)},
		})
	})
	expect(store.Stats{Persons: 1, Reports: 1, Lines: 2, Deliveries: 2})

	lossy("trim", "eval", func() error { return e.Trim(t.Context(), mine, nil, 1) })
	expect(store.Stats{Persons: 1, Reports: 1, Lines: 1, Deliveries: 2})

	lossy("rewrap", "eval", func() error {
		done, err := e.Rewrap(t.Context(), mine, []byte("wrap"), []byte("anew"))
		if !done {
			return fmt.Errorf("the repeat says that the key is not kept, %w", err)
		}
		return err
	})

	lossy("forget", "eval", func() error { return e.Forget(t.Context(), mine) })
	expect(store.Stats{})

	lossy("spend", "eval", func() error {
		wait, err := e.Spend(t.Context(), "name", now, time.Hour, 2)
		return errors.Join(err, sparing(wait))
	})
	wait, err := e.Spend(t.Context(), "name", now, time.Hour, 2)
	if err := errors.Join(err, sparing(wait)); err != nil {
		t.Errorf("the second of two: %v", err)
	}
	if wait, err := e.Spend(t.Context(), "name", now, time.Hour, 2); err != nil || wait != time.Hour {
		t.Errorf("the third of two: wait %v, %v", wait, err)
	}
}

func sparing(wait time.Duration) error {
	if wait != 0 {
		return fmt.Errorf("to wait for %v", wait)
	}
	return nil
}

// TestAServerThatForgotItsScripts restarts the server: it knows no script any more, and
// all of the data.
func TestAServerThatForgotItsScripts(t *testing.T) {
	s := startServer(t)
	e, err := s.place(t).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if _, err := e.Commit(t.Context(), firstTurn(mine)); err != nil {
		t.Fatal(err)
	}
	s.restart(t)
	got, err := e.Lease(t.Context(), store.Leasing{Owner: "me", Now: until, Until: until.Add(time.Minute), Limit: 10})
	if err != nil || len(got) != 2 {
		t.Fatalf("lease after a restart: %+v, %v", got, err)
	}
	s.restart(t)
	if err := e.Mark(t.Context(), "me", until, []store.Marked{{Person: mine, ID: "1", Done: true}}); err != nil {
		t.Fatal(err)
	}
	s.restart(t)
	second := firstTurn(mine)
	second.Op, second.Update, second.Before, second.After = "op2", 2, "life.1", "life.2"
	second.Items = nil
	if _, err := e.Commit(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	stats, err := e.Stats(t.Context(), now)
	if want := (store.Stats{Persons: 1, Reports: 1, Lines: 4, Deliveries: 2}); err != nil || stats != want {
		t.Errorf("stats %+v, %v; want %+v", stats, err, want)
	}
}
