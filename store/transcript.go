package store

import (
	"context"
	"fmt"
)

// Transcript returns at most n lines of a chat in the order they were said, leaving
// out the first after; a negative n means all. A chat never seen has none.
func (s *Store) Transcript(ctx context.Context, chatID int64, after, n int) ([]Line, error) {
	chat, err := s.Load(ctx, chatID)
	if err != nil || chat.Version == 0 {
		return nil, err
	}
	return s.lines(ctx, chat, after, n)
}

func (s *Store) lines(ctx context.Context, chat *Chat, after, n int) ([]Line, error) {
	sealed, err := s.engine.Lines(ctx, chat.person, max(after, 0), n)
	if err != nil {
		return nil, fmt.Errorf("store: transcript: %w", err)
	}
	out := make([]Line, len(sealed))
	for i, raw := range sealed {
		if err := openJSON(chat.box, chat.label("line", ""), raw, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Everything returns all that is held of one person: empty for a chat never seen. A
// turn committed meanwhile may be there in part.
func (s *Store) Everything(ctx context.Context, chatID int64) (Everything, error) {
	chat, err := s.Load(ctx, chatID)
	if err != nil || chat.Version == 0 {
		return Everything{}, err
	}
	all := Everything{Session: chat.Session}
	if all.Transcript, err = s.lines(ctx, chat, 0, -1); err != nil {
		return Everything{}, err
	}
	all.Reports, err = s.reports(ctx, chat)
	return all, err
}
