package redisstore

import (
	"context"
	"errors"
	"sync"

	"github.com/redis/go-redis/v9"
)

// change runs a script that writes, and returns its answer when as many replicas hold the
// change as Options.Wait asks for. The script has to write something in a repeat too: only
// then does waiting after the repeat cover the first time.
func (e *Engine) change(ctx context.Context, script *redis.Script, keys []string, args ...any) (any, error) {
	if e.opt.Wait == 0 {
		return script.Run(ctx, e.rdb, keys, args...).Result()
	}
	return e.held(ctx, keys[0], func(p redis.Pipeliner, byText bool) *redis.Cmd {
		if byText {
			return script.Eval(ctx, p, keys, args...)
		}
		return script.EvalSha(ctx, p, keys, args...)
	})
}

// changeAll runs a script that writes many times, in no order.
func (e *Engine) changeAll(ctx context.Context, script *redis.Script, calls []scriptCall) error {
	if e.opt.Wait == 0 {
		_, err := e.runAll(ctx, script, calls)
		return err
	}
	return together(len(calls), func(i int) error {
		_, err := e.change(ctx, script, calls[i].keys, calls[i].args...)
		return err
	})
}

// together does n things, some of them at a time, and joins their errors.
func together(n int, do func(i int) error) error {
	const most = 16
	errs := make([]error, n)
	free := make(chan struct{}, most)
	var wg sync.WaitGroup
	for i := range n {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			errs[i] = do(i)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// command is one that writes, and the key that it writes.
type command struct {
	key  string
	args []any
}

// do makes commands, in no order, as change runs a script.
func (e *Engine) do(ctx context.Context, all ...command) error {
	if e.opt.Wait == 0 {
		_, err := e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
			for _, c := range all {
				p.Do(ctx, c.args...)
			}
			return nil
		})
		return err
	}
	return together(len(all), func(i int) error {
		_, err := e.held(ctx, all[i].key, func(p redis.Pipeliner, _ bool) *redis.Cmd { return p.Do(ctx, all[i].args...) })
		return err
	})
}
