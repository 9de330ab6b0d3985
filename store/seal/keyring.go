package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
)

// Keyring is the operator's key at work. It is safe for concurrent use.
type Keyring struct {
	wrap *Box   // wraps the keys of persons
	own  *Box   // seals what belongs to nobody
	hash []byte // keys every hash
}

// NewKeyring derives the working keys from the operator's key.
func NewKeyring(k Key) (*Keyring, error) {
	derive := func(purpose string) ([]byte, error) {
		return hkdf.Key(sha256.New, k.bytes[:], nil, "satark/v1/"+purpose, KeySize)
	}
	hash, err := derive("hash")
	if err != nil {
		return nil, fmt.Errorf("seal: derive: %w", err)
	}
	ring := &Keyring{hash: hash}
	for purpose, box := range map[string]**Box{"wrap": &ring.wrap, "own": &ring.own} {
		sub, err := derive(purpose)
		if err != nil {
			return nil, fmt.Errorf("seal: derive: %w", err)
		}
		if *box, err = newBox(sub); err != nil {
			return nil, err
		}
	}
	return ring, nil
}

// Hash is a keyed hash of value: 32 hexadecimal digits, the first half of
// HMAC-SHA256. Without the operator's key it can be neither reversed nor guessed
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
	return box, r.wrap.Seal(personKey(person), key), nil
}

// OpenPerson unwraps a person's key. It returns ErrOpen when wrapped was made with
// another operator's key or for another person.
func (r *Keyring) OpenPerson(person string, wrapped []byte) (*Box, error) {
	key, err := r.wrap.Open(personKey(person), wrapped)
	if err != nil {
		return nil, err
	}
	return newBox(key)
}

func personKey(person string) Label { return Label{Kind: "key", Person: person} }
