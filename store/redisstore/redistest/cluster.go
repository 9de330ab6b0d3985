package redistest

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// A Cluster's masters are the first nodes at the beginning, each with one replica.
const (
	masters  = 3
	slots    = 16384
	allNodes = 2 * masters
)

// Cluster starts six servers in dir: three masters that share the slots, and a replica of
// each. They take a master for dead after a second of silence.
func Cluster(ctx context.Context, dir string, opts ...Option) (*Rig, error) {
	p, ports := newPlan(opts), newPorts()
	c := &cluster{}
	var hosts []string
	for i := range allNodes {
		bus, err := ports.take()
		if err != nil {
			return nil, err
		}
		n, err := p.node(dir, fmt.Sprintf("redis%d", i+1), ports, "cluster-announce-port",
			"cluster-enabled yes", fmt.Sprintf("cluster-port %d", bus), "cluster-announce-ip 127.0.0.1",
			"cluster-node-timeout 1000", "cluster-replica-validity-factor 0", "cluster-allow-replica-migration no")
		if err != nil {
			return nil, err
		}
		c.nodes, c.buses, hosts = append(c.nodes, n), append(c.buses, bus), append(hosts, n.Front())
	}
	r := &Rig{dir: dir, url: "redis+cluster://" + strings.Join(hosts, ","), nodes: c.nodes, layout: c}
	return r.begin(ctx, c.join)
}

// cluster is the layout of a Cluster.
type cluster struct {
	nodes []*Node
	buses []int
	ids   []string // the nodes' ids, in the order of nodes
}

// join makes a Cluster of nodes that do not know each other.
func (c *cluster) join(ctx context.Context) error {
	for i, n := range c.nodes {
		id, err := n.rdb.ClusterMyID(ctx).Result()
		if err != nil {
			return err
		}
		c.ids = append(c.ids, id)
		// Differing epochs: else the nodes take a while to settle whose word counts.
		errs := []error{n.rdb.Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", i+1).Err()}
		if i < masters {
			errs = append(errs, n.rdb.ClusterAddSlotsRange(ctx, slots*i/masters, slots*(i+1)/masters-1).Err())
		}
		if i > 0 {
			errs = append(errs, n.rdb.Do(ctx, "CLUSTER", "MEET", "127.0.0.1", c.nodes[0].port, c.buses[0]).Err())
		}
		if err := errors.Join(errs...); err != nil {
			return fmt.Errorf("redistest: %s joins: %w", n.name, err)
		}
	}
	for i, n := range c.nodes[masters:] {
		// The replica has to hear of its master before it can follow.
		err := until(ctx, func() error { return n.rdb.ClusterReplicate(ctx, c.ids[i]).Err() })
		if err != nil {
			return err
		}
	}
	return nil
}

// masters are the owners of slots, when all living nodes name the same.
func (c *cluster) masters(ctx context.Context) ([]*Node, error) {
	votes, voters := map[*Node]int{}, 0
	for _, n := range c.nodes {
		if !n.Alive() {
			continue
		}
		voters++
		seats, err := c.seats(ctx, n)
		if err != nil {
			return nil, err
		}
		for _, s := range seats {
			if len(s.slots) > 0 {
				votes[s.node]++
			}
		}
	}
	var named []*Node
	for _, n := range c.nodes {
		switch votes[n] {
		case 0:
		case voters:
			named = append(named, n)
		default:
			return nil, errSplit
		}
	}
	if len(named) == 0 {
		return nil, errSplit
	}
	return named, c.settled(ctx)
}

// settled returns nil when every living node finds that all slots are served.
func (c *cluster) settled(ctx context.Context) error {
	for _, n := range c.nodes {
		if !n.Alive() {
			continue
		}
		info, err := n.rdb.ClusterInfo(ctx).Result()
		if err == nil && !strings.Contains(info, "cluster_state:ok") {
			err = fmt.Errorf("redistest: %s: the cluster is not ok", n.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// whole returns nil when every living node that owns no slot follows another.
func (c *cluster) whole(ctx context.Context) error {
	named, err := c.masters(ctx)
	if err != nil {
		return err
	}
	owners := map[*Node]bool{}
	for _, n := range named {
		owners[n] = true
	}
	for _, n := range c.nodes {
		if !owners[n] && n.Alive() {
			if err := n.follows(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}
