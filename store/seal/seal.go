// Package seal locks what citizens told us.
//
// One operator's key opens the whole store, and nothing in the store opens
// without it. It wraps other keys and does nothing else, so that it can be changed:
// the store's root, for hashes and for records that belong to nobody, and a random key
// for every person. Both are kept only in wrapped form; when a person's wrapped key is
// destroyed, all that it sealed is noise, wherever a copy of it may lie.
//
// Records are AES-256-GCM with a random nonce. The kind of record, the person and
// the record's id are authenticated with it, so that a record moved elsewhere in
// the store does not open.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrOpen says that an envelope cannot be opened: it was made with another key, for
// another record, by a later version, or was changed since.
var ErrOpen = errors.New("seal: cannot open")

// envelopeV1 is the first byte of an envelope: AES-256-GCM, random 12-byte nonce in front.
const envelopeV1 = 1

// Overhead is how many bytes an envelope is longer than what it holds.
const Overhead = 1 + 12 + 16

// Label names a record: what it is, whose it is and which one it is. Two records
// with different labels never open as one another.
type Label struct {
	Kind   string // "session", "line", "report" …
	Person string // keyed hash of the person; "" when it belongs to nobody
	ID     string // which of its kind; "" when there is only one
}

// bytes is the label in a form no two labels share: each part after its length.
func (l Label) bytes() []byte {
	out := make([]byte, 0, 12+len(l.Kind)+len(l.Person)+len(l.ID))
	for _, part := range []string{l.Kind, l.Person, l.ID} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return out
}

// Box seals and opens records with one key. It is safe for concurrent use.
type Box struct{ aead cipher.AEAD }

func newBox(key []byte) (*Box, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal: cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("seal: mode: %w", err)
	}
	return &Box{aead}, nil
}

// Seal returns plain locked under label. The result is Overhead bytes longer.
func (b *Box) Seal(label Label, plain []byte) []byte {
	out := make([]byte, 1, Overhead+len(plain))
	out[0] = envelopeV1
	return b.aead.Seal(out, nil, plain, label.bytes())
}

// Open returns what Seal locked under the same label, in a slice of its own. All
// that can be wrong is ErrOpen.
func (b *Box) Open(label Label, sealed []byte) ([]byte, error) {
	if len(sealed) < Overhead {
		return nil, fmt.Errorf("%w: %s: too short", ErrOpen, label.Kind)
	}
	if sealed[0] != envelopeV1 {
		return nil, fmt.Errorf("%w: %s: envelope version %d", ErrOpen, label.Kind, sealed[0])
	}
	plain, err := b.aead.Open(nil, nil, sealed[1:], label.bytes())
	if err != nil {
		return nil, fmt.Errorf("%w: %s: wrong key or changed", ErrOpen, label.Kind)
	}
	return plain, nil
}
