package store_test

import (
	"context"
	"os"
	"testing"
	"time"

	"satark/store"
	"satark/store/blobstore"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
	"satark/store/seal"
	"satark/store/sqlitestore"
	"satark/store/storetest"
)

// embedded is an empty directory.
func embedded(t testing.TB) storetest.Place {
	dir := t.TempDir()
	return storetest.Place{Open: func(ctx context.Context) (store.Engine, error) {
		return sqlitestore.Open(ctx, dir, sqlitestore.Options{})
	}}
}

// shared is an empty redis-server of the test's own.
func shared(t testing.TB) storetest.Place {
	rig := startRedis(t, t.TempDir())
	return storetest.Place{Shared: true, Open: func(ctx context.Context) (store.Engine, error) {
		return redisstore.Open(ctx, rig.URL(), redisstore.Options{})
	}}
}

// startRedis starts a server over what is in dir.
func startRedis(t testing.TB, dir string, opts ...redistest.Option) *redistest.Rig {
	t.Helper()
	if hint := redistest.Missing(); hint != "" {
		if os.Getenv("SATARK_TEST_NO_SKIP") == "1" {
			t.Fatal(hint)
		}
		t.Skip(hint)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	rig, err := redistest.Single(ctx, dir, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rig.Close(); err != nil {
			t.Error(err)
		}
	})
	return rig
}

// across runs a test from each engine to the other.
func across(t *testing.T, run func(t *testing.T, from, to storetest.Fresh)) {
	t.Run("from the embedded to the shared engine", func(t *testing.T) { run(t, embedded, shared) })
	t.Run("from the shared to the embedded engine", func(t *testing.T) { run(t, shared, embedded) })
}

func openPlace(t *testing.T, place storetest.Place) store.Engine {
	t.Helper()
	engine, err := place.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return engine
}

func newOperator(t *testing.T, keys ...seal.Key) *seal.Operator {
	t.Helper()
	if len(keys) == 0 {
		keys = []seal.Key{seal.NewKey()}
	}
	o, err := seal.NewOperator(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func newFiles(t *testing.T) *blobstore.Dir {
	t.Helper()
	files, err := blobstore.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return files
}
