package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Operator is the operator's key at work: it wraps the keys that lock everything else.
// Beside the key that wraps there may be others that only open, so that the key can be
// changed while the program runs: the new one before the change, the old one after it.
// It is safe for concurrent use.
type Operator struct {
	mu    sync.RWMutex
	boxes []*Box // the first one wraps, all open
	keys  []Key

	source func() ([]Key, error)
	asked  time.Time // when source was asked last
}

// NewOperator makes the first key the one that wraps. It returns ErrKeyMissing without one.
func NewOperator(keys ...Key) (*Operator, error) {
	o := &Operator{}
	return o, o.Use(keys...)
}

// Use changes the keys: the first one wraps from now on, and all open.
func (o *Operator) Use(keys ...Key) error {
	if len(keys) == 0 {
		return ErrKeyMissing
	}
	boxes := make([]*Box, len(keys))
	for i, k := range keys {
		sub, err := derive(k, "wrap")
		if err != nil {
			return err
		}
		if boxes[i], err = newBox(sub); err != nil {
			return err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.boxes, o.keys = boxes, keys
	return nil
}

// Ask names where the keys can be read anew. It is asked when something does not open,
// once a second at most.
func (o *Operator) Ask(source func() ([]Key, error)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.source = source
}

// Keys are the keys, the one that wraps first.
func (o *Operator) Keys() []Key {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return append([]Key(nil), o.keys...)
}

// Wrap locks a key under label.
func (o *Operator) Wrap(label Label, key []byte) []byte {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.boxes[0].Seal(label, key)
}

// Current reports whether the key that wraps now has wrapped this.
func (o *Operator) Current(label Label, wrapped []byte) bool {
	o.mu.RLock()
	defer o.mu.RUnlock()
	_, err := o.boxes[0].Open(label, wrapped)
	return err == nil
}

// Unwrap is the reverse of Wrap with any of the keys. It returns ErrOpen when none fits.
func (o *Operator) Unwrap(label Label, wrapped []byte) ([]byte, error) {
	key, err := o.unwrap(label, wrapped)
	if errors.Is(err, ErrOpen) && o.askAgain() {
		return o.unwrap(label, wrapped)
	}
	return key, err
}

func (o *Operator) unwrap(label Label, wrapped []byte) (key []byte, err error) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	for _, box := range o.boxes {
		if key, err = box.Open(label, wrapped); err == nil {
			return key, nil
		}
	}
	return nil, err
}

// Refresh reads the keys anew from where Ask says, and keeps those it has when that fails.
func (o *Operator) Refresh() error {
	o.mu.RLock()
	source := o.source
	o.mu.RUnlock()
	if source == nil {
		return nil
	}
	keys, err := source()
	if err != nil {
		return err
	}
	return o.Use(keys...)
}

// askAgain is Refresh, once a second at most, and reports whether it did.
func (o *Operator) askAgain() bool {
	o.mu.Lock()
	source := o.source
	if source == nil || time.Since(o.asked) < time.Second {
		o.mu.Unlock()
		return false
	}
	o.asked = time.Now()
	o.mu.Unlock()
	return o.Refresh() == nil
}

// Format hides the keys from every verb.
func (o *Operator) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[operator's keys]") }

func derive(k Key, purpose string) ([]byte, error) {
	sub, err := hkdf.Key(sha256.New, k.bytes[:], nil, "satark/v1/"+purpose, KeySize)
	if err != nil {
		return nil, fmt.Errorf("seal: derive: %w", err)
	}
	return sub, nil
}
