package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"satark/store"
	"satark/store/seal"
	"satark/store/storetest"
)

func TestMove(t *testing.T) {
	across(t, func(t *testing.T, from, to storetest.Fresh) {
		storetest.Carry(t, from, to, func(from, to store.Engine, _ *seal.Operator) {
			last := 0
			counts, err := store.Move(t.Context(), from, to, store.MoveOptions{Progress: func(n int) { last = n }})
			if err != nil {
				t.Fatal(err)
			}
			if counts.Persons != 5 || counts.Reports != 4 || counts.Claims != 5 || counts.Parked != 2 || last < 20 {
				t.Errorf("moved %d: %+v", last, counts)
			}
		})
	})
}

// breaking is an engine that takes entries a few times and then fails, as when the
// process is killed: before it has written, or after.
type breaking struct {
	store.Engine
	left int
	late bool
}

var errKilled = errors.New("killed")

func (b *breaking) Import(ctx context.Context, entries []store.Entry) error {
	if b.left--; b.left >= 0 {
		return b.Engine.Import(ctx, entries)
	}
	if b.late {
		return errors.Join(errKilled, b.Engine.Import(ctx, entries))
	}
	return errKilled
}

// TestMoveGoesOn kills a move again and again; files move too.
func TestMoveGoesOn(t *testing.T) {
	ctx := t.Context()
	s := openShelf(t)
	for chat := range int64(1000) {
		s.begin(t, chat, store.Delivery{Kind: "send", Body: fmt.Append(nil, chat)})
	}
	for chat := range int64(20) {
		if _, err := s.PutBlob(ctx, chat, "screenshot", strings.NewReader(strings.Repeat("x", int(chat)))); err != nil {
			t.Fatal(err)
		}
	}
	to := openPlace(t, embedded(t))
	opt := store.MoveOptions{From: s.blobs, To: newFiles(t)}
	last := 0
	opt.Progress = func(n int) {
		if n < last {
			t.Errorf("%d were moved after %d", n, last)
		}
		last = n
	}
	var counts store.Counts
	kills := 0
	for err := errKilled; err != nil; kills++ {
		counts, err = store.Move(ctx, s.engine, &breaking{Engine: to, left: 1, late: kills%2 == 0}, opt)
		if err != nil && !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		if _, open := store.Open(ctx, to, s.keys, store.Options{}); err != nil && !errors.Is(open, store.ErrUnfinished) {
			t.Fatalf("half a store is opened: %v", open)
		}
	}
	if kills < 5 {
		t.Fatalf("the move was killed %d times only", kills-1)
	}
	want := store.Counts{Persons: 1000, Deliveries: 1000, Seen: 1000, Names: 2, Files: 20}
	counts.Bytes = 0
	if counts != want {
		t.Errorf("moved %+v, want %+v", counts, want)
	}
	moved, err := store.Open(ctx, to, s.keys, store.Options{Blobs: opt.To})
	if err != nil {
		t.Fatal(err)
	}
	if got := readAll(t, moved, 7, "screenshot"); got != strings.Repeat("x", 7) {
		t.Errorf("a file reads %q", got)
	}
	again, err := store.Move(ctx, s.engine, to, opt)
	if again.Bytes = 0; err != nil || again != want {
		t.Errorf("asked again after its end: %+v, %v", again, err)
	}
	chat, err := moved.Load(ctx, 7)
	if err != nil {
		t.Fatal(err)
	}
	if err := moved.Commit(ctx, &store.Turn{Chat: chat, Update: 2, Lines: []store.Line{{Text: "new"}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Move(ctx, s.engine, to, opt); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("moved over what was said since: %v", err)
	}
}

func readAll(t *testing.T, s *store.Store, chat int64, id string) string {
	t.Helper()
	r, err := s.OpenBlob(t.Context(), chat, id)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func TestMoveRefuses(t *testing.T) {
	ctx := t.Context()
	s, other := openShelf(t), openShelf(t)
	s.begin(t, 1)
	move := func(from, to store.Engine, opt store.MoveOptions, want error) {
		t.Helper()
		if _, err := store.Move(ctx, from, to, opt); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	move(s.engine, other.engine, store.MoveOptions{}, store.ErrOtherRoot)
	move(s.engine, s.engine, store.MoveOptions{}, store.ErrNotEmpty)
	bare := openPlace(t, embedded(t))
	move(bare, openPlace(t, embedded(t)), store.MoveOptions{}, store.ErrNotFound)
	if err := bare.Claim(ctx, strings.Repeat("a", 32), strings.Repeat("b", 32)); err != nil {
		t.Fatal(err)
	}
	move(s.engine, bare, store.MoveOptions{}, store.ErrNotEmpty)
	if _, err := s.PutBlob(ctx, 1, "x", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	to := openPlace(t, embedded(t))
	move(s.engine, to, store.MoveOptions{From: s.blobs, To: s.blobs}, store.ErrNotEmpty)
	move(s.engine, &breaking{Engine: to}, store.MoveOptions{}, errKilled)
	move(other.engine, to, store.MoveOptions{}, store.ErrOtherRoot)
	move(to, openPlace(t, embedded(t)), store.MoveOptions{}, store.ErrUnfinished)
}
