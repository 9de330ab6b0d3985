package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"satark/store"
)

// Beat enters the process among the owners, and frees what dead ones hold; see
// store.Engine. A dead owner's entry stays until all partitions were freed, so that
// another process goes on where one died in the midst of it. A process that finds itself
// given up frees its own first, and is then as young as one that begins.
func (e *Engine) Beat(ctx context.Context, b store.Beating) (store.Standing, error) {
	op := rand.Text()
	var buried []ending
	for {
		args := []any{b.Owner, b.Now.UnixMilli(), b.Until.UnixMilli(), op, b.Place}
		for _, d := range buried {
			args = append(args, d.owner, d.end)
		}
		answer, err := e.scripts.beat.Run(ctx, e.rdb, []string{ownersKey}, args...).Slice()
		if err != nil {
			return store.Standing{}, fmt.Errorf("redisstore: beat: %w", err)
		}
		s, err := readStanding(answer)
		if err != nil {
			return store.Standing{}, err
		}
		if s.registered && len(s.dead) == 0 {
			e.tidySoon(ctx)
			return s.Standing, nil
		}
		if err := e.freeSoon(ctx, b.Now, s.dead); err != nil {
			if s.registered {
				return s.Standing, nil // a part of the Cluster is away: the next Beat goes on
			}
			return store.Standing{}, fmt.Errorf("redisstore: beat: %w", err)
		}
		buried = s.dead
	}
}

// Leave takes the process from the owners, and frees what it holds; see store.Engine.
func (e *Engine) Leave(ctx context.Context, owner string, now time.Time) error {
	end, err := e.scripts.leave.Run(ctx, e.rdb, []string{ownersKey}, owner, now.UnixMilli(), rand.Text()).Text()
	if err != nil {
		return fmt.Errorf("redisstore: leave: %w", err)
	}
	if err := e.free(ctx, now, []ending{{owner, end}}); err != nil {
		return fmt.Errorf("redisstore: leave: %w", err)
	}
	if err := e.scripts.bury.Run(ctx, e.rdb, []string{ownersKey}, owner, end).Err(); err != nil {
		return fmt.Errorf("redisstore: leave: %w", err)
	}
	return nil
}

// ending is the end of one life of a process. An owner may live again, and die again.
type ending struct{ owner, end string }

// freedFor is how long a partition remembers that it was freed from a dead process: longer
// than a call can be under way.
const freedFor = time.Minute

// freeSoon is free within the time of one reply: a part of a Cluster that is away must not
// keep a process from saying that it lives.
func (e *Engine) freeSoon(ctx context.Context, now time.Time, dead []ending) error {
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	return e.free(ctx, now, dead)
}

// free makes due what dead processes hold, in all partitions.
func (e *Engine) free(ctx context.Context, now time.Time, dead []ending) error {
	args := []any{now.UnixMilli(), seconds(freedFor)}
	for _, d := range dead {
		args = append(args, d.owner, d.end)
	}
	calls := make([]scriptCall, partitions)
	for i := range calls {
		part := partitionAt(i)
		keys := []string{part.due(), part.hold()}
		for _, d := range dead {
			keys = append(keys, part.freed(d.owner))
		}
		calls[i] = scriptCall{keys, args}
	}
	_, err := e.runAll(ctx, e.scripts.free, calls)
	return err
}

// roll is what beat.lua answers.
type roll struct {
	store.Standing
	registered bool
	dead       []ending
}

var errRoll = errors.New("redisstore: malformed answer to a sign of life")

func readStanding(answer []any) (roll, error) {
	if len(answer) < 3 || len(answer)%2 != 1 {
		return roll{}, errRoll
	}
	var n [3]int64
	for i := range n {
		v, ok := answer[i].(int64)
		if !ok {
			return roll{}, errRoll
		}
		n[i] = v
	}
	r := roll{store.Standing{Alive: int(n[0]), First: n[1] == 1}, n[2] == 1, nil}
	for rest := answer[3:]; len(rest) > 0; rest = rest[2:] {
		owner, ok := rest[0].(string)
		end, ok2 := rest[1].(string)
		if !ok || !ok2 {
			return roll{}, errRoll
		}
		r.dead = append(r.dead, ending{owner, end})
	}
	return r, nil
}
