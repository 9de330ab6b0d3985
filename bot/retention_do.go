package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// warnOf tells a citizen what silence will erase, and when. The date of the warning is
// committed with it, in the session: without it nothing goes.
func (b *Bot) warnOf(ctx context.Context, l *lane, held store.Held, r ruling) error {
	var numbers []string
	for _, report := range held.Reports {
		if open(report) {
			numbers = append(numbers, string(report.Number))
		}
	}
	var what []dialogs.Label
	for _, data := range r.warn {
		what = append(what, dialogs.Label("retention."+string(data)))
	}
	err := b.retainTurn(ctx, l, held, func(c *composer, t *store.Turn) error {
		t.Session.Warned = t.At
		return c.say(dialogs.Reply{
			Key:  "retention.warn",
			Args: dialogs.Args{"Date": dialogs.When{At: r.by}, "What": what, "Reports": strings.Join(numbers, ", ")},
			Rows: [][]dialogs.Button{{dialogs.StayButton()}},
		})
	})
	if err == nil {
		b.meter.count("satark_retention_warnings_total")
	}
	return err
}

// eraseOf erases classes of data: first the files, then what session and reports tell of
// what is gone, then reports and lines. Cut short anywhere, the rest is due at the next
// walk.
func (b *Bot) eraseOf(ctx context.Context, l *lane, held store.Held, r ruling) error {
	if files := r.files(held); len(files) > 0 {
		if err := b.trim(ctx, l, store.Trimming{Evidence: files}); err != nil {
			return err
		}
	}
	if r.erases(dataDrafts) || r.erases(dataEvidence) || r.erases(dataReports) {
		err := b.retainTurn(ctx, l, held, func(_ *composer, t *store.Turn) error {
			r.strip(t, held.Reports)
			return nil
		})
		if err != nil {
			return err
		}
	}
	var rest store.Trimming
	if r.erases(dataTranscripts) {
		rest.LinesBefore = b.o.Clock().UTC()
	}
	if r.erases(dataReports) {
		for _, report := range held.Reports {
			rest.Reports = append(rest.Reports, report.Number)
		}
	}
	if err := b.trim(ctx, l, rest); err != nil {
		return err
	}
	for _, data := range r.erase {
		b.meter.count(`satark_retention_erased_total{class="` + string(data) + `"}`)
	}
	return nil
}

func (r ruling) erases(data dataClass) bool { return slices.Contains(r.erase, data) }

// files are the ids of the files that go, but for those that go with their report.
func (r ruling) files(held store.Held) []string {
	switch {
	case r.erases(dataEvidence):
		return evidenceIDs(held.Session, held.Reports)
	case r.erases(dataDrafts):
		stay := evidenceIDs(dialogs.Session{}, held.Reports)
		return slices.DeleteFunc(evidenceIDs(held.Session, nil), func(id string) bool { return slices.Contains(stay, id) })
	}
	return nil
}

// strip takes out of a session and of reports what tells of data that is erased.
func (r ruling) strip(t *store.Turn, reports []fraud.Report) {
	s := &t.Session
	switch {
	case r.erases(dataDrafts):
		s.Drafts, s.Aside, s.Active, s.Pending, s.Burst = nil, nil, "", "", dialogs.Burst{}
	case r.erases(dataEvidence):
		s.Drafts, s.Aside = draftsWithoutFiles(s.Drafts), draftsWithoutFiles(s.Aside)
	}
	switch {
	case r.erases(dataReports):
		s.Filed, s.Await = nil, nil
	case r.erases(dataEvidence):
		for _, report := range reports {
			report.Evidence = withoutFiles(report.Evidence)
			t.Reports = append(t.Reports, report)
		}
	}
}

func draftsWithoutFiles(drafts map[string]*dialogs.Draft) map[string]*dialogs.Draft {
	out := map[string]*dialogs.Draft{}
	for id, d := range drafts {
		if d != nil {
			bare := *d
			bare.Evidence = withoutFiles(d.Evidence)
			out[id] = &bare
		}
	}
	return out
}

// withoutFiles keeps what is known of files whose bytes are gone.
func withoutFiles(evidence []fraud.Evidence) []fraud.Evidence {
	out := slices.Clone(evidence)
	for i := range out {
		out[i].ID, out[i].FileID = "", ""
	}
	return out
}

// retainTurn commits a turn of our own. It returns store.ErrStale when the citizen spoke
// meanwhile: then nothing is due.
func (b *Bot) retainTurn(ctx context.Context, l *lane, held store.Held, fill func(*composer, *store.Turn) error) error {
	chat, err := b.load(ctx, l)
	if err != nil {
		return err
	}
	at := b.o.Clock().UTC()
	t := &store.Turn{Chat: chat, Update: ownUpdate(l.chat, fmt.Sprint("retention ", at.UnixNano(), chat.Version)), Session: chat.Session, At: at}
	if t.Session.Heard.IsZero() {
		t.Session.Heard = heardOf(held) // a turn of ours is no word of theirs
	}
	c := b.newComposer(chat.Session, l.chat, at)
	if err := fill(c, t); err != nil {
		return err
	}
	for i := range c.deliveries {
		c.deliveries[i].Kind = kindBulk
	}
	t.Lines, t.Deliveries = c.lines, c.deliveries
	return b.commit(ctx, l, t)
}

// trim removes what is named. A transcript that was trimmed a moment ago waits for the next
// walk.
func (b *Bot) trim(ctx context.Context, l *lane, what store.Trimming) error {
	err := b.o.Store.Trim(ctx, l.chat, what)
	if err != nil && !errors.Is(err, store.ErrBusy) {
		return b.away("trim", err)
	}
	return nil
}
