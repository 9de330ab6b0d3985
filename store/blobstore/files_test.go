package blobstore_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"satark/store"
	"satark/store/blobstore"
)

// hashed is a name as the store gives them: the n-th of some, far from its neighbours.
func hashed(n int) string { return fmt.Sprintf("%02x%030x", n*37%256, n) }

func TestFiles(t *testing.T) {
	root := t.TempDir()
	d, err := blobstore.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	if some, next, err := d.Files(t.Context(), "", 10); err != nil || len(some) != 0 || next != "" {
		t.Fatalf("of nothing: %v, %q, %v", some, next, err)
	}
	var want []store.File
	for person := range 60 {
		for id := range person % 3 {
			f := store.File{Person: hashed(person), ID: hashed(id + 1000)}
			if err := d.Put(t.Context(), f.Person, f.ID, strings.NewReader("x")); err != nil {
				t.Fatal(err)
			}
			want = append(want, f)
		}
	}
	half := filepath.Join(root, want[0].Person[:2], want[0].Person, "new-123")
	if err := os.WriteFile(half, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	sort := func(files []store.File) {
		slices.SortFunc(files, func(a, b store.File) int { return strings.Compare(a.Person+a.ID, b.Person+b.ID) })
	}
	sort(want)
	for _, n := range []int{0, 1, 2, 7, 1000} {
		var got []store.File
		for cursor := ""; ; {
			some, next, err := d.Files(t.Context(), cursor, n)
			if err != nil || len(some) > n+2 {
				t.Fatalf("%d at a time: %d, %v", n, len(some), err)
			}
			got = append(got, some...)
			if cursor = next; cursor == "" {
				break
			}
		}
		sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%d at a time: %d files, want %d", n, len(got), len(want))
		}
	}
	for person, want := range map[string]int{hashed(2): 2, hashed(3): 0, hashed(999): 0} {
		if ids, err := d.FilesOf(t.Context(), person); err != nil || len(ids) != want || !slices.IsSorted(ids) {
			t.Errorf("of %s: %v, %v", person, ids, err)
		}
	}
	if _, err := d.FilesOf(t.Context(), "../.."); err == nil {
		t.Error("a name that leads elsewhere is read")
	}
}
