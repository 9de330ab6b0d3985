package soak

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const secretPrefix = "secret: "

// searcher looks through everything that is written for what citizens have told.
type searcher struct {
	seed uint64
	now  time.Time // when the plans are drawn

	mu     sync.Mutex
	finder *finder
	known  int // citizens whose words are looked for
	found  map[finding]bool
	cries  map[string]int // by log: panics and races it tells of
	bytes  int
}

// finding is something personal in a file of some name.
type finding struct{ what, where string }

func newSearcher(seed uint64, now time.Time) *searcher {
	return &searcher{seed: seed, now: now, finder: newFinder(now), found: map[finding]bool{}, cries: map[string]int{}}
}

// look searches all that the store and the replicas have written, for what the first n
// citizens may have told.
func (s *searcher) look(ctx context.Context, w *world, n int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.learn(n)
	files, err := w.ground.files()
	if err != nil {
		return err
	}
	for _, r := range w.replicas {
		files = append(files, r.log.Name())
		if page, err := w.metrics(ctx, r); err == nil {
			s.in("the metrics", bytes.NewReader(page))
		}
	}
	for _, path := range files {
		if err := s.file(path); err != nil {
			return err
		}
	}
	return nil
}

// learn adds what more citizens may have told.
func (s *searcher) learn(n int) {
	for ; s.known < n; s.known++ {
		p := newPlan(s.seed, s.known+1, s.now)
		for _, one := range p.plants {
			s.finder.number(one.digits, secretPrefix+string(one.kind))
		}
		for _, one := range p.words {
			s.finder.word(one, "a name")
		}
		for _, one := range p.phones {
			s.finder.number(one, "a phone number")
		}
	}
}

func (s *searcher) file(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) { // it was there a moment ago
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if !strings.HasSuffix(path, ".log") {
		return s.in(filepath.Base(path), f)
	}
	log := newUndated(f)
	err = s.in(filepath.Base(path), log)
	s.cries[path] = log.cries
	return err
}

func (s *searcher) in(name string, r io.Reader) error {
	counted := &counting{r: r}
	found, err := s.finder.read(counted)
	s.bytes += counted.n
	for _, what := range found {
		s.found[finding{what, name}] = true
	}
	return err
}

// report puts what was found into the tally.
func (s *searcher) report(t *Tally) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.searched += s.bytes
	for f := range s.found {
		kind := personsFound
		if strings.HasPrefix(f.what, secretPrefix) {
			kind = secretsFound
		}
		t.add(kind, 1, "%s in %s", f.what, f.where)
	}
	for path, n := range s.cries {
		t.add(cried, n, "see %s", filepath.Base(path))
	}
}

type counting struct {
	r io.Reader
	n int
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

// undated reads the lines of a log without the time that they begin with: its digits
// would be taken for a number, by chance, in so many lines. It counts lines with which
// the Go runtime tells of its end or of a race.
type undated struct {
	lines *bufio.Reader
	rest  []byte
	cries int
}

func newUndated(r io.Reader) *undated { return &undated{lines: bufio.NewReaderSize(r, 1<<16)} }

func (u *undated) Read(p []byte) (int, error) {
	for len(u.rest) == 0 {
		line, err := u.lines.ReadSlice('\n')
		if len(line) == 0 && err != nil {
			return 0, err
		}
		if after, is := bytes.CutPrefix(line, []byte(`{"time":"`)); is {
			_, line, _ = bytes.Cut(after, []byte(`"`))
		}
		if isCry(line) {
			u.cries++
		}
		u.rest = line
	}
	n := copy(p, u.rest)
	u.rest = u.rest[n:]
	return n, nil
}

func isCry(line []byte) bool {
	for _, words := range []string{"panic: ", "fatal error: ", "WARNING: DATA RACE"} {
		if bytes.HasPrefix(line, []byte(words)) {
			return true
		}
	}
	return false
}
