package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"sync/atomic"
	"time"

	"satark/store/seal"
)

// Options shape a Store. The zero value is fit for use.
type Options struct {
	// Hold is how long Commit leases what is due at once to this process; 30 s
	// when zero. It should outlast a slow send.
	Hold time.Duration
	// SeenFor is how long an update is remembered; 72 h when zero, 48 h at least.
	// Telegram repeats an unacknowledged update for 24 h.
	SeenFor time.Duration
	// Life is how long this process is believed to live after a Beat; 15 s when zero.
	Life time.Duration
	// Place names where this process runs, such as its address: two that live are never
	// at the same place. What a dead process held is free at once when another begins
	// at its place, and after its Life otherwise. "" is no place.
	Place string
	// Now is the clock; time.Now when nil. Replicas compare each other's times: keep
	// their clocks within a fraction of Hold.
	Now func() time.Time
	// Blobs keeps files; without it PutBlob and OpenBlob fail.
	Blobs Blobs
	// Vault takes what Forget destroys, for VaultFor. Without one, or with no time, nothing
	// is kept of who is forgotten; what is in a vault already is purged all the same.
	Vault    Vault
	VaultFor time.Duration
}

const minSeen = 48 * time.Hour

func (o Options) withDefaults() Options {
	if o.Hold <= 0 {
		o.Hold = 30 * time.Second
	}
	if o.SeenFor == 0 {
		o.SeenFor = 72 * time.Hour
	}
	o.SeenFor = max(o.SeenFor, minSeen)
	if o.Life <= 0 {
		o.Life = 15 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Store is the store, sealed and typed. It is safe for concurrent use; a Chat is not.
type Store struct {
	engine   Engine
	operator *seal.Operator
	keys     *seal.Keyring
	opt      Options
	owner    string       // this process, among all that share the engine
	alive    atomic.Int64 // until when this process is believed to live, Unix nanoseconds
	lapses   atomic.Int64 // how often it may have been taken for dead
}

// Open puts the contract on top of an engine, which it owns from then on. A store that is
// empty is begun with the operator's key. It returns ErrWrongKey when it was begun with
// another, and ErrUnfinished for the target of a move or a restore that has not ended; the
// engine is still open then.
func Open(ctx context.Context, engine Engine, o *seal.Operator, opt Options) (*Store, error) {
	if err := checkWhole(ctx, engine); err != nil {
		return nil, opError("open", err)
	}
	keys, err := openRoot(ctx, engine, o)
	if err != nil {
		return nil, err
	}
	return &Store{engine: engine, operator: o, keys: keys, opt: opt.withDefaults(), owner: nonce()}, nil
}

// Close ends the use of the store and of its engine.
func (s *Store) Close() error { return s.engine.Close() }

func (s *Store) now() time.Time { return s.opt.Now().UTC() }

// nonce is 16 random hexadecimal digits.
func nonce() string {
	var raw [8]byte
	rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

// opError names the operation that failed.
func opError(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", what, err)
}
