package store_test

import (
	"context"
	"testing"

	"satark/dialogs"
	"satark/store"
	"satark/store/blobstore"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

// shelf is a store over one directory, with what a test may want to look behind.
type shelf struct {
	*store.Store
	engine *sqlitestore.Engine
	keys   *seal.Operator
	blobs  *blobstore.Dir
	dir    string // of the files
}

func openShelf(t *testing.T) shelf {
	t.Helper()
	keys, err := seal.NewOperator(seal.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	blobs, err := blobstore.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := store.Open(t.Context(), engine, keys, store.Options{Blobs: blobs})
	if err != nil {
		t.Fatal(err)
	}
	s := shelf{kept, engine, keys, blobs, dir}
	t.Cleanup(func() { s.Close() })
	return s
}

// person is the keyed hash that the shelf knows a chat by.
func (s shelf) person(t *testing.T, chat int64) string {
	t.Helper()
	kept, err := s.engine.Kept(t.Context(), "root")
	if err != nil {
		t.Fatal(err)
	}
	root, err := s.keys.UnwrapRoot(kept)
	if err != nil {
		t.Fatal(err)
	}
	ring, err := seal.NewKeyring(s.keys, root)
	if err != nil {
		t.Fatal(err)
	}
	return ring.Person(chat)
}

// begin commits a first turn of a chat.
func (s shelf) begin(t *testing.T, chat int64, deliveries ...store.Delivery) *store.Turn {
	t.Helper()
	c, err := s.Load(t.Context(), chat)
	if err != nil {
		t.Fatal(err)
	}
	turn := &store.Turn{Chat: c, Update: 1, Session: dialogs.Session{Lang: "hi"}, Deliveries: deliveries}
	if err := s.Commit(t.Context(), turn); err != nil {
		t.Fatal(err)
	}
	return turn
}

func forget(t *testing.T, s *store.Store, chat int64) {
	t.Helper()
	if err := s.Forget(context.WithoutCancel(t.Context()), chat); err != nil {
		t.Fatal(err)
	}
}
