// Package storetest holds every engine of the store to the same promises.
//
// Run goes through them one by one, each on an empty place, with two processes where
// the promise is about several; Model then drives the engine and a model of a hundred
// lines with the same random steps and compares every answer.
package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"satark/store"
	"satark/store/seal"
)

// Place is where an engine keeps its data: a directory, a server. It starts empty and
// stays when the engine is closed.
type Place struct {
	// Open opens the engine: again after it was closed, for what was kept.
	Open func(ctx context.Context) (store.Engine, error)
	// Dump returns every byte that is kept.
	Dump func() ([]byte, error)
	// Shared says that several processes may use the place at a time.
	Shared bool
}

// Fresh makes an empty place and cleans up behind it.
type Fresh func(t testing.TB) Place

// Run holds an engine to the promises of store.Engine and store.Store.
func Run(t *testing.T, fresh Fresh) {
	tests := []struct {
		name string
		run  func(*rig)
	}{
		{"a fresh chat", freshChat},
		{"an update changes something once", once},
		{"a repeat of the same operation answers as the first", repeat},
		{"a stale chat is refused and nothing is written", stale},
		{"seen comes before stale", seenBeforeStale},
		{"a session comes back as it went", roundTrip},
		{"a transcript comes back in order and in parts", transcript},
		{"a number belongs to one person", claims},
		{"parallel submits get numbers of their own", parallelClaims},
		{"a report is found by its number and amended", reports},
		{"deliveries are leased by the commit and marked", leasedByCommit},
		{"what is not marked comes back when its lease ends", leaseEnds},
		{"a later delivery waits for its time", later},
		{"a line is leased as a whole", wholeLine},
		{"a lease takes as much as asked for", limit},
		{"a line waits behind what failed", failedLine},
		{"new deliveries do not overtake others'", noOvertaking},
		{"marks of those who lost the lease", lateMarks},
		{"each due delivery goes to one process", sweepTogether},
		{"forgetting leaves nothing and frees nothing", forget},
		{"a chat from before forgetting is stale", forgetStale},
		{"parked updates wait for an operator", park},
		{"reports are counted by identifier", index},
		{"an index left behind is brought up to date", indexLater},
		{"what is kept can be counted", stats},
		{"turns of many processes are those of one", concurrent},
		{"all is there after closing and opening", reopen},
		{"another operator's key is refused", wrongKey},
		{"nothing personal is kept in the clear", sealed},
		{"a process is believed to live for a while", believed},
		{"the longest-living process is first", longestLiving},
		{"what a dead process held is free", deadFreed},
		{"a dead process holds up a line no longer than it was believed", unknownFreed},
		{"a process that begins where another was takes over", samePlace},
		{"processes at no place spare one another", noPlace},
		{"a process that leaves gives back what it holds", leaving},
		{"an allowance is shared and fills up again", allowance},
		{"an allowance asked for by many gives no more than there is", spendTogether},
		{"a name keeps its first value until it is replaced", names},
		{"one of many replaces a value", replaceTogether},
		{"a person's key is wrapped anew", rewrap},
		{"the operator's key changes while turns go on", rekeyInUse},
		{"a broken change of the operator's key is gone on with", rekeyLater},
		{"a store begun before roots were kept goes on", beforeRoots},
		{"a changed key is noticed", noticed},
		{"reports and lines are trimmed", trim},
		{"trimmed reports leave the index", trimIndex},
		{"all persons are handed out", people},
		{"a copy answers as what was copied", wholeCopy},
		{"a copy of a copy is the same", copyOfCopy},
		{"a copy takes the place of what was there", overwritten},
		{"a dossier is of one moment", momentary},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.run(newRig(t, fresh)) })
	}
}

// rig is a place in use, with a clock that stands still until told.
type rig struct {
	*testing.T
	fresh  Fresh
	place  Place
	engine store.Engine
	key    seal.Key
	clock  *clock
}

func newRig(t *testing.T, fresh Fresh) *rig {
	t.Helper()
	r := &rig{T: t, fresh: fresh, place: fresh(t), key: seal.NewKey(), clock: &clock{at: start}}
	r.open()
	t.Cleanup(func() { r.engine.Close() })
	return r
}

// start is when every test begins.
var start = time.Date(2026, 11, 24, 4, 30, 0, 0, time.UTC)

func operator(t testing.TB, keys ...seal.Key) *seal.Operator {
	t.Helper()
	o, err := seal.NewOperator(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// open begins a store with a fresh key.
func open(t testing.TB, engine store.Engine) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), engine, operator(t, seal.NewKey()), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// open opens the engine anew.
func (r *rig) open() {
	r.Helper()
	engine, err := r.place.Open(r.Context())
	if err != nil {
		r.Fatalf("open: %v", err)
	}
	r.engine = engine
}

// process is one more process that uses the store: with an owner name of its own.
func (r *rig) process() *store.Store {
	r.Helper()
	return r.processWith(r.engine, store.Options{})
}

// processWith sets the clock and the times of the tests.
func (r *rig) processWith(engine store.Engine, opt store.Options) *store.Store {
	r.Helper()
	opt.Now, opt.Hold, opt.Life = r.clock.now, hold, life
	s, err := store.Open(r.Context(), engine, operator(r.T, r.key), opt)
	if err != nil {
		r.Fatal(err)
	}
	return s
}

// hold is how long a commit leases for, in the tests.
const hold = 30 * time.Second

// clock is a clock that is moved by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
