package redisstore

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"
)

// scriptCall is one call of a script in a pipeline.
type scriptCall struct {
	keys []string
	args []any
}

// runAll calls a script many times in one pipeline. It returns each call's answer, nil
// where it failed, and the failures joined. A pipeline is not repaired by the client
// when the server does not know the script: those calls are made again one by one.
func (e *Engine) runAll(ctx context.Context, script *redis.Script, calls []scriptCall) ([]any, error) {
	cmds := make([]*redis.Cmd, len(calls))
	// Pipelined's own error is the first of the commands': they are looked at singly.
	_, _ = e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, c := range calls {
			cmds[i] = p.EvalSha(ctx, script.Hash(), c.keys, c.args...)
		}
		return nil
	})
	answers := make([]any, len(calls))
	var failed error
	for i, cmd := range cmds {
		answer, err := cmd.Result()
		if unknown(err) {
			answer, err = script.Run(ctx, e.rdb, calls[i].keys, calls[i].args...).Result()
		}
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		answers[i] = answer
	}
	return answers, failed
}
