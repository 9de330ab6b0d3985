package seal

import (
	"crypto/rand"
	"fmt"
)

// Root is what a store was begun with: the keys of its hashes and of the records that
// belong to nobody. It is kept in the store, wrapped by the operator's key, and stays the
// same when that key is changed: whoever once had it can still tell whether a person or
// an identifier is in a later dump, and nothing of what was written.
type Root struct {
	hash []byte
	own  []byte
}

// NewRoot draws a root.
func NewRoot() Root {
	both := make([]byte, 2*KeySize)
	rand.Read(both) // never fails
	return Root{both[:KeySize], both[KeySize:]}
}

// RootOf is the root of a store that was begun before roots were kept: it follows from
// the operator's key.
func RootOf(k Key) (Root, error) {
	hash, err := derive(k, "hash")
	if err != nil {
		return Root{}, err
	}
	own, err := derive(k, "own")
	return Root{hash, own}, err
}

// Format hides the root from every verb.
func (r Root) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[root]") }

var rootLabel = Label{Kind: "root"}

// WrapRoot locks a root, to be kept in its store.
func (o *Operator) WrapRoot(r Root) []byte {
	return o.Wrap(rootLabel, append(append([]byte(nil), r.hash...), r.own...))
}

// UnwrapRoot is the reverse of WrapRoot. It returns ErrOpen when no key fits.
func (o *Operator) UnwrapRoot(wrapped []byte) (Root, error) {
	both, err := o.Unwrap(rootLabel, wrapped)
	if err != nil {
		return Root{}, err
	}
	if len(both) != 2*KeySize {
		return Root{}, ErrOpen
	}
	return Root{both[:KeySize:KeySize], both[KeySize:]}, nil
}

// CurrentRoot reports whether a root is wrapped by the key that wraps now.
func (o *Operator) CurrentRoot(wrapped []byte) bool { return o.Current(rootLabel, wrapped) }
