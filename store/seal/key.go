package seal

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// KeySize is the length of the operator's key in bytes.
const KeySize = 32

// What can be wrong with a key's text.
var (
	// ErrKeyMissing: the text is empty.
	ErrKeyMissing = errors.New("seal: the key is empty")
	// ErrKeyText: the text is neither hexadecimal nor base64.
	ErrKeyText = errors.New("seal: the key is neither hexadecimal nor base64")
	// ErrKeyLength: the text decodes, but not to KeySize bytes.
	ErrKeyLength = errors.New("seal: the key has the wrong length")
	// ErrKeyWeak: the key is one byte repeated, which no generator makes.
	ErrKeyWeak = errors.New("seal: the key is one byte repeated")
)

// Key is the operator's key. It prints as a placeholder, whatever the verb.
type Key struct{ bytes [KeySize]byte }

// NewKey draws a key from the system's random source.
func NewKey() Key {
	var k Key
	rand.Read(k.bytes[:]) // never fails: crypto/rand ends the process instead
	return k
}

// ParseKey reads a key of 32 bytes: 64 hexadecimal digits, or base64 of either
// alphabet with or without padding. White space around it is ignored. Errors name
// the fault and never the text.
func ParseKey(text string) (Key, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Key{}, ErrKeyMissing
	}
	raw, err := decodeKey(text)
	if err != nil {
		return Key{}, err
	}
	if len(raw) != KeySize {
		return Key{}, fmt.Errorf("%w: %d bytes instead of %d", ErrKeyLength, len(raw), KeySize)
	}
	key := Key{[KeySize]byte(raw)}
	if strings.Count(string(raw), string(raw[:1])) == KeySize {
		return Key{}, ErrKeyWeak
	}
	return key, nil
}

func decodeKey(text string) ([]byte, error) {
	if raw, err := hex.DecodeString(text); err == nil {
		return raw, nil
	}
	plain := strings.TrimRight(text, "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if raw, err := enc.DecodeString(plain); err == nil {
			return raw, nil
		}
	}
	return nil, ErrKeyText
}

// Text is the key as hexadecimal digits: for the key file and nothing else.
func (k Key) Text() string { return hex.EncodeToString(k.bytes[:]) }

// String hides the key.
func (k Key) String() string { return "[key]" }

// GoString hides the key from %#v.
func (k Key) GoString() string { return "[key]" }

// Format hides the key from every other verb.
func (k Key) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[key]") }
