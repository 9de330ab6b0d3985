package redistest

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// ErrNoCluster says that a rig is not a Cluster.
var ErrNoCluster = errors.New("redistest: not a Cluster")

// Holding returns the slots a node owns in which there are keys.
func (r *Rig) Holding(ctx context.Context, n *Node) ([]int, error) {
	var own []redis.ClusterSlot
	all, err := n.rdb.ClusterSlots(ctx).Result()
	if err != nil {
		return nil, err
	}
	id, err := n.rdb.ClusterMyID(ctx).Result()
	if err != nil {
		return nil, err
	}
	for _, part := range all {
		if len(part.Nodes) > 0 && part.Nodes[0].ID == id {
			own = append(own, part)
		}
	}
	var counts []*redis.IntCmd
	var found []int
	_, err = n.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, part := range own {
			for slot := part.Start; slot <= part.End; slot++ {
				counts, found = append(counts, p.ClusterCountKeysInSlot(ctx, slot)), append(found, slot)
			}
		}
		return nil
	})
	var holding []int
	for i, c := range counts {
		if c.Val() > 0 {
			holding = append(holding, found[i])
		}
	}
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
	for i, one := range c.nodes {
		if one == n {
			return c.ids[i]
		}
	}
	return ""
}

// owner finds the master that serves a slot.
func (c *cluster) owner(ctx context.Context, slot int) (*Node, error) {
	for _, n := range c.nodes {
		if !n.Alive() {
			continue
		}
		all, err := n.rdb.ClusterSlots(ctx).Result()
		if err != nil {
			return nil, err
		}
		for _, part := range all {
			if part.Start <= slot && slot <= part.End && len(part.Nodes) > 0 {
				for i, id := range c.ids {
					if id == part.Nodes[0].ID {
						return c.nodes[i], nil
					}
				}
			}
		}
	}
	return nil, fmt.Errorf("redistest: nobody owns slot %d", slot)
}
