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

// FuzzNames holds that whatever a file is called, nothing outside of the directory is read,
// written or deleted.
func FuzzNames(f *testing.F) {
	f.Add(hashed(1), hashed(2))
	f.Add("../../../../../../../../../../..", "passwd")
	f.Add(strings.Repeat("A", 32), strings.Repeat("/", 32))
	f.Add("", "")
	f.Fuzz(func(t *testing.T, person, id string) {
		outer := t.TempDir()
		root := filepath.Join(outer, "a", "b")
		d, err := blobstore.Open(root)
		if err != nil {
			t.Fatal(err)
		}
		witness := filepath.Join(outer, "witness")
		if err := os.WriteFile(witness, []byte("there"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := d.Put(t.Context(), person, id, strings.NewReader("x")); err == nil {
			if some, next, err := d.Files(t.Context(), "", 10); err != nil || next != "" || len(some) != 1 || some[0] != (store.File{Person: person, ID: id}) {
				t.Errorf("put %q, %q: there is %v, %v", person, id, some, err)
			}
		}
		_, _, _ = d.Files(t.Context(), person, 1)
		_ = d.Delete(t.Context(), person, id)
		_ = d.DeleteAll(t.Context(), person)
		if content, err := os.ReadFile(witness); err != nil || string(content) != "there" {
			t.Errorf("%q, %q reach outside: %v", person, id, err)
		}
		entries, err := os.ReadDir(outer)
		if err != nil || len(entries) != 2 {
			t.Errorf("%q, %q write outside: %v, %v", person, id, entries, err)
		}
	})
}
