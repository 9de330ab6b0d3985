package redisstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// Person returns a person's record; see store.Engine.
func (e *Engine) Person(ctx context.Context, person string) (store.Person, error) {
	raw, err := e.rdb.Get(ctx, keysOf(person).record()).Bytes()
	if errors.Is(err, redis.Nil) {
		return store.Person{}, nil
	}
	if err != nil {
		return store.Person{}, fmt.Errorf("redisstore: person: %w", err)
	}
	return decodeRecord(raw)
}

// Report returns one report; see store.Engine.
func (e *Engine) Report(ctx context.Context, person, number string) ([]byte, error) {
	sealed, err := e.rdb.HGet(ctx, keysOf(person).reports(), number).Bytes()
	return sealed, found("report", err)
}

// Reports returns a person's reports; see store.Engine.
func (e *Engine) Reports(ctx context.Context, person string) ([]store.Record, error) {
	all, err := e.rdb.HGetAll(ctx, keysOf(person).reports()).Result()
	if err != nil {
		return nil, fmt.Errorf("redisstore: reports: %w", err)
	}
	out := make([]store.Record, 0, len(all))
	for number, sealed := range all {
		out = append(out, store.Record{Key: number, Sealed: []byte(sealed)})
	}
	return out, nil
}

// Lines returns a part of a transcript; see store.Engine.
func (e *Engine) Lines(ctx context.Context, person string, after, n int) ([][]byte, error) {
	last := int64(-1)
	switch {
	case n == 0:
		return nil, nil
	case n > 0:
		last = int64(after) + int64(n) - 1
	}
	lines, err := e.rdb.LRange(ctx, keysOf(person).lines(), int64(after), last).Result()
	if err != nil {
		return nil, fmt.Errorf("redisstore: transcript: %w", err)
	}
	out := make([][]byte, len(lines))
	for i, line := range lines {
		out[i] = []byte(line)
	}
	return out, nil
}

// Kept returns what is kept under a name; see store.Engine.
func (e *Engine) Kept(ctx context.Context, name string) ([]byte, error) {
	value, err := e.rdb.Get(ctx, metaKey(name)).Bytes()
	return value, found("kept", err)
}

// Holder returns who holds a number; see store.Engine.
func (e *Engine) Holder(ctx context.Context, number string) (string, error) {
	person, err := e.rdb.Get(ctx, claimKey(number)).Result()
	if err == nil && person == "" {
		return "", store.ErrNotFound
	}
	return person, found("holder", err)
}

// Indexed counts the reports under a mark; see store.Engine.
func (e *Engine) Indexed(ctx context.Context, mark string) (int, error) {
	n, err := e.rdb.SCard(ctx, markKey(mark)).Result()
	if err != nil {
		return 0, fmt.Errorf("redisstore: indexed: %w", err)
	}
	return int(n), nil
}

// Parked returns the parked updates; see store.Engine.
func (e *Engine) Parked(ctx context.Context) ([]store.ParkedRecord, error) {
	all, err := e.rdb.HGetAll(ctx, parkedKey).Result()
	if err != nil {
		return nil, fmt.Errorf("redisstore: parked: %w", err)
	}
	var out []store.ParkedRecord
	for id, kept := range all {
		person, sealed, ok := strings.Cut(kept, " ")
		if !ok {
			return nil, errRecord
		}
		out = append(out, store.ParkedRecord{ID: id, Person: person, Sealed: []byte(sealed)})
	}
	slices.SortFunc(out, func(a, b store.ParkedRecord) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// found tells what is not there from what could not be read.
func found(what string, err error) error {
	if errors.Is(err, redis.Nil) {
		return store.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("redisstore: %s: %w", what, err)
	}
	return nil
}
