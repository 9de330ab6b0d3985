package redistest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// seat is a node's place in a Cluster.
type seat struct {
	node  *Node
	slots []slotRange // none for a replica
}

type slotRange struct{ first, last int }

func (r slotRange) has(slot int) bool { return r.first <= slot && slot <= r.last }

// seats is how one node sees the Cluster.
func (c *cluster) seats(ctx context.Context, n *Node) ([]seat, error) {
	text, err := n.rdb.ClusterNodes(ctx).Result()
	if err != nil {
		return nil, err
	}
	var all []seat
	for line := range strings.Lines(text) {
		const fixed = 8 // id, address, flags, master, ping, pong, epoch, link
		fields := strings.Fields(line)
		if len(fields) < fixed {
			return nil, fmt.Errorf("redistest: %s: CLUSTER NODES has a short line", n.name)
		}
		// Others than our own are the nodes' names for each other before they have met.
		if i := slices.Index(c.ids, fields[0]); i >= 0 {
			all = append(all, seat{c.nodes[i], slotRanges(fields[fixed:])})
		}
	}
	return all, nil
}

// slotRanges reads "7" and "0-5460", and leaves out slots on the move: "[93-<-id]".
func slotRanges(fields []string) []slotRange {
	var all []slotRange
	for _, field := range fields {
		from, to, ok := strings.Cut(field, "-")
		if !ok {
			to = from
		}
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		if err1 == nil && err2 == nil {
			all = append(all, slotRange{first, last})
		}
	}
	return all
}

// owned are the slots that a node says are its own.
func (c *cluster) owned(ctx context.Context, n *Node) ([]slotRange, error) {
	seats, err := c.seats(ctx, n)
	if err != nil {
		return nil, err
	}
	for _, s := range seats {
		if s.node == n {
			return s.slots, nil
		}
	}
	return nil, nil
}

// owner finds the master that says that a slot is its own.
func (c *cluster) owner(ctx context.Context, slot int) (*Node, error) {
	for _, n := range c.nodes {
		if !n.Alive() {
			continue
		}
		owned, err := c.owned(ctx, n)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(owned, func(r slotRange) bool { return r.has(slot) }) {
			return n, nil
		}
	}
	return nil, fmt.Errorf("redistest: nobody owns slot %d", slot)
}
