package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"sync"
	"sync/atomic"
	"time"

	"satark/bot"
	"satark/dialogs"
	"satark/store"
)

// heardTurn is one turn of a talk as the dialogues got and gave it.
type heardTurn struct {
	session dialogs.Session
	in      dialogs.Input
	out     dialogs.Outcome
}

// ear stands before the dialogues and keeps what goes in and out.
type ear struct {
	bot.Dialogue
	mu    sync.Mutex
	heard []heardTurn
}

// Step keeps the turn.
func (e *ear) Step(s dialogs.Session, in dialogs.Input) dialogs.Outcome {
	out := e.Dialogue.Step(s, in)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, heardTurn{s, in, out})
	return out
}

// recording is a talk's turns with the dialogue that answered them.
type recording struct {
	dialogue bot.Dialogue
	turns    []heardTurn
}

// hear plays the demo's talks once and keeps every turn.
func hear(ctx context.Context) (recording, error) {
	e := &ear{}
	with := seams{dialogue: func(d bot.Dialogue) bot.Dialogue { e.Dialogue = d; return e }}
	err := onStage(ctx, staging{seams: with}, func(s *stage) error { return s.playSamples(ctx, func() {}) })
	return recording{e.Dialogue, e.heard}, err
}

// onStage sets a stage in a temporary directory, boots it, and strikes it after play.
func onStage(ctx context.Context, how staging, play func(*stage) error) (err error) {
	dir, remove, err := tempDir()
	if err != nil {
		return err
	}
	defer remove()
	how.dir = dir
	s, err := setStage(how)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.strike()) }()
	if err := s.boot(ctx); err != nil {
		return err
	}
	return play(s)
}

func benchDialogues(r recording, long time.Duration) measured {
	return measure("dialogues alone, one chat", func() int {
		turns := 0
		for end := time.Now().Add(long); turns == 0 || time.Now().Before(end); {
			for _, t := range r.turns {
				r.dialogue.Step(t.session, t.in)
			}
			turns += len(r.turns)
		}
		return turns
	})
}

// benchStore commits the recorded turns from many chats at once, and marks what they
// sent as delivered.
func benchStore(ctx context.Context, s Settings, r recording, chats int, long time.Duration) (measured, error) {
	dir, remove, err := tempDir()
	if err != nil {
		return measured{}, err
	}
	defer remove()
	if !s.Store.Redis() {
		s.Store.Dir = dir
	}
	s.Blobs = path.Join(dir, "blobs")
	kept, err := openStore(ctx, s, opening{}, quiet())
	if err != nil {
		return measured{}, err
	}
	var failed atomic.Pointer[error]
	result := measure("store "+s.Store.kind()+", commit and mark", func() int {
		return crowd(chats, long, func(i int, until time.Time) int {
			n, err := commitTurns(ctx, kept.Store, 1_000_000+int64(i), r.turns, until)
			if err != nil {
				failed.Store(&err)
			}
			return n
		})
	})
	err = kept.Close()
	if first := failed.Load(); first != nil {
		err = errors.Join(*first, err)
	}
	return result, err
}

// kind names the store without its address.
func (s StoreAt) kind() string {
	if s.Redis() {
		return "Redis"
	}
	return "embedded"
}

// commitTurns writes recorded turns as new turns of a chat, at least one.
func commitTurns(ctx context.Context, kept *store.Store, chat int64, turns []heardTurn, until time.Time) (int, error) {
	c, err := kept.Load(ctx, chat)
	if err != nil {
		return 0, err
	}
	done := 0
	for ; done == 0 || time.Now().Before(until); done++ {
		now := time.Now().UTC()
		t := &store.Turn{
			Chat: c, Update: chat<<24 + int64(done), At: now, Session: turns[done%len(turns)].out.Session,
			Lines:      []store.Line{{At: now, Who: "citizen", Text: "a line as long as most"}, {At: now, Who: "bot", Text: "and the answer to it, which is longer than the line was"}},
			Deliveries: []store.Delivery{{Chat: chat, Kind: "send", Body: []byte(`{"method":"sendMessage","text":"and the answer to it, which is longer than the line was"}`)}},
		}
		if err := kept.Commit(ctx, t); err != nil {
			return done, fmt.Errorf("commit: %w", err)
		}
		if err := kept.Mark(ctx, []store.Mark{{ID: t.Deliveries[0].ID, Chat: chat, Done: true}}); err != nil {
			return done, fmt.Errorf("mark: %w", err)
		}
	}
	return done, nil
}

// crowd runs one in each of n goroutines, told until when, and adds up what they did.
func crowd(n int, long time.Duration, one func(i int, until time.Time) int) int {
	until := time.Now().Add(long)
	var total atomic.Int64
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { total.Add(int64(one(i, until))) })
	}
	all.Wait()
	return int(total.Load())
}

// benchWhole lets many citizens have the demo's talks at once, over and over.
func benchWhole(ctx context.Context, chats int, long time.Duration) (measured, error) {
	var result measured
	err := onStage(ctx, staging{}, func(s *stage) error {
		var failed atomic.Pointer[error]
		result = measure("the whole way, embedded store", func() int {
			return crowd(chats, long, func(i int, until time.Time) int {
				n, err := s.talkOn(ctx, i, until)
				if err != nil {
					failed.Store(&err)
				}
				return n
			})
		})
		if first := failed.Load(); first != nil {
			return *first
		}
		return nil
	})
	return result, err
}

// talkOn lets one citizen after another have a talk, and counts turns, at least one.
func (s *stage) talkOn(ctx context.Context, lane int, until time.Time) (int, error) {
	turns := 0
	all := cast()
	for round := 0; ; round++ {
		part := all[(lane+round)%len(all)]
		talk, err := part.script()
		if err != nil {
			return turns, err
		}
		who := s.enter(int64(800_000_000+lane*100_000+round), part.profile)
		for _, t := range talk {
			if turns > 0 && !time.Now().Before(until) {
				return turns, nil
			}
			if _, err := who.do(ctx, t.act); err != nil {
				return turns, err
			}
			turns++
		}
	}
}
