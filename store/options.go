package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"satark/store/seal"
)

// ErrWrongKey says that the store was begun with another operator's key. Nothing in
// it can be opened or even found with this one.
var ErrWrongKey = errors.New("store: made with another operator's key")

// Options shape a Store. The zero value is fit for use.
type Options struct {
	// Hold is how long Commit leases what is due at once to this process; 30 s
	// when zero. It should outlast a slow send.
	Hold time.Duration
	// SeenFor is how long an update is remembered; 72 h when zero, 48 h at least.
	// Telegram repeats an unacknowledged update for 24 h.
	SeenFor time.Duration
	// Now is the clock; time.Now when nil. Replicas compare each other's times: keep
	// their clocks within a fraction of Hold.
	Now func() time.Time
	// Blobs keeps files; without it PutBlob and OpenBlob fail.
	Blobs Blobs
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
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Store is the store, sealed and typed. It is safe for concurrent use; a Chat is not.
type Store struct {
	engine Engine
	keys   *seal.Keyring
	opt    Options
	owner  string // this process, among all that share the engine
	proved atomic.Bool
}

// New puts the contract on top of an engine, which it owns from then on. The key is
// compared with the one the store was begun with at the first use.
func New(engine Engine, keys *seal.Keyring, opt Options) *Store {
	return &Store{engine: engine, keys: keys, opt: opt.withDefaults(), owner: nonce()}
}

// Close ends the use of the store and of its engine.
func (s *Store) Close() error { return s.engine.Close() }

// Prove returns ErrWrongKey when the store was begun with another operator's key. A
// store that is empty is begun with this one. Load, Lease, Find and ParkedList prove
// the key by themselves; asking at start tells the operator sooner.
func (s *Store) Prove(ctx context.Context) error {
	if s.proved.Load() {
		return nil
	}
	mine := s.keys.Hash("proof", "of the operator's key")
	kept, err := s.engine.Once(ctx, "proof", []byte(mine))
	if err != nil {
		return fmt.Errorf("store: prove the key: %w", err)
	}
	if string(kept) != mine {
		return ErrWrongKey
	}
	s.proved.Store(true)
	return nil
}

func (s *Store) now() time.Time { return s.opt.Now().UTC() }

// nonce is 16 random hexadecimal digits.
func nonce() string {
	var raw [8]byte
	rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}
