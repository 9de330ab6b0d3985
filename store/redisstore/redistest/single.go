package redistest

import (
	"context"
	"errors"
)

// Single starts one server in dir.
func Single(ctx context.Context, dir string, opts ...Option) (*Rig, error) {
	n, err := newPlan(opts).node(dir, "redis", newPorts(), "")
	if err != nil {
		return nil, err
	}
	r := &Rig{dir: dir, url: "redis://" + n.Front(), nodes: []*Node{n}, layout: alone{n}}
	return r.begin(ctx)
}

// begin starts all servers; what one cannot do, none is left doing.
func (r *Rig) begin(ctx context.Context, then ...func(context.Context) error) (*Rig, error) {
	for _, n := range append(append([]*Node(nil), r.nodes...), r.sentinels...) {
		if err := n.Start(ctx); err != nil {
			return nil, errors.Join(err, r.Close())
		}
	}
	for _, do := range append(then, r.Whole) {
		if err := do(ctx); err != nil {
			return nil, errors.Join(err, r.Close())
		}
	}
	return r, nil
}

// alone is the layout of one server.
type alone struct{ node *Node }

func (a alone) masters(context.Context) ([]*Node, error) { return []*Node{a.node}, nil }
func (a alone) whole(context.Context) error              { return nil }
