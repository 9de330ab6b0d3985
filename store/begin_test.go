package store_test

import (
	"context"
	"testing"

	"satark/store"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

// overtaken is an engine in which another process begins the store as soon as this one
// has seen that it is empty.
type overtaken struct {
	*sqlitestore.Engine
	begin func()
}

func (e *overtaken) Kept(ctx context.Context, name string) ([]byte, error) {
	kept, err := e.Engine.Kept(ctx, name)
	if begin := e.begin; begin != nil {
		e.begin = nil
		begin()
	}
	return kept, err
}

// Two processes that begin a store at the same time use the same root.
func TestTwoBeginOneStore(t *testing.T) {
	keys, err := seal.NewOperator(seal.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	var first *store.Store
	second, err := store.Open(t.Context(), &overtaken{engine, func() {
		if first, err = store.Open(t.Context(), engine, keys, store.Options{}); err != nil {
			t.Fatal(err)
		}
	}}, keys, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := store.Parked{ID: "1", Kind: store.ParkedUpdate, Cause: "none"}
	if err := first.Park(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if list, err := second.ParkedList(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("what one sealed the other reads as %v, %v", list, err)
	}
}
