package redisstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// People goes over the records of all persons; see store.Engine.
func (e *Engine) People(ctx context.Context, cursor string, n int) ([]store.Wrapped, string, error) {
	names, next, err := e.scan(ctx, cursor, prefix+"{p*}:person:*", n)
	if err != nil {
		return nil, "", fmt.Errorf("redisstore: people: %w", err)
	}
	var some []store.Wrapped
	for i, raw := range e.getAll(ctx, names) {
		kind, person, _ := parseKey(names[i])
		record, err := raw.Bytes()
		if errors.Is(err, redis.Nil) || kind != personKey {
			continue // forgotten meanwhile
		}
		if err != nil {
			return nil, "", fmt.Errorf("redisstore: people: %w", err)
		}
		p, err := decodeRecord(record)
		if err != nil {
			return nil, "", err
		}
		some = append(some, store.Wrapped{Person: person, Wrap: p.Wrap})
	}
	return some, next, nil
}

// getAll reads strings in one pipeline; each has an error of its own.
func (e *Engine) getAll(ctx context.Context, names []string) []*redis.StringCmd {
	cmds := make([]*redis.StringCmd, len(names))
	_, _ = e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, name := range names {
			cmds[i] = p.Get(ctx, name)
		}
		return nil
	})
	return cmds
}
