package redisstore_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"satark/store"
	"satark/store/redisstore"
)

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
			p.act(store.Leased{Item: item, Person: c.Person}, c.Now, time.Now(), c.Until)
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
			p.act(d, now, at, until)
		}
		if err != nil {
			p.fails.Add(1)
		}
	}
}

// act makes a delivery if it is still this process's, and says so. The lease was asked for,
// answered, and is to end at these times. It is void when this process was taken for dead
// since it asked: the answer may be the repeat of a lost one, and the lease freed since.
func (p *process) act(d store.Leased, asked, at, until time.Time) {
	slot := d.Person
	if !d.Line {
		slot += ":" + d.ID
	}
	to := until
	if alive := p.pulse.last(asked); alive.Before(to) {
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
