package redisstore

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// change runs a script that writes, and returns its answer.
func (e *Engine) change(ctx context.Context, script *redis.Script, keys []string, args ...any) (any, error) {
	return script.Run(ctx, e.rdb, keys, args...).Result()
}

// changeAll runs a script that writes many times, in no order.
func (e *Engine) changeAll(ctx context.Context, script *redis.Script, calls []scriptCall) error {
	_, err := e.runAll(ctx, script, calls)
	return err
}
