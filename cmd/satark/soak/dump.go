package soak

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// dump is bytes in which nothing personal may be readable.
type dump struct {
	name string
	raw  []byte
}

// photograph keeps every file of the store, and what serve has logged, as they are now.
func (w *world) photograph() error {
	return filepath.WalkDir(filepath.Dir(w.dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || path == w.page.Name() {
			return err
		}
		raw, err := os.ReadFile(path)
		w.dumps = append(w.dumps, dump{d.Name(), raw})
		return err
	})
}

const secretPrefix = "secret: "

// planned is a finder of everything that the first n citizens of a run may have told.
func planned(seed uint64, n int, now time.Time) *finder {
	f := newFinder()
	for i := range n {
		p := newPlan(seed, i+1, now)
		for _, one := range p.plants {
			f.number(one.digits, secretPrefix+string(one.kind))
		}
		for _, one := range p.words {
			f.word(one, "a name")
		}
		for _, one := range p.phones {
			f.number(one, "a phone number")
		}
	}
	return f
}

// search looks through dumps for what was planned.
func search(t *Tally, dumps []dump, f *finder) {
	for _, d := range dumps {
		t.searched += len(d.raw)
		for _, what := range f.in(d.raw) {
			kind := personsFound
			if strings.HasPrefix(what, secretPrefix) {
				kind = secretsFound
			}
			t.add(kind, 1, "%s in %s", what, d.name)
		}
	}
}
