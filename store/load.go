package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"satark/store/seal"
)

// Load reads a chat. One never seen, or forgotten, comes back fresh with Version 0
// and a new key that is written by its first Commit.
func (s *Store) Load(ctx context.Context, chatID int64) (*Chat, error) {
	person := s.keys.Person(chatID)
	rec, err := s.engine.Person(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("store: load: %w", err)
	}
	chat := &Chat{ID: chatID, person: person}
	if rec.Version == "" {
		chat.life = nonce()
		chat.box, chat.wrap, err = s.keys.NewPerson(person)
		return chat, err
	}
	if err := s.fill(chat, rec); err != nil {
		return nil, fmt.Errorf("store: load: %w", err)
	}
	return chat, nil
}

// fill opens a person's record into chat.
func (s *Store) fill(chat *Chat, rec Person) (err error) {
	if chat.life, chat.Version, err = parseVersion(rec.Version); err != nil {
		return err
	}
	if chat.box, err = s.keys.OpenPerson(chat.person, rec.Wrap); err != nil {
		return err
	}
	chat.wrap = rec.Wrap
	return chat.openSession(rec)
}

// A version is the life it belongs to, a random name that ends with Forget, and a
// count. Without the life, a chat held in memory from before Forget could pass for the
// one begun after it.
func version(life string, n uint64) string {
	if n == 0 {
		return ""
	}
	return life + "." + strconv.FormatUint(n, 10)
}

func parseVersion(text string) (life string, n uint64, err error) {
	life, count, ok := strings.Cut(text, ".")
	if n, err = strconv.ParseUint(count, 10, 64); !ok || err != nil || n == 0 {
		return "", 0, fmt.Errorf("store: version %q is not one", text)
	}
	return life, n, nil
}

func (c *Chat) label(kind, id string) seal.Label {
	return seal.Label{Kind: kind, Person: c.person, ID: id}
}

// sealJSON locks a value under a label of this chat.
func (c *Chat) sealJSON(kind, id string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("store: encode %s: %w", kind, err)
	}
	return c.box.Seal(c.label(kind, id), plain), nil
}

// openJSON is the reverse of Chat.sealJSON, for whoever holds the box.
func openJSON(box *seal.Box, label seal.Label, sealed []byte, v any) error {
	plain, err := box.Open(label, sealed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("store: decode %s: %w", label.Kind, err)
	}
	return nil
}
