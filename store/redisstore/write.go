package redisstore

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// Claim takes a number for good; see store.Engine. When the answer of the first try was
// lost, the second finds the number taken by the same person.
func (e *Engine) Claim(ctx context.Context, number, person string) error {
	holder, err := e.once(ctx, claimKey(number), person)
	if err != nil {
		return fmt.Errorf("redisstore: claim: %w", err)
	}
	if holder != person {
		return store.ErrTaken
	}
	return nil
}

// Once keeps the first value of a name; see store.Engine.
func (e *Engine) Once(ctx context.Context, name string, value []byte) ([]byte, error) {
	kept, err := e.once(ctx, metaKey(name), string(value))
	if err != nil {
		return nil, fmt.Errorf("redisstore: once: %w", err)
	}
	return []byte(kept), nil
}

// once sets a key that is not there yet, and returns what it holds.
func (e *Engine) once(ctx context.Context, key, value string) (string, error) {
	answer, err := e.change(ctx, e.scripts.once, []string{key}, value)
	if err != nil {
		return "", err
	}
	kept, ok := answer.(string)
	if !ok {
		return "", errRecord
	}
	return kept, nil
}

// Forget removes a person; see store.Engine. The numbers lose their holder first: they
// are found by the reports, which go last.
func (e *Engine) Forget(ctx context.Context, person string) error {
	k := keysOf(person)
	numbers, err := e.rdb.HKeys(ctx, k.reports()).Result()
	if err != nil {
		return fmt.Errorf("redisstore: forget: %w", err)
	}
	if err := e.release(ctx, person, numbers); err != nil {
		return fmt.Errorf("redisstore: forget: %w", err)
	}
	names := []string{k.record(), k.lines(), k.reports(), k.line(), k.side(), k.due(), k.hold(), k.tally()}
	if _, err := e.change(ctx, e.scripts.forget, names, person); err != nil {
		return fmt.Errorf("redisstore: forget: %w", err)
	}
	if err := e.forgotten(ctx); err != nil {
		return fmt.Errorf("redisstore: forget: %w", err)
	}
	return nil
}

// Park keeps something sealed; see store.Engine.
func (e *Engine) Park(ctx context.Context, p store.ParkedRecord) error {
	if err := e.do(ctx, parkCommand(p)); err != nil {
		return fmt.Errorf("redisstore: park: %w", err)
	}
	return nil
}

func parkCommand(p store.ParkedRecord) command {
	return command{parkedKey, []any{"HSET", parkedKey, p.ID, append([]byte(p.Person+" "), p.Sealed...)}}
}

// Unpark drops what is parked; see store.Engine.
func (e *Engine) Unpark(ctx context.Context, id string) error {
	if err := e.rdb.HDel(ctx, parkedKey, id).Err(); err != nil {
		return fmt.Errorf("redisstore: unpark: %w", err)
	}
	return nil
}

// Index moves a report between marks; see store.Engine.
func (e *Engine) Index(ctx context.Context, number string, add, drop []string) error {
	if len(add)+len(drop) == 0 {
		return nil
	}
	_, err := e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, m := range add {
			p.SAdd(ctx, markKey(m), number)
		}
		for _, m := range drop {
			p.SRem(ctx, markKey(m), number)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("redisstore: index: %w", err)
	}
	return nil
}
