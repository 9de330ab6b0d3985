package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"satark/store"
)

// seenAtLeast is how long an imported mark is kept that is over, or nearly.
const seenAtLeast = time.Hour

// Import writes entries, in no order; see store.Engine.
func (e *Engine) Import(ctx context.Context, entries []store.Entry) error {
	var calls []scriptCall
	var rest []command
	for _, entry := range entries {
		if entry.Dossier != nil {
			calls = append(calls, importCall(entry.Dossier))
		} else if c, ok := importCommand(entry); ok {
			rest = append(rest, c)
		}
	}
	if err := errors.Join(e.changeAll(ctx, e.scripts.restore, calls), e.do(ctx, rest...)); err != nil {
		return fmt.Errorf("redisstore: import: %w", err)
	}
	return nil
}

// importCommand writes an entry that is one key, or one field of a key.
func importCommand(entry store.Entry) (command, bool) {
	set := func(key string, value any, more ...any) (command, bool) {
		return command{key, append([]any{"SET", key, value}, more...)}, true
	}
	switch {
	case entry.Claim != nil:
		return set(claimKey(entry.Claim.Number), entry.Claim.Person)
	case entry.Index != nil:
		key := markKey(entry.Index.Mark)
		return command{key, []any{"SADD", key, entry.Index.Number}}, true
	case entry.Seen != nil:
		s := *entry.Seen
		return set(keysOf(s.Person).seen(s.Update), encodeSeen(s), "EX", seconds(max(time.Until(s.Until), seenAtLeast)))
	case entry.Parked != nil:
		return parkCommand(*entry.Parked), true
	case entry.Name != nil:
		return set(metaKey(entry.Name.Name), entry.Name.Value)
	}
	return command{}, false
}

// importCall lays a dossier out as import.lua reads it.
func importCall(d *store.Dossier) scriptCall {
	k := keysOf(d.Person)
	args := make([]any, 0, 5+len(d.Lines)+2*len(d.Reports)+5*len(d.Items))
	args = append(args, d.Person, encodeRecord(d.Record), len(d.Lines))
	for _, line := range d.Lines {
		args = append(args, line)
	}
	args = append(args, len(d.Reports))
	for _, r := range d.Reports {
		args = append(args, r.Key, r.Sealed)
	}
	args = append(args, len(d.Items))
	for _, item := range d.Items {
		args = append(args, item.ID, laneOf(item.Item), max(0, item.Due.UnixMilli()), item.Tries, item.Sealed)
	}
	return scriptCall{
		keys: []string{k.record(), k.lines(), k.reports(), k.line(), k.side(), k.due(), k.hold(), k.tally()},
		args: args,
	}
}
