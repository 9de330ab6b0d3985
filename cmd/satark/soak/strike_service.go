package soak

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"satark/cmd/satark/soak/wire"
	"satark/store/redisstore/redistest"
)

// strikeService lets something befall the store, the network or Telegram.
func (w *world) strikeService(ctx context.Context, f Fault, r *rand.Rand) error {
	ctx, cancel := context.WithTimeout(ctx, wholeTime)
	defer cancel()
	switch f {
	case RedisKill:
		return w.killServer(ctx, r)
	case Failover:
		return w.failover(ctx, r)
	case Slots:
		return w.moveSlots(ctx, r)
	case Network:
		return w.disturb(ctx, r)
	case Late:
		defer w.begin(Late, "updates")()
		_, err := w.client.Repeat(ctx, 1+r.IntN(50))
		return err
	case Disk:
		return w.fill(ctx, r)
	}
	return errors.New("no service can suffer that")
}

// wholeTime bounds the wait for servers to be whole again.
const wholeTime = 2 * time.Minute

// killServer kills any server of the store and starts it again.
func (w *world) killServer(ctx context.Context, r *rand.Rand) error {
	nodes := w.ground.rig.Nodes()
	node := nodes[r.IntN(len(nodes))]
	defer w.begin(RedisKill, node.Name())()
	if err := node.Kill(); err != nil {
		return err
	}
	if err := pause(ctx, time.Duration(r.IntN(400))*time.Millisecond); err != nil {
		return err
	}
	if err := node.Start(ctx); err != nil {
		return err
	}
	return w.ground.rig.Whole(ctx)
}

// failover takes a master away, waits until another has its place, and brings it back. It
// dies, or it is frozen: then it does, when it is back, what was asked of it before it
// learns that it was replaced.
func (w *world) failover(ctx context.Context, r *rand.Rand) error {
	rig := w.ground.rig
	if err := rig.Whole(ctx); err != nil {
		return err
	}
	masters, err := rig.Masters(ctx)
	if err != nil {
		return err
	}
	old := masters[r.IntN(len(masters))]
	if chance(r, 40) {
		return w.freeze(ctx, old, r)
	}
	defer w.begin(Failover, old.Name())()
	if err := old.Kill(); err != nil {
		return err
	}
	if err := replaced(ctx, rig, old); err != nil {
		return err
	}
	if err := pause(ctx, time.Duration(r.IntN(1000))*time.Millisecond); err != nil {
		return err
	}
	if err := old.Start(ctx); err != nil {
		return err
	}
	return rig.Whole(ctx)
}

// freeze stops a master for as long as it takes to replace it.
func (w *world) freeze(ctx context.Context, old *redistest.Node, r *rand.Rand) error {
	defer w.begin(Failover, old.Name()+", frozen")()
	if err := old.Freeze(); err != nil {
		return err
	}
	err := pause(ctx, 2*time.Second+time.Duration(r.IntN(2000))*time.Millisecond)
	if err := errors.Join(err, old.Thaw()); err != nil {
		return err
	}
	return w.ground.rig.Whole(ctx)
}

// replaced waits until another than old takes writes in its place.
func replaced(ctx context.Context, rig *redistest.Rig, old *redistest.Node) error {
	for {
		if err := rig.Ready(ctx); err != nil {
			return err
		}
		masters, err := rig.Masters(ctx)
		there := false
		for _, m := range masters {
			there = there || m == old
		}
		if err == nil && !there {
			return nil
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

// mostMoved is how many slots move at a time.
const mostMoved = 8

// moveSlots gives slots in which there is something to another master.
func (w *world) moveSlots(ctx context.Context, r *rand.Rand) error {
	rig := w.ground.rig
	if err := rig.Whole(ctx); err != nil {
		return err
	}
	masters, err := rig.Masters(ctx)
	if err != nil || len(masters) < 2 {
		return err
	}
	i := r.IntN(len(masters))
	from, to := masters[i], masters[(i+1)%len(masters)]
	defer w.begin(Slots, from.Name()+" to "+to.Name())()
	slots, err := rig.Holding(ctx, from)
	if err != nil {
		return err
	}
	r.Shuffle(len(slots), func(i, j int) { slots[i], slots[j] = slots[j], slots[i] })
	for _, slot := range slots[:min(len(slots), mostMoved)] {
		if err := rig.Move(ctx, slot, to); err != nil {
			return err
		}
	}
	return nil
}

// disturb makes one of the ways to the store or to Telegram bad.
func (w *world) disturb(ctx context.Context, r *rand.Rand) error {
	ways := append([]*wire.Proxy{w.api}, w.ground.wires...)
	n := r.IntN(len(ways))
	way, spell := ways[n], time.Duration(r.IntN(1500))*time.Millisecond
	harm := []struct {
		name string
		do   func()
	}{
		{"cut", func() { way.Cut() }},
		{"reset", func() { way.Reset() }},
		{"swallow", func() { way.Swallow("", 1+r.IntN(20)) }},
		{"slow", func() { way.Slow(time.Duration(1+r.IntN(200)) * time.Millisecond) }},
		{"hold", way.Hold},
	}[r.IntN(5)]
	defer w.begin(Network, fmt.Sprintf("%s of way %d", harm.name, n))()
	harm.do()
	err := pause(ctx, spell)
	way.Slow(0)
	way.Release()
	way.Swallow("", 0)
	return err
}
