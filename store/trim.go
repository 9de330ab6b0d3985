package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"satark/fraud"
)

// ErrBusy says that a transcript was trimmed a moment ago, or is being trimmed by another
// process: ask again in a minute.
var ErrBusy = errors.New("store: this transcript is being trimmed")

// trimApart is how far apart two cuts of one transcript are. An engine cuts lines by their
// count, and a count is true only as long as nobody else cuts.
const trimApart = time.Minute

// Trimming is what Trim removes of one chat.
type Trimming struct {
	// Reports go with the evidence that nothing else of the chat names, and out of the
	// index. Their numbers stay taken, by nobody.
	Reports []fraud.Number
	// LinesBefore removes the first lines of the transcript, up to the first that was
	// said then or later; zero removes none.
	LinesBefore time.Time
	// Evidence names files to be removed whoever names them: see EvidenceFiles. The
	// reports and drafts that name them stay as they are.
	Evidence []string
}

// Trim removes some of what is held of a chat. Sessions and deliveries stay as they are,
// and a Chat in memory stays good. It may be asked again until it succeeds; what it removes
// of a transcript it removes once. A chat never seen has nothing to remove.
func (s *Store) Trim(ctx context.Context, chatID int64, what Trimming) error {
	chat, err := s.Load(ctx, chatID)
	if err != nil || chat.Version == 0 {
		return err
	}
	going, err := s.unindex(ctx, chat, what.Reports)
	if err != nil {
		return opError("trim", err)
	}
	files := what.Evidence
	if len(going) > 0 {
		if files, err = s.orphaned(ctx, chat, what); err != nil {
			return opError("trim", err)
		}
	}
	if err := s.deleteEvidence(ctx, chat.person, files); err != nil {
		return opError("trim", err)
	}
	lines, err := s.linesBefore(ctx, chat, what.LinesBefore)
	if err != nil || len(going)+lines == 0 {
		return err
	}
	ctx, done := context.WithTimeout(ctx, trimApart/2)
	defer done()
	return opError("trim", s.engine.Trim(ctx, chat.person, going, lines))
}

// unindex takes reports out of the index, and returns what the engine knows those by that
// are there.
func (s *Store) unindex(ctx context.Context, chat *Chat, numbers []fraud.Number) ([]string, error) {
	var keys []string
	for _, n := range numbers {
		key := s.number(n)
		_, report, err := s.report(ctx, chat, key)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err == nil {
			err = s.engine.Index(ctx, key, nil, s.marks(report))
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// orphaned adds to the evidence to be removed what only the reports that go name.
func (s *Store) orphaned(ctx context.Context, chat *Chat, what Trimming) ([]string, error) {
	all, err := s.reports(ctx, chat)
	if err != nil {
		return nil, err
	}
	goes := func(r fraud.Report) bool { return slices.Contains(what.Reports, r.Number) }
	stay := evidenceOf(chat.Session, slices.DeleteFunc(slices.Clone(all), goes))
	out := slices.Clone(what.Evidence)
	for _, r := range all {
		for _, e := range r.Evidence {
			if goes(r) && e.ID != "" && !slices.Contains(stay, e.ID) {
				out = append(out, e.ID)
			}
		}
	}
	return out, nil
}

// linesBefore counts the first lines said before a time, for this process alone to cut.
func (s *Store) linesBefore(ctx context.Context, chat *Chat, before time.Time) (int, error) {
	const page = 500
	if before.IsZero() {
		return 0, nil
	}
	first, err := s.lines(ctx, chat, 0, 1)
	if err != nil || len(first) == 0 || !first[0].At.Before(before) {
		return 0, err
	}
	wait, err := s.engine.Spend(ctx, "trim:"+chat.person, s.now(), trimApart, 1)
	if err != nil {
		return 0, opError("trim", err)
	}
	if wait > 0 {
		return 0, ErrBusy
	}
	for n := 0; ; n += page {
		lines, err := s.lines(ctx, chat, n, page)
		if err != nil {
			return 0, err
		}
		i := slices.IndexFunc(lines, func(l Line) bool { return !l.At.Before(before) })
		if i >= 0 {
			return n + i, nil
		}
		if len(lines) < page {
			return n + len(lines), nil
		}
	}
}

// EvidenceFiles are the ids of all files that are kept of one evidence: the original, a
// copy without metadata, and what is known of it.
func EvidenceFiles(id string) []string { return []string{id, id + ".clean", id + ".meta"} }

func (s *Store) deleteEvidence(ctx context.Context, person string, ids []string) error {
	if s.opt.Blobs == nil {
		return nil
	}
	for _, id := range ids {
		for _, file := range EvidenceFiles(id) {
			if err := s.opt.Blobs.Delete(ctx, person, s.keys.Hash("blob", file)); err != nil {
				return fmt.Errorf("evidence: %w", err)
			}
		}
	}
	return nil
}
