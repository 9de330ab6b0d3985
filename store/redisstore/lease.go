package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// firstLook is how many slots of each partition a sweep asks for at first: enough when
// work is spread, little to carry when there is a backlog.
const firstLook = 16

// waiting is a slot that is due.
type waiting struct {
	partition
	slot  string
	since float64 // milliseconds
}

// Lease sweeps all partitions in one pipeline and takes what is due in a second; see
// store.Engine. When nothing is due it costs one round trip.
func (e *Engine) Lease(ctx context.Context, l store.Leasing) ([]store.Leased, error) {
	found, err := e.sweep(ctx, l)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return e.take(ctx, l, found)
}

// sweep finds the slots that have waited longest.
func (e *Engine) sweep(ctx context.Context, l store.Leasing) ([]waiting, error) {
	all := make([]partition, partitions)
	for i := range all {
		all[i] = partitionAt(i)
	}
	look := min(firstLook, l.Limit)
	found, full, err := e.look(ctx, all, l, look)
	if err != nil {
		return nil, err
	}
	if len(found) < l.Limit && len(full) > 0 && look < l.Limit {
		more, _, err := e.look(ctx, full, l, l.Limit)
		if err != nil {
			return nil, err
		}
		found = slices.DeleteFunc(found, func(w waiting) bool { return slices.Contains(full, w.partition) })
		found = append(found, more...)
	}
	slices.SortStableFunc(found, func(a, b waiting) int { return int(a.since - b.since) })
	return found[:min(len(found), l.Limit)], nil
}

// look asks each partition for at most n slots that are due, and says which had more
// perhaps. Partitions that do not answer, since a part of the Cluster is away, wait for the
// next sweep: it fails only when none answers.
func (e *Engine) look(ctx context.Context, in []partition, l store.Leasing, n int) (found []waiting, full []partition, err error) {
	cmds := make([]*redis.ZSliceCmd, len(in))
	by := &redis.ZRangeBy{Min: "-inf", Max: strconv.FormatInt(l.Now.UnixMilli(), 10), Count: int64(n)}
	_, _ = e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, part := range in {
			cmds[i] = p.ZRangeByScoreWithScores(ctx, part.due(), by)
		}
		return nil
	})
	silent := 0
	for i, cmd := range cmds {
		slots, cerr := cmd.Result()
		if cerr != nil {
			silent, err = silent+1, cerr
			continue
		}
		for _, z := range slots {
			found = append(found, waiting{in[i], fmt.Sprint(z.Member), z.Score})
		}
		if len(slots) == n {
			full = append(full, in[i])
		}
	}
	if silent == len(in) {
		return nil, nil, fmt.Errorf("redisstore: due: %w", err)
	}
	return found, full, nil
}

// take leases what was found, as far as no other process was quicker.
func (e *Engine) take(ctx context.Context, l store.Leasing, found []waiting) ([]store.Leased, error) {
	op := rand.Text()
	calls := make([]scriptCall, len(found))
	for i, w := range found {
		calls[i] = leaseCall(l, op, w)
	}
	answers, err := e.runAll(ctx, e.scripts.lease, calls)
	var out []store.Leased
	for i, answer := range answers {
		leased, derr := readLeased(answer, found[i])
		err = errors.Join(err, derr)
		out = append(out, leased...)
	}
	if len(out) > 0 {
		return out, nil // what failed beside it comes back when its lease ends
	}
	if err != nil {
		return nil, fmt.Errorf("redisstore: lease: %w", err)
	}
	return nil, nil
}

func leaseCall(l store.Leasing, op string, w waiting) scriptCall {
	person, id, side := strings.Cut(w.slot, ":")
	k := keys{w.partition, person}
	box := k.line()
	if side {
		box = k.side()
	}
	return scriptCall{
		keys: []string{k.record(), box, k.due(), k.hold()},
		args: []any{w.slot, id, l.Now.UnixMilli(), l.Until.UnixMilli(), l.Owner, op},
	}
}

// readLeased reads lease.lua's answer.
func readLeased(answer any, w waiting) ([]store.Leased, error) {
	parts, _ := answer.([]any)
	if len(parts) == 0 {
		return nil, nil
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i], _ = p.(string)
	}
	record, err := decodeRecord([]byte(texts[0]))
	if err != nil {
		return nil, err
	}
	person, _, side := strings.Cut(w.slot, ":")
	var out []store.Leased
	for rest := texts[1:]; len(rest) >= 3; rest = rest[3:] {
		tries, err := strconv.Atoi(rest[1])
		if err != nil {
			return nil, errRecord
		}
		out = append(out, store.Leased{
			Item:   store.Item{ID: rest[0], Line: !side, Sealed: []byte(rest[2])},
			Person: person, Wrap: record.Wrap, Tries: tries,
		})
	}
	return out, nil
}
