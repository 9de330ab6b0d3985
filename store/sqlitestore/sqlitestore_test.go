package sqlitestore_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"satark/store"
	"satark/store/sqlitestore"
	"satark/store/storetest"
)

func TestContract(t *testing.T) { storetest.Run(t, fresh) }

// fresh is an empty directory.
func fresh(t testing.TB) storetest.Place {
	dir := t.TempDir()
	return storetest.Place{
		Open: func(ctx context.Context) (store.Engine, error) {
			return sqlitestore.Open(ctx, dir, sqlitestore.Options{})
		},
		Dump: func() ([]byte, error) { return everyByte(dir) },
	}
}

// everyByte returns the content of all files under dir.
func everyByte(dir string) ([]byte, error) {
	var all []byte
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		all = append(all, content...)
		return err
	})
	return all, err
}

func TestModel(t *testing.T) { storetest.Model(t, fresh) }

func BenchmarkCommit(b *testing.B) { storetest.BenchmarkCommit(b, fresh) }

func BenchmarkSweep(b *testing.B) { storetest.BenchmarkSweep(b, fresh) }
