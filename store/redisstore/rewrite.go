package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// rewriting sees to it that servers write their append-only files anew some time after a
// person was forgotten, or a part of what is kept of one. All processes together ask for it once in a while at most.
type rewriting struct {
	every time.Duration

	mu     sync.Mutex
	wanted bool      // perhaps: forgottenKey tells
	next   time.Time // not before
}

// forgotten notes that there is something to get rid of.
func (e *Engine) forgotten(ctx context.Context) error {
	if e.rewrite.every < 0 {
		return nil
	}
	if err := e.rdb.Set(ctx, forgottenKey, rand.Text(), 0).Err(); err != nil {
		return err
	}
	e.rewrite.mu.Lock()
	e.rewrite.wanted = true
	e.rewrite.mu.Unlock()
	e.tidySoon(ctx)
	return nil
}

// tidySoon is tidy within the time of one reply.
func (e *Engine) tidySoon(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	e.tidy(ctx)
}

// tidy asks for the rewriting when it is wanted and time. What fails is tried again after
// a while, or never where a server forbids it: the key it would remove is of no use
// without the operator's.
func (e *Engine) tidy(ctx context.Context) {
	r := &e.rewrite
	r.mu.Lock()
	now := time.Now()
	due := r.every >= 0 && r.wanted && !now.Before(r.next)
	if due {
		r.next = now.Add(r.every)
	}
	r.mu.Unlock()
	if !due {
		return
	}
	wait, err := e.tidyNow(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err != nil:
	case wait > 0:
		r.next = now.Add(wait)
	default:
		r.wanted = false
	}
}

// tidyNow asks the servers, unless another process has done so not long ago: then it
// answers how long to wait.
func (e *Engine) tidyNow(ctx context.Context) (wait time.Duration, err error) {
	mark, err := e.rdb.Get(ctx, forgottenKey).Result()
	if errors.Is(err, redis.Nil) || (err == nil && mark == "") {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	first, err := e.rdb.SetNX(ctx, rewrittenKey, mark, e.rewrite.every).Result()
	if err != nil {
		return 0, err
	}
	if !first {
		left, err := e.rdb.PTTL(ctx, rewrittenKey).Result()
		return max(left, time.Second), err
	}
	if err := e.eachServer(ctx, rewriteFile); err != nil {
		return 0, err
	}
	// Who was forgotten since has put another mark.
	_, err = e.swap(ctx, "rewrite", e.scripts.replace, forgottenKey, []byte(mark), nil)
	return 0, err
}

// rewriteFile asks one server, if it has such a file and allows it.
func rewriteFile(ctx context.Context, node *redis.Client) error {
	info, err := node.InfoMap(ctx, "persistence").Result()
	if err != nil || info["Persistence"]["aof_enabled"] != "1" {
		return err
	}
	_ = node.BgRewriteAOF(ctx).Err()
	return nil
}

// eachServer calls f for the server, or for all of a Cluster, replicas too.
func (e *Engine) eachServer(ctx context.Context, f func(context.Context, *redis.Client) error) error {
	if cluster, ok := e.rdb.(*redis.ClusterClient); ok {
		return cluster.ForEachShard(ctx, f)
	}
	node, _, err := e.single()
	if err != nil {
		return err
	}
	return f(ctx, node)
}
