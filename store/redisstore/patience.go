package redisstore

import (
	"context"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
)

// patience is how long anything asked of the servers may take with all its repeats, as a
// multiple of Options.Timeout: with the default 15 s, within the 20 s of a turn.
const patience = 5

// hurry ends what takes longer, whatever the client still wants to try.
type hurry struct{ most time.Duration }

func (h hurry) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (h hurry) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		ctx, cancel := context.WithTimeout(ctx, h.most)
		defer cancel()
		return next(ctx, cmd)
	}
}

func (h hurry) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		ctx, cancel := context.WithTimeout(ctx, h.most)
		defer cancel()
		return next(ctx, cmds)
	}
}
