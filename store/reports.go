package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"satark/fraud"
)

// sealedReport is a report with the chat it came from.
type sealedReport struct {
	Chat   int64        `json:"chat"`
	Report fraud.Report `json:"report"`
}

func (s *Store) sealReports(chat *Chat, reports []fraud.Report) ([]Record, error) {
	out := make([]Record, len(reports))
	for i, r := range reports {
		key := s.number(r.Number)
		sealed, err := chat.sealJSON("report", key, sealedReport{chat.ID, r})
		if err != nil {
			return nil, err
		}
		out[i] = Record{key, sealed}
	}
	return out, nil
}

// Report returns one report of a chat. It returns ErrNotFound when there is none by
// that number, or it is another chat's.
func (s *Store) Report(ctx context.Context, chatID int64, number fraud.Number) (fraud.Report, error) {
	chat, err := s.Load(ctx, chatID)
	if err != nil {
		return fraud.Report{}, err
	}
	if chat.Version == 0 {
		return fraud.Report{}, ErrNotFound
	}
	_, report, err := s.report(ctx, chat, s.number(number))
	return report, err
}

func (s *Store) report(ctx context.Context, chat *Chat, key string) (int64, fraud.Report, error) {
	sealed, err := s.engine.Report(ctx, chat.person, key)
	if err != nil {
		return 0, fraud.Report{}, fmt.Errorf("store: report: %w", err)
	}
	return openReport(chat, Record{key, sealed})
}

func openReport(chat *Chat, r Record) (int64, fraud.Report, error) {
	var in sealedReport
	if err := openJSON(chat.box, chat.label("report", r.Key), r.Sealed, &in); err != nil {
		return 0, fraud.Report{}, err
	}
	return in.Chat, in.Report, nil
}

// Find returns the report that holds a number and the chat it came from, or
// ErrNotFound: for staff, who have the number only.
func (s *Store) Find(ctx context.Context, number fraud.Number) (int64, fraud.Report, error) {
	key := s.number(number)
	person, err := s.engine.Holder(ctx, key)
	if err != nil {
		return 0, fraud.Report{}, fmt.Errorf("store: find: %w", err)
	}
	chat, err := s.open(ctx, person)
	if err != nil {
		return 0, fraud.Report{}, err
	}
	return s.report(ctx, chat, key)
}

// open loads a chat known by its keyed hash only: its ID stays unset when a version
// before sessions told it has written the session.
func (s *Store) open(ctx context.Context, person string) (*Chat, error) {
	rec, err := s.engine.Person(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("store: find: %w", err)
	}
	if rec.Version == "" {
		return nil, ErrNotFound
	}
	chat := &Chat{person: person}
	return chat, s.fill(chat, rec)
}

// reports returns a chat's reports by time of creation.
func (s *Store) reports(ctx context.Context, chat *Chat) ([]fraud.Report, error) {
	records, err := s.engine.Reports(ctx, chat.person)
	if err != nil {
		return nil, fmt.Errorf("store: reports: %w", err)
	}
	out := make([]fraud.Report, len(records))
	for i, r := range records {
		if _, out[i], err = openReport(chat, r); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b fraud.Report) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.Number, b.Number))
	})
	return out, nil
}
