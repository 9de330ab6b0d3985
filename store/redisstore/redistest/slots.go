package redistest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"
)

// ErrNoCluster says that a rig is not a Cluster.
var ErrNoCluster = errors.New("redistest: not a Cluster")

// Holding returns the slots a node owns in which there are keys.
func (r *Rig) Holding(ctx context.Context, n *Node) ([]int, error) {
	c, ok := r.layout.(*cluster)
	if !ok {
		return nil, ErrNoCluster
	}
	owned, err := c.owned(ctx, n)
	if err != nil {
		return nil, err
	}
	keys := map[int]*redis.IntCmd{}
	_, err = n.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, part := range owned {
			for slot := part.first; slot <= part.last; slot++ {
				keys[slot] = p.ClusterCountKeysInSlot(ctx, slot)
			}
		}
		return nil
	})
	var holding []int
	for slot, n := range keys {
		if n.Val() > 0 {
			holding = append(holding, slot)
		}
	}
	slices.Sort(holding)
	return holding, err
}

// Move gives a slot to another master, with all keys in it, while clients use them.
// Asked again after an error it goes on. No master may die meanwhile: what is half moved
// then needs an operator.
func (r *Rig) Move(ctx context.Context, slot int, to *Node) error {
	c, ok := r.layout.(*cluster)
	if !ok {
		return ErrNoCluster
	}
	from, err := c.owner(ctx, slot)
	if err != nil || from == to {
		return err
	}
	toID, fromID := c.id(to), c.id(from)
	steps := []func() error{
		func() error { return to.setSlot(ctx, slot, "IMPORTING", fromID) },
		func() error { return from.setSlot(ctx, slot, "MIGRATING", toID) },
		func() error { return carry(ctx, slot, from, to) },
		// The new owner first: else a key could belong to nobody for a moment.
		func() error { return to.setSlot(ctx, slot, "NODE", toID) },
		func() error { return from.setSlot(ctx, slot, "NODE", toID) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("redistest: move slot %d: %w", slot, err)
		}
	}
	return nil
}

// carry moves the keys of a slot, some at a time.
func carry(ctx context.Context, slot int, from, to *Node) error {
	const some, timeout = 100, 5000 // keys, milliseconds
	for {
		keys, err := from.rdb.ClusterGetKeysInSlot(ctx, slot, some).Result()
		if err != nil || len(keys) == 0 {
			return err
		}
		args := []any{"MIGRATE", "127.0.0.1", to.port, "", 0, timeout, "REPLACE", "KEYS"}
		for _, key := range keys {
			args = append(args, key)
		}
		if err := from.rdb.Do(ctx, args...).Err(); err != nil {
			return err
		}
	}
}

func (n *Node) setSlot(ctx context.Context, slot int, what, id string) error {
	return n.rdb.Do(ctx, "CLUSTER", "SETSLOT", slot, what, id).Err()
}

func (c *cluster) id(n *Node) string {
	if i := slices.Index(c.nodes, n); i >= 0 {
		return c.ids[i]
	}
	return ""
}
