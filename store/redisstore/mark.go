package redisstore

import (
	"context"
	"fmt"
	"time"

	"satark/store"
)

// Mark says what became of deliveries, all in one round trip; see store.Engine.
func (e *Engine) Mark(ctx context.Context, owner string, now time.Time, marks []store.Marked) error {
	byPerson := map[string][]store.Marked{}
	var order []string
	for _, m := range marks {
		if byPerson[m.Person] == nil {
			order = append(order, m.Person)
		}
		byPerson[m.Person] = append(byPerson[m.Person], m)
	}
	calls := make([]scriptCall, len(order))
	for i, person := range order {
		calls[i] = markCall(owner, person, now, byPerson[person])
	}
	if _, err := e.runAll(ctx, e.scripts.mark, calls); err != nil {
		return fmt.Errorf("redisstore: mark: %w", err)
	}
	return nil
}

func markCall(owner, person string, now time.Time, marks []store.Marked) scriptCall {
	k := keysOf(person)
	args := []any{person, owner, now.UnixMilli()}
	for _, m := range marks {
		again := any("")
		if !m.Done {
			again = max(0, m.Again.UnixMilli())
		}
		args = append(args, m.ID, again)
	}
	return scriptCall{keys: []string{k.line(), k.side(), k.due(), k.hold(), k.tally()}, args: args}
}
