package blobstore_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"satark/store/blobstore"
)

const (
	one  = "0123456789abcdef0123456789abcdef"
	two  = "fedcba9876543210fedcba9876543210"
	file = "00000000000000000000000000000001"
)

func open(t *testing.T) (*blobstore.Dir, string) {
	t.Helper()
	root := filepath.Join(t.TempDir(), "blobs")
	d, err := blobstore.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	return d, root
}

func put(t *testing.T, d *blobstore.Dir, person, content string) {
	t.Helper()
	if err := d.Put(t.Context(), person, file, strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, d *blobstore.Dir, person string) string {
	t.Helper()
	r, err := d.Get(t.Context(), person, file)
	if errors.Is(err, fs.ErrNotExist) {
		return "(none)"
	}
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func TestKeepsAndForgets(t *testing.T) {
	d, _ := open(t)
	put(t, d, one, "first")
	put(t, d, one, "second")
	put(t, d, two, "other")
	if got := content(t, d, one); got != "second" {
		t.Errorf("got %q", got)
	}
	for range 2 {
		if err := d.DeleteAll(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	if got := content(t, d, one) + content(t, d, two); got != "(none)other" {
		t.Errorf("after forgetting one: %q", got)
	}
	for range 2 {
		if err := d.Delete(t.Context(), two, file); err != nil {
			t.Fatal(err)
		}
	}
	if got := content(t, d, two); got != "(none)" {
		t.Errorf("after deleting: %q", got)
	}
}

func TestAFailedPutLeavesWhatWasThere(t *testing.T) {
	d, root := open(t)
	put(t, d, one, "before")
	broken := io.MultiReader(bytes.NewReader(make([]byte, 1<<20)), iotest.ErrReader(errors.New("network")))
	if err := d.Put(t.Context(), one, file, broken); err == nil {
		t.Fatal("a broken read was kept")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Put(ctx, one, file, strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Fatalf("a cancelled put: %v", err)
	}
	if got := content(t, d, one); got != "before" {
		t.Errorf("got %q", got)
	}
	left, err := os.ReadDir(filepath.Join(root, one[:2], one))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}

func TestOnlyTheOwnerMayRead(t *testing.T) {
	d, root := open(t)
	put(t, d, one, "x")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNamesAreHashes(t *testing.T) {
	d, _ := open(t)
	for _, name := range []string{"", "x", "../../../../../../etc/passwd/aa", strings.ToUpper(one), one + "/", one[:31] + "."} {
		if err := d.Put(t.Context(), name, file, strings.NewReader("x")); !errors.Is(err, blobstore.ErrName) {
			t.Errorf("person %q: %v", name, err)
		}
		if _, err := d.Get(t.Context(), one, name); !errors.Is(err, blobstore.ErrName) {
			t.Errorf("id %q: %v", name, err)
		}
		if err := d.DeleteAll(t.Context(), name); !errors.Is(err, blobstore.ErrName) {
			t.Errorf("delete all of %q: %v", name, err)
		}
	}
}
