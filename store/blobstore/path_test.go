package blobstore

import (
	"path/filepath"
	"strings"
	"testing"
)

// FuzzPath holds that whatever a file is called, its path is one of its own below the
// directory, or it has none.
func FuzzPath(f *testing.F) {
	f.Add(strings.Repeat("a", 32), strings.Repeat("0", 32))
	f.Add("../../../../../../../../../../..", "passwd")
	f.Add(strings.Repeat("A", 32), strings.Repeat("/", 32))
	f.Add("", "")
	f.Fuzz(func(t *testing.T, person, id string) {
		d := &Dir{root: filepath.Join("var", "files")}
		path, err := d.path(person, id)
		if err != nil {
			return
		}
		below, err := filepath.Rel(d.root, path)
		if err != nil || !filepath.IsLocal(below) || below != filepath.Join(person[:2], person, id) {
			t.Errorf("%q of %q is kept at %q", id, person, path)
		}
		if n := firstFolder(person); n < 0 || n > 255 || len(person) != 32 {
			t.Errorf("%q is in folder %d", person, n)
		}
	})
}
