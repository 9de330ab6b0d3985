package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"satark/dialogs"
	"satark/fraud"
)

// Held is what is held of one person, for whoever decides how long.
type Held struct {
	Chat int64
	// LastAt is when the last line of the transcript was said, also when it was trimmed
	// since; the last moment that session and reports tell of when that is not known. Zero
	// means that nothing is known.
	LastAt time.Time
	// HeardAt is when the citizen said the last of theirs; zero when that is not known.
	HeardAt time.Time
	Session dialogs.Session
	Reports []fraud.Report // by time of creation
}

// eachBatch is how many persons are asked for in one go.
const eachBatch = 256

// Each goes through everyone who is there from its beginning to its end, once at least,
// and stops when fn fails. Passed over is whose chat is not known: a person without
// reports of whom a version before this wrote the session, until their next turn. So is,
// with a line in the log, whose records cannot be read; Each goes on and tells their
// number in its error at the end.
func (s *Store) Each(ctx context.Context, fn func(Held) error) error {
	broken := 0
	err := follow(func(cursor string) (string, error) {
		some, next, err := s.engine.People(ctx, cursor, eachBatch)
		if err != nil {
			return "", opError("each", err)
		}
		for _, p := range some {
			held, err := s.held(ctx, p.Person)
			switch {
			case errors.Is(err, ErrNotFound):
				continue
			case ctx.Err() != nil:
				return "", opError("each", ctx.Err())
			case err != nil:
				slog.ErrorContext(ctx, "store: a person's records cannot be read", "cause", err)
				broken++
				continue
			}
			if err := fn(held); err != nil {
				return "", err
			}
		}
		return next, nil
	})
	if err == nil && broken > 0 {
		err = fmt.Errorf("store: each: the records of %d persons cannot be read", broken)
	}
	return err
}

// held returns ErrNotFound for a person who was forgotten or whose chat is not known.
func (s *Store) held(ctx context.Context, person string) (Held, error) {
	chat, err := s.open(ctx, person)
	if err != nil {
		return Held{}, err
	}
	reports, err := s.reports(ctx, chat)
	if err != nil {
		return Held{}, err
	}
	if chat.ID == 0 && len(reports) > 0 {
		if chat.ID, _, err = s.report(ctx, chat, s.number(reports[0].Number)); err != nil {
			return Held{}, err
		}
	}
	if chat.ID == 0 {
		return Held{}, ErrNotFound
	}
	if err := s.lastLines(ctx, chat); err != nil {
		return Held{}, err
	}
	last := chat.said
	if last.IsZero() {
		last = lastKnown(chat.Session, reports)
	}
	return Held{chat.ID, last, chat.heard, chat.Session, reports}, nil
}

// lastLines finds out when the last lines were said where the session does not tell.
func (s *Store) lastLines(ctx context.Context, chat *Chat) error {
	if !chat.said.IsZero() {
		return nil
	}
	lines, err := s.lines(ctx, chat, 0, -1)
	if err != nil {
		return err
	}
	chat.said, chat.heard = chat.after(&Turn{Lines: lines})
	return nil
}
