package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"satark/fraud"
)

// What spans persons, the index of identifiers, cannot be part of a commit that
// touches one person only. A turn with reports therefore carries a delivery of this
// kind; it is run by the store itself, right after the commit or, when the process
// died in between, by the next Lease anywhere. Running it twice does no harm: it
// brings the index to what the report says at that time.
const indexKind = "store.index"

// indexTask names the reports whose place in the index may have changed, and the
// identifiers that were in them before.
type indexTask struct {
	Reports []string            `json:"reports"` // keyed hashes of numbers
	Before  map[string][]string `json:"before,omitempty"`
}

// CountByIdentifier returns how many reports name an identifier as the fraudster's:
// a count of reports, not of truths. It may lag a moment behind.
func (s *Store) CountByIdentifier(ctx context.Context, id fraud.Identifier) (int, error) {
	n, err := s.engine.Indexed(ctx, s.mark(id))
	if err != nil {
		return 0, fmt.Errorf("store: count: %w", err)
	}
	return n, nil
}

// mark is what the engine knows an identifier by.
func (s *Store) mark(id fraud.Identifier) string {
	return s.keys.Hash("identifier/"+string(id.Kind), id.Value)
}

// marks are the identifiers that a report lays at the fraudster's door; none once it
// was withdrawn.
func (s *Store) marks(r fraud.Report) []string {
	if r.Status == fraud.StatusWithdrawn {
		return nil
	}
	var ids []fraud.Identifier
	if sus := r.Suspicion; sus != nil {
		ids = append(append(ids, sus.Suspect...), sus.Contacts...)
	}
	if loss := r.Loss; loss != nil {
		ids = append(ids, loss.Suspects...)
		for _, t := range loss.Transactions {
			ids = append(ids, t.To...)
		}
	}
	set := map[string]bool{}
	for _, id := range ids {
		if !id.IsZero() {
			set[s.mark(id)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// planIndex adds the index delivery to a commit that touches reports.
func (s *Store) planIndex(ctx context.Context, t *Turn, c *Commit) (*Delivery, error) {
	if len(c.Reports) == 0 {
		return nil, nil
	}
	task := indexTask{Before: map[string][]string{}}
	for _, r := range c.Reports {
		task.Reports = append(task.Reports, r.Key)
		_, old, err := s.report(ctx, t.Chat, r.Key)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		task.Before[r.Key] = s.marks(old)
	}
	body, err := json.Marshal(task)
	if err != nil {
		return nil, fmt.Errorf("store: encode index: %w", err)
	}
	d := &Delivery{ID: deliveryID(t.Chat, len(c.Items)), Chat: t.Chat.ID, Kind: indexKind, Body: body}
	sealed, err := t.Chat.sealJSON("delivery", d.ID, sealedDelivery{Chat: d.Chat, Kind: d.Kind, Body: body})
	c.Items = append(c.Items, Item{ID: d.ID, Due: c.Now, Sealed: sealed})
	return d, err
}

// runIndex runs an index delivery held by this process, and marks it done. What fails
// is run again when its lease ends.
func (s *Store) runIndex(ctx context.Context, chat *Chat, d *Delivery) {
	if d == nil {
		return
	}
	err := s.index(ctx, chat, d.Body)
	if err == nil {
		err = s.engine.Mark(ctx, s.owner, s.now(), []Marked{{Person: chat.person, ID: d.ID, Done: true}})
	}
	if err != nil {
		slog.WarnContext(ctx, "store: the index will be brought up to date later", "delivery", d.ID, "cause", err)
	}
}

func (s *Store) index(ctx context.Context, chat *Chat, body []byte) error {
	var task indexTask
	if err := json.Unmarshal(body, &task); err != nil {
		return fmt.Errorf("store: decode index: %w", err)
	}
	for _, key := range task.Reports {
		_, report, err := s.report(ctx, chat, key)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		add := s.marks(report) // none of a report that was trimmed meanwhile
		drop := slices.DeleteFunc(task.Before[key], func(m string) bool { return slices.Contains(add, m) })
		if err := s.engine.Index(ctx, key, add, drop); err != nil {
			return fmt.Errorf("store: index: %w", err)
		}
	}
	return nil
}

// chatOf is the chat of a delivery just leased, as far as runIndex needs it.
func (s *Store) chatOf(d Delivery, l Leased) *Chat {
	chat := &Chat{ID: d.Chat, person: l.Person}
	chat.box, _ = s.keys.OpenPerson(l.Person, l.Wrap) // openDelivery has just opened it
	return chat
}

// unindexAll takes a person's reports out of the index before they are forgotten.
func (s *Store) unindexAll(ctx context.Context, person string) error {
	chat, err := s.open(ctx, person)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	records, err := s.engine.Reports(ctx, person)
	if err != nil {
		return fmt.Errorf("store: forget: %w", err)
	}
	for _, r := range records {
		_, report, err := openReport(chat, r)
		if err != nil {
			return err
		}
		if err := s.engine.Index(ctx, r.Key, nil, s.marks(report)); err != nil {
			return fmt.Errorf("store: forget: %w", err)
		}
	}
	return nil
}
