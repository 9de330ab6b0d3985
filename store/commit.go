package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"satark/fraud"
	"satark/store/seal"
)

// inLine is the kind of delivery that is made strictly in order within a chat.
const inLine = "send"

// Commit writes a turn, all of it or nothing. On success Chat.Version and
// Chat.Session are the new ones, and each delivery has its ID, its Chat and, when this process
// may act on it now, the end of its lease in Leased; the others come with Lease when
// it is their time; so does all of it when this process may have been taken for dead.
//
// It returns ErrSeen before ErrStale, and ErrTaken when a number is another's. After
// any other error the turn may or may not have been written: load and run it again,
// and ErrSeen will tell.
func (s *Store) Commit(ctx context.Context, t *Turn) error {
	if t.Update == 0 {
		return errors.New("store: a turn needs an update id")
	}
	c, err := s.sealTurn(t)
	if err != nil {
		return err
	}
	if err := s.claim(ctx, t); err != nil {
		return err
	}
	index, err := s.planIndex(ctx, t, c)
	if err != nil {
		return err
	}
	lapses := s.lapses.Load()
	done, err := s.engine.Commit(ctx, c)
	if err != nil {
		return fmt.Errorf("store: commit: %w", err)
	}
	held := s.holds(lapses)
	t.Chat.Version++
	t.Chat.Session = t.Session
	t.Chat.said, t.Chat.heard = t.Chat.after(t)
	for i := range t.Deliveries {
		t.Deliveries[i].settle(c, c.Items[i], done)
		t.Deliveries[i].Chat = t.Chat.ID
	}
	if !held {
		s.giveBack(ctx, t.Deliveries)
	}
	s.runIndex(ctx, t.Chat, index)
	return nil
}

// settle tells a delivery what the commit made of it.
func (d *Delivery) settle(c *Commit, item Item, done Committed) {
	d.ID, d.Leased = item.ID, time.Time{}
	if (item.Line && done.Line) || (!item.Line && !item.Due.After(c.Now)) {
		d.Leased = c.Until
	}
}

func (s *Store) claim(ctx context.Context, t *Turn) error {
	for _, n := range t.Claims {
		if err := s.engine.Claim(ctx, s.number(n), t.Chat.person); err != nil {
			return fmt.Errorf("store: claim: %w", err)
		}
	}
	return nil
}

// number is what the engine knows a report number by.
func (s *Store) number(n fraud.Number) string { return s.keys.Hash("number", string(n)) }

// sealTurn brings a turn into the engine's terms.
func (s *Store) sealTurn(t *Turn) (*Commit, error) {
	chat, now := t.Chat, s.now()
	if err := s.wrapNow(chat); err != nil {
		return nil, err
	}
	c := &Commit{
		Op: nonce(), Person: chat.person, Update: t.Update,
		Before: version(chat.life, chat.Version), After: version(chat.life, chat.Version+1),
		Wrap: chat.wrap,
		Now:  now, SeenUntil: now.Add(s.opt.SeenFor),
		Owner: s.owner, Until: now.Add(s.opt.Hold),
	}
	var err error
	if c.Session, err = chat.sealSession(t, c.After); err != nil {
		return nil, err
	}
	if c.Lines, err = chat.sealLines(t.Lines); err != nil {
		return nil, err
	}
	if c.Reports, err = s.sealReports(chat, t.Reports); err != nil {
		return nil, err
	}
	c.Items, err = chat.sealDeliveries(t.Deliveries, now)
	return c, err
}

// wrapNow brings a key that is not kept yet to the operator's present key: the chat may
// have been in memory since before a change of it that has been carried through by now.
func (s *Store) wrapNow(chat *Chat) error {
	if chat.Version > 0 {
		return nil
	}
	wrap, err := s.keys.Rewrap(chat.person, chat.wrap)
	if err == nil && wrap != nil {
		chat.wrap = wrap
	}
	return opError("commit", err)
}

func (c *Chat) sealLines(lines []Line) ([][]byte, error) {
	out := make([][]byte, len(lines))
	for i, line := range lines {
		var err error
		if out[i], err = c.sealJSON("line", "", line); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sealedDelivery is what of a delivery is nobody's business.
type sealedDelivery struct {
	Chat   int64        `json:"chat"`
	Kind   string       `json:"kind"`
	Due    time.Time    `json:"due,omitzero"`
	Number fraud.Number `json:"number,omitempty"`
	Body   []byte       `json:"body"`
}

func (c *Chat) sealDeliveries(deliveries []Delivery, now time.Time) ([]Item, error) {
	items := make([]Item, len(deliveries))
	for i, d := range deliveries {
		item := Item{ID: deliveryID(c, i), Due: d.Due, Line: d.Kind == inLine && !d.Due.After(now)}
		if item.Due.IsZero() {
			item.Due = now
		}
		var err error
		item.Sealed, err = c.sealJSON("delivery", item.ID,
			sealedDelivery{Chat: c.ID, Kind: d.Kind, Due: d.Due, Number: d.Number, Body: d.Body})
		if err != nil {
			return nil, err
		}
		items[i] = item
	}
	return items, nil
}

// deliveryID sorts by version, then by place in the turn, and never comes back after
// Forget: the life is part of it.
func deliveryID(c *Chat, i int) string {
	return fmt.Sprintf("%s-%010x-%04x", c.life, c.Version+1, i)
}

func deliveryLabel(person, id string) seal.Label {
	return seal.Label{Kind: "delivery", Person: person, ID: id}
}
