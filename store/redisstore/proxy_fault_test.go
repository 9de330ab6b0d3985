package redisstore_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"satark/cmd/satark/soak/wire"
	"satark/store"
	"satark/store/redisstore"
)

// TestStormyNetwork runs several processes, each behind a network that delays, cuts,
// resets, swallows answers and falls silent. Each update comes to two of them. It is
// committed once; a number has one holder; a line is never with two processes at a time;
// everything that was committed is delivered.
func TestStormyNetwork(t *testing.T) {
	const processes, persons, updates = 4, 12, 60
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

// network is what the processes have in common, and what the test knows of them.
type network struct {
	ctx       context.Context
	processes []*process
	fails     atomic.Int64
	holds     holds

	mu     sync.Mutex
	done   map[string]int    // by delivery, how often it was made
	wins   int               // turns that a process was told it committed
	winner map[string]string // by report number
	wrong  []string
}

type process struct {
	*network
	name   string
	engine *redisstore.Engine
	pulse  pulse
}

// insist asks until the answer is one of the store's own.
func (p *process) insist(ask func() error) (err error) {
	for p.ctx.Err() == nil {
		err = ask()
		if err == nil || errors.Is(err, store.ErrSeen) || errors.Is(err, store.ErrStale) || errors.Is(err, store.ErrTaken) {
			return err
		}
		p.fails.Add(1)
	}
	return p.ctx.Err()
}

const life = 600 * time.Millisecond

// live gives signs of life, well within the time that others wait for the next.
func (p *process) live() {
	for p.ctx.Err() == nil {
		now := time.Now()
		b := store.Beating{Owner: p.name, Place: p.name, Now: now, Until: now.Add(life)}
		if _, err := p.engine.Beat(p.ctx, b); err == nil {
			p.pulse.add(sign{time.Now(), b.Until})
		}
		select {
		case <-p.ctx.Done():
		case <-time.After(life / 10):
		}
	}
}

// turn commits one update, unless another process did.
func (p *process) turn(person string, update int) {
	claim := p.insist(func() error { return p.engine.Claim(p.ctx, numberOf(update), person) })
	now := time.Now()
	id := fmt.Sprintf("%08d-%s", update, p.name)
	c := &store.Commit{
		Op: person + id, Person: person, Update: int64(update), After: "life." + id, Wrap: []byte("wrap"), Session: []byte("session"),
		Lines:   [][]byte{[]byte(turnID(update))},
		Reports: []store.Record{{Key: fmt.Sprintf("%s%08x", person[:24], update), Sealed: []byte(turnID(update))}},
		Items: []store.Item{
			{ID: id + "-line", Line: true, Due: now, Sealed: []byte("reply")}, {ID: id + "-side", Due: now, Sealed: []byte("file")},
		},
		Now: now, SeenUntil: now.Add(time.Hour), Owner: p.name, Until: now.Add(time.Second),
	}
	for p.ctx.Err() == nil {
		var did store.Committed
		err := p.insist(func() error {
			rec, err := p.engine.Person(p.ctx, person)
			if err != nil {
				return err
			}
			c.Before = rec.Version
			did, err = p.engine.Commit(p.ctx, c)
			return err
		})
		if errors.Is(err, store.ErrStale) {
			continue
		}
		p.note(func() {
			if err == nil {
				p.wins++
			}
			switch holder := p.winner[numberOf(update)]; {
			case claim != nil:
			case holder == "":
				p.winner[numberOf(update)] = person
			case holder != person:
				p.wrong = append(p.wrong, fmt.Sprintf("number %d went to two persons", update))
			}
		})
		if err == nil {
			p.deliver(c, did)
		}
		return
	}
}

func numberOf(update int) string { return fmt.Sprintf("%032x", update) }

// deliver makes what a commit leased to this process.
func (p *process) deliver(c *store.Commit, did store.Committed) {
	for _, item := range c.Items {
		if !item.Line || did.Line {
			p.act(store.Leased{Item: item, Person: c.Person}, time.Now(), c.Until)
		}
	}
}

// sweep makes what others left.
func (p *process) sweep() {
	for p.ctx.Err() == nil {
		now := time.Now()
		until := now.Add(time.Second)
		got, err := p.engine.Lease(p.ctx, store.Leasing{Owner: p.name, Now: now, Until: until, Limit: 8})
		at := time.Now()
		for _, d := range got {
			p.act(d, at, until)
		}
		if err != nil {
			p.fails.Add(1)
		}
	}
}

// act makes a delivery if it is still this process's, and says so. It was leased at a time,
// until another.
func (p *process) act(d store.Leased, at, until time.Time) {
	slot := d.Person
	if !d.Line {
		slot += ":" + d.ID
	}
	to := until
	if alive := p.pulse.last(at); alive.Before(to) {
		to = alive
	}
	now := time.Now()
	if !now.Before(to) {
		p.holds.add(slot, hold{p.name, at, to})
		return
	}
	p.holds.add(slot, hold{p.name, at, now})
	p.note(func() { p.done[d.Person+" "+d.ID]++ })
	_ = p.insist(func() error {
		return p.engine.Mark(p.ctx, p.name, time.Now(), []store.Marked{{Person: d.Person, ID: d.ID, Done: true}})
	})
}

func (n *network) note(what func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	what()
}

func (n *network) again() (twice int) {
	for _, times := range n.done {
		if times > 1 {
			twice++
		}
	}
	return twice
}

// drained waits until nothing is left to deliver.
func (n *network) drained(t testing.TB, e store.Engine) {
	t.Helper()
	for {
		stats, err := e.Stats(n.ctx, time.Now())
		if err == nil && stats.Deliveries == 0 {
			return
		}
		if n.ctx.Err() != nil {
			t.Fatalf("deliveries are stuck: %+v, %v", stats, err)
		}
	}
}

// judge compares what the processes were told with what is there.
func (n *network) judge(t testing.TB, e store.Engine, persons, updates int) {
	t.Helper()
	n.holds.check(t)
	for _, wrong := range n.wrong {
		t.Error(wrong)
	}
	if n.wins != persons*updates {
		t.Errorf("%d turns were committed, of %d", n.wins, persons*updates)
	}
	if len(n.done) != 2*persons*updates {
		t.Errorf("%d deliveries were made, of %d", len(n.done), 2*persons*updates)
	}
	stats, err := e.Stats(t.Context(), time.Now())
	want := store.Stats{Persons: persons, Reports: persons * updates, Lines: persons * updates}
	if err != nil || stats != want {
		t.Errorf("the store counts %+v, %v; want %+v", stats, err, want)
	}
	for update := 1; update <= updates; update++ {
		holder, err := e.Holder(t.Context(), numberOf(update))
		if err != nil || holder != n.winner[numberOf(update)] {
			t.Errorf("number %d is with %q, %v; %q was told so", update, holder, err, n.winner[numberOf(update)])
		}
	}
	for person := range persons {
		one := fmt.Sprintf("%02x%030x", person*256/persons, person)
		lines, err := e.Lines(t.Context(), one, 0, -1)
		times := map[string]int{}
		for _, line := range lines {
			times[string(line)]++
		}
		if err != nil || len(times) != updates || len(lines) != updates {
			t.Errorf("%s has %d lines of %d turns, %v", one, len(lines), len(times), err)
		}
	}
}
