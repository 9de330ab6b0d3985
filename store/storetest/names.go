package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"satark/store"
)

func names(r *rig) {
	ctx, one, two := r.Context(), []byte("one\x00\xff"), []byte("two")
	kept := func(name string, want []byte) {
		r.Helper()
		got, err := r.engine.Kept(ctx, name)
		if want == nil && !errors.Is(err, store.ErrNotFound) || want != nil && (err != nil || !bytes.Equal(got, want)) {
			r.Fatalf("%s is %q, %v; want %q", name, got, err, want)
		}
	}
	replaces := func(name string, old, value []byte, want bool) {
		r.Helper()
		if got, err := r.engine.Replace(ctx, name, old, value); err != nil || got != want {
			r.Fatalf("replace %q by %q: %v, %v; want %v", old, value, got, err, want)
		}
	}
	kept("a", nil)
	replaces("a", one, two, false) // there is none
	kept("a", nil)
	for _, value := range [][]byte{one, two, one} {
		if got, err := r.engine.Once(ctx, "a", value); err != nil || !bytes.Equal(got, one) {
			r.Fatalf("once: %q, %v", got, err)
		}
	}
	replaces("a", two, []byte("three"), false)
	kept("a", one)
	replaces("a", one, two, true)
	replaces("a", one, two, true) // asked again
	replaces("a", one, []byte("three"), false)
	kept("a", two)
	kept("b", nil)
}

// replaceTogether has many replace the same value: one of them does.
func replaceTogether(r *rig) {
	old := []byte("old")
	if _, err := r.engine.Once(r.Context(), "a", old); err != nil {
		r.Fatal(err)
	}
	var won atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			did, err := r.engine.Replace(r.Context(), "a", old, fmt.Append(nil, "new ", i))
			if err != nil {
				r.Error(err)
			}
			if did {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		r.Errorf("%d replaced the same value", won.Load())
	}
}
