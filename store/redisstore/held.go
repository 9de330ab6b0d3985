package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrTooFew says that a write took place, but that fewer replicas hold it as yet than
// Options.Wait asks for. Asked again it changes nothing, and waits again.
var ErrTooFew = errors.New("redisstore: too few replicas hold the write")

const (
	heldTries = 4  // how often a write is made that fails or that too few hold
	heldMoves = 16 // and how often at most, with those that were sent elsewhere
)

// held makes a write and waits, on the same connection, until enough replicas hold it: on
// another connection it would wait for nothing. The client cannot do that in a Cluster,
// where it sends what names no key to any server, so the server is found here.
func (e *Engine) held(ctx context.Context, key string, ask func(p redis.Pipeliner, byText bool) *redis.Cmd) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, patience*e.opt.Timeout)
	defer cancel()
	var failed, few error
	byText, tries := false, 0
	for range heldMoves {
		node, asking, err := e.seat(ctx, key, failed)
		var answer any
		if err == nil {
			answer, err = e.askAndWait(ctx, node, asking, func(p redis.Pipeliner) *redis.Cmd { return ask(p, byText) })
		}
		if err == nil {
			return answer, nil
		}
		failed = err
		switch {
		case unknown(err):
			byText = true
			continue
		case sentElsewhere(err):
			continue
		case errors.Is(err, ErrTooFew):
			few = err
		}
		if tries++; tries == heldTries {
			break
		}
		if sleep(ctx, time.Duration(tries*tries)*20*time.Millisecond) != nil {
			break
		}
	}
	if few != nil && !errors.Is(failed, ErrTooFew) { // the caller learns that it took place
		failed = errors.Join(few, failed)
	}
	return nil, failed
}

// askAndWait makes one attempt, in one round trip.
func (e *Engine) askAndWait(ctx context.Context, node *redis.Client, asking bool, ask func(redis.Pipeliner) *redis.Cmd) (any, error) {
	var write *redis.Cmd
	var wait func() error
	_, _ = node.Pipelined(ctx, func(p redis.Pipeliner) error {
		if asking {
			p.Do(ctx, "ASKING")
		}
		write = ask(p)
		wait = e.wait(ctx, p)
		return nil
	})
	answer, err := write.Result()
	if err != nil {
		return nil, err
	}
	return answer, wait()
}

// wait adds to a pipeline what waits for the replicas, and returns what reads the answer.
func (e *Engine) wait(ctx context.Context, p redis.Pipeliner) func() error {
	n, most := int64(e.opt.Wait), (e.opt.Timeout / 4).Milliseconds() // the answer has to come within Timeout
	if !e.waitaof {
		cmd := p.Do(ctx, "WAIT", n, most)
		return func() error {
			got, err := cmd.Int64()
			return enough(got, n, err)
		}
	}
	cmd := p.Do(ctx, "WAITAOF", 1, n, most)
	return func() error {
		got, err := cmd.Int64Slice()
		if err == nil && len(got) != 2 {
			err = errRecord
		}
		if err != nil {
			return enough(0, n, err)
		}
		return errors.Join(enough(got[0], 1, nil), enough(got[1], n, nil))
	}
}

func enough(got, want int64, err error) error {
	if err != nil {
		return fmt.Errorf("wait: %w", err)
	}
	if got < want {
		return fmt.Errorf("%w: %d of %d", ErrTooFew, got, want)
	}
	return nil
}

// sleep waits, or returns the end of the context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
