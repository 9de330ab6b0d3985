package redisstore_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"satark/cmd/satark/soak/wire"
	"satark/store/redisstore"
)

// TestStormyNetwork runs several processes, each behind a network that delays, cuts,
// resets, swallows answers and falls silent. Each update comes to two of them. It is
// committed once; a number has one holder; a line is never with two processes at a time;
// everything that was committed is delivered.
func TestStormyNetwork(t *testing.T) {
	const processes, persons, updates = 4, 12, 40
	s := startServer(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	n := &network{ctx: ctx, holds: holds{all: map[string][]hold{}}, done: map[string]int{}, winner: map[string]string{}}
	storm, calm := context.WithCancel(ctx)
	defer calm()
	var storms, work, turns sync.WaitGroup
	var proxies []*wire.Proxy
	for i := range processes {
		proxy := startProxy(t, s.addr)
		proxies = append(proxies, proxy)
		n.processes = append(n.processes, &process{
			network: n, name: fmt.Sprint("process", i),
			engine: openAt(t, "redis://"+proxy.Addr(), redisstore.Options{Timeout: 300 * time.Millisecond}),
		})
	}
	for i, p := range n.processes {
		storms.Go(func() {
			proxies[i].Run(storm, wire.Storm{Seed: uint64(i), Every: 10 * time.Millisecond, Late: 10 * time.Millisecond, Spell: 300 * time.Millisecond})
		})
		work.Go(p.live)
		work.Go(p.sweep)
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for person := range persons {
		one := fmt.Sprintf("%02x%030x", person*256/persons, person)
		for _, which := range dice.Perm(processes)[:2] {
			order := dice.Perm(updates)
			turns.Go(func() {
				for _, update := range order {
					n.processes[which].turn(one, update+1)
				}
			})
		}
	}
	turns.Wait()
	calm()
	storms.Wait()
	n.drained(t, openAt(t, s.URL(), redisstore.Options{}))
	cancel()
	work.Wait()

	var c wire.Counts
	for _, p := range proxies {
		one := p.Counts()
		c.Cut, c.Reset, c.Swallowed = c.Cut+one.Cut, c.Reset+one.Reset, c.Swallowed+one.Swallowed
		c.Slowed, c.Held = c.Slowed+one.Slowed, c.Held+one.Held
	}
	t.Logf("%d connections cut, %d reset, %d answers swallowed, %d spells of delay, %d of silence; %d attempts failed; %d deliveries made, %d of them twice",
		c.Cut, c.Reset, c.Swallowed, c.Slowed, c.Held, n.fails.Load(), len(n.done), n.again())
	n.judge(t, openAt(t, s.URL(), redisstore.Options{}), persons, updates)
}
