package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// Walk goes over all keys; see store.Engine. The sets of marks and what is parked come as
// a whole, however many there are.
func (e *Engine) Walk(ctx context.Context, cursor string, n int) ([]store.Entry, string, error) {
	names, next, err := e.scan(ctx, cursor, prefix+"*", n)
	if err != nil {
		return nil, "", fmt.Errorf("redisstore: walk: %w", err)
	}
	byKind := map[keyKind][]string{}
	for _, name := range names {
		if kind, of, ok := parseKey(name); ok {
			byKind[kind] = append(byKind[kind], of)
		}
	}
	var all []store.Entry
	for _, read := range []func() ([]store.Entry, error){
		func() ([]store.Entry, error) { return e.dossiers(ctx, byKind[personKey]) },
		func() ([]store.Entry, error) { return e.seenMarks(ctx, byKind[seenKey]) },
		func() ([]store.Entry, error) { return e.claims(ctx, byKind[claimsKey]) },
		func() ([]store.Entry, error) { return e.indexed(ctx, byKind[indexKey]) },
		func() ([]store.Entry, error) { return e.named(ctx, byKind[namedKey]) },
		func() ([]store.Entry, error) { return e.parkedEntries(ctx, len(byKind[parkKey]) > 0) },
	} {
		some, err := read()
		if err != nil {
			return nil, "", fmt.Errorf("redisstore: walk: %w", err)
		}
		all = append(all, some...)
	}
	return all, next, nil
}

func (e *Engine) claims(ctx context.Context, numbers []string) ([]store.Entry, error) {
	return e.strings(ctx, numbers, claimKey, func(number, person string) store.Entry {
		return store.Entry{Claim: &store.Claim{Number: number, Person: person}}
	})
}

func (e *Engine) named(ctx context.Context, names []string) ([]store.Entry, error) {
	return e.strings(ctx, names, metaKey, func(name, value string) store.Entry {
		return store.Entry{Name: &store.Named{Name: name, Value: []byte(value)}}
	})
}

// strings reads keys that hold one string each.
func (e *Engine) strings(ctx context.Context, of []string, key func(string) string, entry func(of, value string) store.Entry) ([]store.Entry, error) {
	names := make([]string, len(of))
	for i, o := range of {
		names[i] = key(o)
	}
	var all []store.Entry
	for i, cmd := range e.getAll(ctx, names) {
		value, err := cmd.Result()
		if errors.Is(err, redis.Nil) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, entry(of[i], value))
	}
	return all, nil
}

func (e *Engine) indexed(ctx context.Context, marks []string) ([]store.Entry, error) {
	cmds := make([]*redis.StringSliceCmd, len(marks))
	_, err := e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, mark := range marks {
			cmds[i] = p.SMembers(ctx, markKey(mark))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []store.Entry
	for i, cmd := range cmds {
		for _, number := range cmd.Val() {
			all = append(all, store.Entry{Index: &store.Indexing{Mark: marks[i], Number: number}})
		}
	}
	return all, nil
}

func (e *Engine) parkedEntries(ctx context.Context, any bool) ([]store.Entry, error) {
	if !any {
		return nil, nil
	}
	records, err := e.Parked(ctx)
	all := make([]store.Entry, len(records))
	for i := range records {
		all[i].Parked = &records[i]
	}
	return all, err
}

// seenMarks reads seen marks, which are named by person and update.
func (e *Engine) seenMarks(ctx context.Context, of []string) ([]store.Entry, error) {
	type pair struct {
		mark *redis.StringCmd
		ends *redis.DurationCmd
	}
	seen := make([]store.Seen, len(of))
	cmds := make([]pair, len(of))
	for i, name := range of {
		person, update, _ := strings.Cut(name, ":")
		n, err := strconv.ParseInt(update, 10, 64)
		if err != nil {
			return nil, errRecord
		}
		seen[i] = store.Seen{Person: person, Update: n}
	}
	_, _ = e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, s := range seen {
			key := keysOf(s.Person).seen(s.Update)
			cmds[i] = pair{p.Get(ctx, key), p.PExpireTime(ctx, key)}
		}
		return nil
	})
	var all []store.Entry
	for i, c := range cmds {
		mark, err := c.mark.Result()
		if errors.Is(err, redis.Nil) {
			continue
		}
		ends, err2 := c.ends.Result()
		if err := errors.Join(err, err2); err != nil {
			return nil, err
		}
		if err := decodeSeen(mark, time.UnixMilli(ends.Milliseconds()).UTC(), &seen[i]); err != nil {
			return nil, err
		}
		all = append(all, store.Entry{Seen: &seen[i]})
	}
	return all, nil
}
