package soak

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"satark/bot/sandbox"
	"satark/store"
)

// evidence is what all citizens are compared with.
type evidence struct {
	*Tally
	w       *world
	kept    *store.Store
	events  []event                    // each may double one message of a chat
	losses  []event                    // failovers: marks are not waited for, so any number may be doubled
	cut     map[int64][]event          // calls whose answers were lost, by chat
	repeats map[int64][]sandbox.Repeat // updates that came again, by chat
}

// check compares everything, once all is at rest.
func (w *world) check(ctx context.Context, t *Tally, played []performance) error {
	kept, err := w.trial.Open(ctx, w.ground.settings())
	if err != nil {
		return err
	}
	defer kept.Close()
	if err := w.backup(ctx, kept); err != nil {
		return err
	}
	if err := w.search.look(ctx, w, len(played)); err != nil {
		return err
	}
	w.search.report(t)
	e, err := w.gather(ctx, t, kept)
	if err != nil {
		return err
	}
	for _, p := range played {
		if err := e.citizen(ctx, p); err != nil {
			return err
		}
	}
	w.sum(t)
	return e.leftovers(ctx)
}

// aftermath is how long a lease that was forgotten may still hold for another process.
const aftermath = 30 * time.Second

// gather reads what happened from the sandbox and the chronicle.
func (w *world) gather(ctx context.Context, t *Tally, kept *store.Store) (*evidence, error) {
	e := &evidence{Tally: t, w: w, kept: kept, cut: map[int64][]event{}, repeats: map[int64][]sandbox.Repeat{}}
	for _, one := range w.all() {
		switch one.what {
		case Kill, Network, RedisKill, Disk:
			e.events = append(e.events, one)
		case Failover:
			one.to = one.to.Add(aftermath)
			e.losses = append(e.losses, one)
		case Clock:
			if w.trial.replicas() > 1 { // one took another for dead
				one.to = one.to.Add(aftermath)
				e.losses = append(e.losses, one)
			}
		}
	}
	calls, err := w.client.CutCalls(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range calls {
		e.cut[c.Chat] = append(e.cut[c.Chat], event{Telegram, c.At.Add(-late), c.At.Add(late)})
	}
	repeats, err := w.client.Repeats(ctx)
	for _, one := range repeats {
		e.repeats[one.Chat] = append(e.repeats[one.Chat], one)
	}
	t.repeats, t.cut = len(repeats), len(calls)
	return e, err
}

// backup writes a backup among the store's files, for the search.
func (w *world) backup(ctx context.Context, kept *store.Store) error {
	f, err := os.Create(filepath.Join(w.ground.dir, "the-backup"))
	if err != nil {
		return err
	}
	if _, err := kept.Backup(ctx, f, nil); err != nil {
		return errors.Join(fmt.Errorf("backup: %w", err), f.Close())
	}
	return f.Close()
}

// sum notes what the replicas came to.
func (w *world) sum(t *Tally) {
	for _, r := range w.replicas {
		t.deaths += r.deaths
	}
	if !w.trial.unsettled() {
		t.add(diedAlone, t.deaths, "see the logs")
	}
	t.add(stopsSlow, w.slowStops, "the longest took %s", w.longestStop)
	t.longestStop = w.longestStop
	t.struck = map[Fault]int{}
	for _, e := range w.all() {
		t.struck[e.what]++
	}
}

// leftovers looks at what is left in the store for nobody.
func (e *evidence) leftovers(ctx context.Context) error {
	parked, err := e.kept.ParkedList(ctx)
	if err != nil {
		return err
	}
	for _, one := range parked {
		e.add(parkedLeft, 1, "citizen %d: %s: %s", one.Chat, one.Kind, one.Cause)
	}
	stats, err := e.kept.Stats(ctx)
	e.add(deliveriesMissing, stats.Due, "still due")
	return err
}

// citizen compares what one citizen did and saw with what the store holds of them.
func (e *evidence) citizen(ctx context.Context, p performance) error {
	e.player(p)
	all, err := e.kept.Everything(ctx, p.plan.id)
	if err != nil {
		return err
	}
	screen, err := e.w.client.Screen(ctx, p.plan.id)
	if err != nil {
		return err
	}
	before := e.faults
	story := e.turns(p, all.Transcript)
	e.replies(p, story, screen.Messages)
	if err := e.reports(ctx, p, all.Reports, screen.Messages); err != nil {
		return err
	}
	if err := e.secrets(p, all, screen); err != nil {
		return err
	}
	if e.faults == before && p.err == nil {
		return nil
	}
	return e.w.keepForLooking(p, all, screen)
}

func (e *evidence) player(p performance) {
	e.Stories, e.deeds, e.nudges = e.Stories+len(p.filings), e.deeds+len(p.deeds), e.nudges+p.nudges
	e.secretsTyped += p.secrets()
	e.longest = max(e.longest, p.longest)
	if p.err != nil {
		e.add(unfinished, 1, "citizen %d: %v", p.plan.id, p.err)
	}
}

// secrets looks for the citizen's own secrets in all that is kept of them and in all that
// the bot said; their own messages with a secret have to be gone from the chat.
func (e *evidence) secrets(p performance, all store.Everything, screen sandbox.Screen) error {
	f := newFinder(p.plan.born)
	for _, one := range p.plan.plants {
		f.number(one.digits, string(one.kind))
	}
	kept, err := json.Marshal(all)
	if err != nil {
		return err
	}
	e.searched += len(kept)
	found := f.in(kept)
	e.add(secretsFound, len(found), "citizen %d: %s in what is kept", p.plan.id, strings.Join(found, ", "))
	for _, m := range screen.Messages {
		if m.Deleted {
			continue
		}
		id := m.ID
		m.ID, m.Rev = 0, 0 // six digits of a count may be those of an OTP
		shown, err := json.Marshal(m)
		if err != nil {
			return err
		}
		found := f.in(shown)
		e.add(secretsFound, len(found), "citizen %d: %s left in the chat in message %d", p.plan.id, strings.Join(found, ", "), id)
	}
	return nil
}
