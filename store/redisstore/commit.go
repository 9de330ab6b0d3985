package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"satark/store"
)

var errCommit = errors.New("redisstore: commit: malformed answer")

// Commit writes a turn in one round trip; see store.Engine.
func (e *Engine) Commit(ctx context.Context, c *store.Commit) (store.Committed, error) {
	k := keysOf(c.Person)
	names := []string{
		k.record(), k.seen(c.Update), k.lines(), k.reports(), k.line(), k.side(), k.due(), k.hold(), k.tally(),
	}
	answer, err := e.change(ctx, e.scripts.commit, names, commitArgs(c)...)
	if err != nil {
		return store.Committed{}, fmt.Errorf("redisstore: commit: %w", err)
	}
	switch answer {
	case "seen":
		return store.Committed{}, store.ErrSeen
	case "stale":
		return store.Committed{}, store.ErrStale
	case "done 0", "done 1":
		return store.Committed{Line: answer == "done 1"}, nil
	}
	return store.Committed{}, errCommit
}

// commitArgs lays a commit out as commit.lua reads it.
func commitArgs(c *store.Commit) []any {
	args := make([]any, 0, 14+len(c.Lines)+2*len(c.Reports)+4*len(c.Items))
	args = append(args, c.Op, c.Before, c.After, c.Now.UnixMilli(), c.Until.UnixMilli(), c.Owner,
		seconds(c.SeenUntil.Sub(c.Now)), c.SeenUntil.UnixMilli(), c.Person, c.Wrap, c.Session)
	args = append(args, len(c.Lines))
	for _, line := range c.Lines {
		args = append(args, line)
	}
	args = append(args, len(c.Reports))
	for _, r := range c.Reports {
		args = append(args, r.Key, r.Sealed)
	}
	args = append(args, len(c.Items))
	for _, item := range c.Items {
		args = append(args, item.ID, laneOf(item), item.Due.UnixMilli(), item.Sealed)
	}
	return args
}

// laneOf is how the scripts call where a delivery stands.
func laneOf(item store.Item) string {
	if item.Line {
		return "line"
	}
	return "side"
}

// seconds rounds up, to one at least: Redis takes no shorter expiry.
func seconds(d time.Duration) int64 {
	return max(1, int64((d+time.Second-1)/time.Second))
}
