package seal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
)

// Keyring is all the keys of one store at work. It is safe for concurrent use.
type Keyring struct {
	operator *Operator
	own      *Box   // seals what belongs to nobody
	hash     []byte // keys every hash
}

// NewKeyring is the keyring of the store with that root.
func NewKeyring(o *Operator, r Root) (*Keyring, error) {
	own, err := newBox(r.own)
	if err != nil {
		return nil, err
	}
	return &Keyring{operator: o, own: own, hash: r.hash}, nil
}

// Hash is a keyed hash of value: 32 hexadecimal digits, the first half of
// HMAC-SHA256. Without the store's root it can be neither reversed nor guessed
// at. The same value under another domain has another hash.
func (r *Keyring) Hash(domain, value string) string {
	mac := hmac.New(sha256.New, r.hash)
	mac.Write(Label{Kind: domain, ID: value}.bytes())
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Person is the keyed hash that stands for a Telegram chat.
func (r *Keyring) Person(chat int64) string {
	return r.Hash("person", strconv.FormatInt(chat, 10))
}

// Own is the box for records that belong to nobody.
func (r *Keyring) Own() *Box { return r.own }

// NewPerson draws a key for a person: the box to work with, and the key wrapped,
// to be kept with the person's records.
func (r *Keyring) NewPerson(person string) (box *Box, wrapped []byte, err error) {
	key := make([]byte, KeySize)
	rand.Read(key) // never fails
	if box, err = newBox(key); err != nil {
		return nil, nil, err
	}
	return box, r.operator.Wrap(personKey(person), key), nil
}

// OpenPerson unwraps a person's key. It returns ErrOpen when wrapped was made with
// a key that is not among the operator's, or for another person.
func (r *Keyring) OpenPerson(person string, wrapped []byte) (*Box, error) {
	key, err := r.operator.Unwrap(personKey(person), wrapped)
	if err != nil {
		return nil, err
	}
	return newBox(key)
}

// Rewrap wraps a person's key with the key that wraps now; nil when it is already. It
// returns ErrOpen as OpenPerson does.
func (r *Keyring) Rewrap(person string, wrapped []byte) ([]byte, error) {
	if r.operator.Current(personKey(person), wrapped) {
		return nil, nil
	}
	key, err := r.operator.Unwrap(personKey(person), wrapped)
	if err != nil {
		return nil, err
	}
	return r.operator.Wrap(personKey(person), key), nil
}

// Format hides the keys from every verb.
func (r *Keyring) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[keyring]") }

func personKey(person string) Label { return Label{Kind: "key", Person: person} }
