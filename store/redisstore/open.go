// Package redisstore is the store's shared engine: Redis 7 or later, alone, behind
// Sentinel or as a Cluster, for as many copies of the program as are needed.
//
// What belongs to one person lives in one of 256 partitions, chosen by the person's
// keyed hash and written as a hash tag ({p042}), so that one script commits a turn in
// one slot of a Cluster. Each partition has its own list of what is due, by time:
// immediate, delayed and retried deliveries are one mechanism, and any copy of the
// program sweeps any partition. Report numbers and the index of identifiers span
// partitions and are written beside the commit, by steps that may run twice.
//
// The client repeats a script whose answer was lost, in a Cluster even when told not
// to. Every script therefore changes nothing the second time: a commit finds its own
// operation id, a lease finds itself the holder, a mark finds the delivery gone.
//
// A server that cannot, for the moment or for good (LOADING, READONLY, CLUSTERDOWN, a slot
// on its way …), is asked again for a while; then the error is returned as it is, and the
// turn is run again. In a Cluster that has lost a part, the others go on.
//
// # What may be lost
//
// What was answered may be lost as far as the settings of the servers allow it; Engine.Check
// tells, and Open refuses a server that may evict or forget, unless told otherwise.
//
//	                            kill or loss of power   loss of the server: a replica takes its place
//	always                      nothing                 what the replica had not received
//	everysec                    up to two seconds       what the replica had not received
//	always, Wait 1, WAITAOF     nothing                 nothing
//	everysec, Wait 1, WAITAOF   nothing                 nothing
//	always, Wait 1, WAIT        nothing                 nothing, unless that replica lost power as well
//	everysec, Wait 1, WAIT      up to two seconds       nothing, unless that replica lost power as well
//
// Always and everysec are the server's appendfsync; with everysec a write reaches the file
// late only when the disk is slow, so most kills lose nothing. Wait is Options.Wait, for one
// replica; the last column needs Wait to be as large as the number of replicas, or the one
// with most data to be chosen, as Sentinel and Cluster do. WAITAOF came with Redis 7.2 and
// waits for the disks of the server and of its replicas: a turn takes a second or two with
// everysec. WAIT waits until they have it in memory. Leases and marks are not waited for:
// when one is lost, a message is sent again.
//
// # What is forgotten
//
// A forgotten person's wrapped key is in the server's append-only file until that is
// written anew, and so is what was trimmed, sealed. The engine asks for that after Forget
// and Trim, once in Options.Rewrite at most. A Cluster's replicas are asked too; those of
// a server behind Sentinel have to see to it themselves (auto-aof-rewrite-percentage).
// Snapshots (save) and backups of either file hold the key until they are replaced.
//
// # Other versions
//
// Stores since commit a869582 open as they are. A process of that version may run beside
// this one, but not while the operator's key is changed: its commits put back keys wrapped
// before. It is in no registry of the living, so its leases end by themselves.
package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// ErrForgetful says that the server may lose or evict what it has accepted.
var ErrForgetful = errors.New("redisstore: the server may forget what it accepted")

// Options shape the engine. The zero value is fit for use.
type Options struct {
	// AllowForgetful opens a server that Check finds fault with, for trials.
	AllowForgetful bool
	// Wait is how many replicas must hold what decides the fate of a turn before it is
	// acknowledged: commits, claims, and whatever is forgotten, trimmed, parked, imported
	// or wrapped anew; 0 for none. On their disks where the servers know WAITAOF, in their
	// memory with WAIT. When too few do, the answer is ErrTooFew.
	Wait int
	// Timeout is how long one reply may take, and the making of a connection; 3 s when
	// zero. The client tries three times more, and gives up after five times Timeout in
	// all, or when the context ends.
	Timeout time.Duration
	// Rewrite is how often at most the servers are asked to write their append-only files
	// anew because something was forgotten; 1 h when zero, never when negative.
	Rewrite time.Duration
	// Connections is how many connections to each server are kept at most; 10 a
	// CPU when zero.
	Connections int
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = 3 * time.Second
	}
	if o.Rewrite == 0 {
		o.Rewrite = time.Hour
	}
	o.Wait = max(0, o.Wait)
	return o
}

// Engine is a store.Engine over Redis.
type Engine struct {
	rdb     redis.UniversalClient
	scripts scripts
	opt     Options
	waitaof bool // the servers know it, and have files to wait for
	rewrite rewriting
}

var _ store.Engine = (*Engine)(nil)

// Open connects to the server or servers that storeURL names; see parseURL for the
// forms. It returns ErrURL or ErrForgetful for what an operator has to mend.
func Open(ctx context.Context, storeURL string, opt Options) (*Engine, error) {
	addr, err := parseURL(storeURL)
	if err != nil {
		return nil, err
	}
	scripts, err := newScripts()
	if err != nil {
		return nil, err
	}
	opt = opt.withDefaults()
	e := &Engine{rdb: redis.NewUniversalClient(addr.options(opt)), scripts: scripts, opt: opt}
	e.rdb.AddHook(hurry{patience * opt.Timeout})
	e.rewrite.every, e.rewrite.wanted = opt.Rewrite, true
	if err := e.greet(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// greet makes sure that the servers are there and keep what they are given.
func (e *Engine) greet(ctx context.Context) error {
	if err := e.rdb.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("redisstore: connect: %w", err)
	}
	all, err := e.servers(ctx)
	if err != nil {
		return err
	}
	var faults []string
	e.waitaof = len(all) > 0
	for _, s := range all {
		e.waitaof = e.waitaof && s.waitaof && s.aof
		for _, f := range s.keeping() {
			if f.Level == store.Fault {
				faults = append(faults, strings.TrimSpace(f.What+" "+f.Mend))
			}
		}
	}
	if len(faults) > 0 && !e.opt.AllowForgetful {
		return fmt.Errorf("%w: %s", ErrForgetful, strings.Join(faults, " "))
	}
	return nil
}

// Close closes the connections.
func (e *Engine) Close() error { return e.rdb.Close() }

// Quiet silences the client library, which writes lost connections to standard error
// past our own log; the errors it returns say the same. Call it before the first Open.
func Quiet() { redis.SetLogger(silence{}) }

type silence struct{}

func (silence) Printf(context.Context, string, ...any) {}
