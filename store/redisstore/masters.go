package redisstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// slots is how many a Cluster has.
const slots = 16384

// errMoving says that a walk has to wait: a key on its way from one server to another may
// be met at neither.
var errMoving = errors.New("redisstore: the Cluster is moving slots or has lost some: try again later")

// master is a server that takes writes.
type master struct {
	rdb   *redis.Client
	run   string // changes when it is started anew, and so does the order of its keys
	slots string // in a Cluster, as it says them
}

// masters returns the servers that take writes, and their epoch. A cursor of one of them
// is worth something in the same epoch only.
func (e *Engine) masters(ctx context.Context) ([]master, uint64, error) {
	all, err := e.eachMaster(ctx)
	if err != nil {
		return nil, 0, err
	}
	slices.SortFunc(all, func(a, b master) int { return cmp.Compare(a.run, b.run) })
	h := fnv.New64a()
	for _, m := range all {
		_, _ = fmt.Fprintf(h, "%s %s\n", m.run, m.slots)
	}
	return all, h.Sum64(), nil
}

func (e *Engine) eachMaster(ctx context.Context) ([]master, error) {
	cluster, ok := e.rdb.(*redis.ClusterClient)
	if !ok {
		node, _, err := e.single()
		if err != nil {
			return nil, err
		}
		run, err := runOf(ctx, node)
		return []master{{rdb: node, run: run}}, err
	}
	var mu sync.Mutex
	var all []master
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		m, err := lookAtNode(ctx, node)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, m)
		return err
	})
	if err != nil {
		return nil, err
	}
	return all, covered(all)
}

func lookAtNode(ctx context.Context, node *redis.Client) (master, error) {
	run, err := runOf(ctx, node)
	if err != nil {
		return master{}, err
	}
	nodes, err := node.ClusterNodes(ctx).Result()
	if err != nil {
		return master{}, err
	}
	return master{node, run, ownSlots(nodes)}, nil
}

// runOf is a server's run id: random, and new each time it is started.
func runOf(ctx context.Context, node *redis.Client) (string, error) {
	info, err := node.InfoMap(ctx, "server").Result()
	if err != nil {
		return "", err
	}
	run := info["Server"]["run_id"]
	if run == "" {
		return "", errors.New("redisstore: the server does not tell its run id")
	}
	return run, nil
}

// ownSlots takes from the answer to CLUSTER NODES what the answering server says of its
// own slots: "0-5460 5462 [5461->-id]".
func ownSlots(nodes string) string {
	for line := range strings.Lines(nodes) {
		fields := strings.Fields(line)
		if len(fields) > 8 && slices.Contains(strings.Split(fields[2], ","), "myself") {
			return strings.Join(fields[8:], " ")
		}
	}
	return ""
}

// covered makes sure that each slot is with one of the masters, and none on its way.
func covered(all []master) error {
	var have [slots]bool
	n := 0
	for _, m := range all {
		for _, part := range strings.Fields(m.slots) {
			first, last, err := slotRange(part)
			if err != nil {
				return errMoving
			}
			for s := first; s <= last; s++ {
				if !have[s] {
					have[s] = true
					n++
				}
			}
		}
	}
	if n != slots {
		return errMoving
	}
	return nil
}

func slotRange(text string) (first, last int, err error) {
	from, to, ok := strings.Cut(text, "-")
	if !ok {
		to = from
	}
	first, err1 := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil || first < 0 || last >= slots {
		return 0, 0, errMoving
	}
	return first, last, nil
}
