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
// when a server does not know the script: one such call is made by text, from which that
// server learns it, and the others are tried again.
func (e *Engine) runAll(ctx context.Context, script *redis.Script, calls []scriptCall) ([]any, error) {
	answers := make([]any, len(calls))
	var failed error
	keep := func(i int, answer any, err error) {
		answers[i] = answer
		failed = errors.Join(failed, err)
	}
	waiting := make([]int, len(calls))
	for i := range calls {
		waiting[i] = i
	}
	for len(waiting) > 0 {
		waiting = e.runSome(ctx, script, calls, waiting, keep)
		if len(waiting) > 0 {
			i := waiting[0]
			answer, err := script.Eval(ctx, e.rdb, calls[i].keys, calls[i].args...).Result()
			keep(i, answer, err)
			waiting = waiting[1:]
		}
	}
	return answers, failed
}

// runSome makes some of the calls, and returns those whose server does not know the script.
func (e *Engine) runSome(ctx context.Context, script *redis.Script, calls []scriptCall, some []int, keep func(int, any, error)) (rest []int) {
	cmds := make([]*redis.Cmd, len(some))
	// Pipelined's own error is the first of the commands': they are looked at singly.
	_, _ = e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for j, i := range some {
			cmds[j] = p.EvalSha(ctx, script.Hash(), calls[i].keys, calls[i].args...)
		}
		return nil
	})
	for j, i := range some {
		answer, err := cmds[j].Result()
		if unknown(err) {
			rest = append(rest, i)
			continue
		}
		keep(i, answer, err)
	}
	return rest
}
