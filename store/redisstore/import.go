package redisstore

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// seenAtLeast is how long an imported mark is kept that is over, or nearly.
const seenAtLeast = time.Hour

// Import writes entries, in no order; see store.Engine.
func (e *Engine) Import(ctx context.Context, entries []store.Entry) error {
	var calls []scriptCall
	for _, entry := range entries {
		if entry.Dossier != nil {
			calls = append(calls, importCall(entry.Dossier))
		}
	}
	if err := e.changeAll(ctx, e.scripts.restore, calls); err != nil {
		return fmt.Errorf("redisstore: import: %w", err)
	}
	if len(calls) == len(entries) {
		return nil
	}
	_, err := e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, entry := range entries {
			importInto(ctx, p, entry)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("redisstore: import: %w", err)
	}
	return nil
}

// importInto writes an entry that is one key, or one field of a key.
func importInto(ctx context.Context, p redis.Pipeliner, entry store.Entry) {
	switch {
	case entry.Claim != nil:
		p.Set(ctx, claimKey(entry.Claim.Number), entry.Claim.Person, 0)
	case entry.Index != nil:
		p.SAdd(ctx, markKey(entry.Index.Mark), entry.Index.Number)
	case entry.Seen != nil:
		s := *entry.Seen
		p.Set(ctx, keysOf(s.Person).seen(s.Update), encodeSeen(s), max(time.Until(s.Until), seenAtLeast))
	case entry.Parked != nil:
		p.HSet(ctx, parkedKey, entry.Parked.ID, encodeParked(*entry.Parked))
	case entry.Name != nil:
		p.Set(ctx, metaKey(entry.Name.Name), entry.Name.Value, 0)
	}
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
