package redisstore

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// Rewrap replaces a person's wrapped key within the record; see store.Engine.
func (e *Engine) Rewrap(ctx context.Context, person string, old, wrap []byte) (bool, error) {
	return e.swap(ctx, "rewrap", e.scripts.rewrap, keysOf(person).record(), old, wrap)
}

// Replace replaces what is kept under a name; see store.Engine.
func (e *Engine) Replace(ctx context.Context, name string, old, value []byte) (bool, error) {
	return e.swap(ctx, "replace", e.scripts.replace, metaKey(name), old, value)
}

// swap runs a script that puts one value in the place of another, and answers 1 when the
// new one is what is kept.
func (e *Engine) swap(ctx context.Context, what string, script *redis.Script, key string, old, value []byte) (bool, error) {
	answer, err := e.change(ctx, script, []string{key}, old, value)
	if err != nil {
		return false, fmt.Errorf("redisstore: %s: %w", what, err)
	}
	return answer == int64(1), nil
}
