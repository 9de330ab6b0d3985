package redistest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"
)

// masterName is what the Sentinels call the server they watch over.
const masterName = "main"

// Sentinel starts a master with two replicas and three Sentinels in dir. They take a
// master for dead after a second and a half of silence: on a busy machine a living one may
// be as silent as that, and then two take writes for a moment.
func Sentinel(ctx context.Context, dir string, opts ...Option) (*Rig, error) {
	p, ports := newPlan(opts), newPorts()
	w := &watched{}
	for i := range 3 {
		var more []string
		if i > 0 {
			host, port, _ := net.SplitHostPort(w.nodes[0].Front())
			more = []string{"replicaof " + host + " " + port}
		}
		n, err := p.node(dir, fmt.Sprintf("redis%d", i+1), ports, "replica-announce-port", more...)
		if err != nil {
			return nil, err
		}
		w.nodes = append(w.nodes, n)
	}
	var hosts []string
	for i := range 3 {
		n, err := newNode(dir, fmt.Sprintf("sentinel%d", i+1), ports)
		if err != nil {
			return nil, err
		}
		if n.lines, err = sentinelLines(w.nodes[0]); err != nil {
			return nil, err
		}
		n.args = []string{"--sentinel"}
		w.sentinels, hosts = append(w.sentinels, n), append(hosts, n.addr)
	}
	r := &Rig{
		dir: dir, url: "redis+sentinel://" + strings.Join(hosts, ",") + "/" + masterName,
		nodes: w.nodes, sentinels: w.sentinels, layout: w,
	}
	return r.begin(ctx, w.hurry, w.acquainted)
}

func sentinelLines(master *Node) ([]string, error) {
	port, err := portOf(master.Front())
	return []string{
		fmt.Sprintf("sentinel monitor %s 127.0.0.1 %d 2", masterName, port),
		"sentinel down-after-milliseconds " + masterName + " 1500",
		"sentinel failover-timeout " + masterName + " 2000",
		"sentinel parallel-syncs " + masterName + " 2",
	}, err
}

// watched is the layout of servers behind Sentinels.
type watched struct{ nodes, sentinels []*Node }

// hurry sets what a Sentinel cannot be told in its settings: how often it looks around,
// and how long its machine may be busy before it trusts nothing for a while. How often it
// asks for signs of life stays: it takes no replica of which it has not heard for five
// times as long.
func (w *watched) hurry(ctx context.Context) error {
	for _, s := range w.sentinels {
		err := s.rdb.Do(ctx, "SENTINEL", "DEBUG",
			"info-period", 500, "publish-period", 200, "ask-period", 100, "election-timeout", 1000,
			"tilt-trigger", 10000, "tilt-period", 1000).Err()
		if err != nil {
			return fmt.Errorf("redistest: %s: %w", s.name, err)
		}
	}
	return nil
}

// acquainted waits until each Sentinel knows the two others and both replicas: before,
// they could not agree on a new master.
func (w *watched) acquainted(ctx context.Context) error {
	return until(ctx, func() error {
		for _, s := range w.sentinels {
			ask := redis.NewMapStringStringCmd(ctx, "SENTINEL", "MASTER", masterName)
			if err := s.rdb.Process(ctx, ask); err != nil {
				return err
			}
			about := ask.Val()
			if about["num-other-sentinels"] != "2" || about["num-slaves"] != "2" {
				return fmt.Errorf("redistest: %s does not know all others yet", s.name)
			}
		}
		return nil
	})
}

var errSplit = errors.New("redistest: there is no agreement on the master")

func (w *watched) masters(ctx context.Context) ([]*Node, error) {
	var named *Node
	for _, s := range w.sentinels {
		if !s.Alive() {
			continue
		}
		addr, err := s.rdb.Do(ctx, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName).StringSlice()
		if err != nil || len(addr) != 2 {
			return nil, fmt.Errorf("redistest: %s names no master: %w", s.name, err)
		}
		n := byFront(w.nodes, addr[1])
		if n == nil || (named != nil && n != named) {
			return nil, errSplit
		}
		named = n
	}
	if named == nil {
		return nil, errSplit
	}
	return []*Node{named}, nil
}

// byFront finds the node that is announced at a port.
func byFront(nodes []*Node, port string) *Node {
	for _, n := range nodes {
		if strings.HasSuffix(n.Front(), ":"+port) {
			return n
		}
	}
	return nil
}

func (w *watched) whole(ctx context.Context) error {
	masters, err := w.masters(ctx)
	if err != nil {
		return err
	}
	for _, n := range w.nodes {
		if n != masters[0] && n.Alive() {
			if err := n.follows(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}
