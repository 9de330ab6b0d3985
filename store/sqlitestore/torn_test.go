package sqlitestore_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"satark/store"
)

// The log begins with a header; each page in it has one of its own.
const (
	logHeader = 32
	logFrame  = 24 + 4096
)

// tornTurns is how many turns there are.
const tornTurns = 5

// torn is a directory as a crash may leave it.
type torn struct {
	database, log []byte
	turns         []int // how long the log was when each turn was answered: 0 for the first, which is in the database
}

// tornPlace commits some turns, and copies the files while they are open.
func tornPlace(t *testing.T) torn {
	t.Helper()
	dir := t.TempDir()
	e := open(t, dir)
	var out torn
	for n := 1; n <= tornTurns; n++ {
		if _, err := e.Commit(t.Context(), whole(n)); err != nil {
			t.Fatal(err)
		}
		log, err := os.Stat(filepath.Join(dir, "satark.db-wal"))
		if err != nil {
			t.Fatal(err)
		}
		out.turns = append(out.turns, int(log.Size()))
	}
	var err error
	if out.database, err = os.ReadFile(filepath.Join(dir, "satark.db")); err != nil {
		t.Fatal(err)
	}
	if out.log, err = os.ReadFile(filepath.Join(dir, "satark.db-wal")); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(out.turns) || out.turns[0] != 0 || out.turns[tornTurns-1] != len(out.log) || (len(out.log)-logHeader)%logFrame != 0 {
		t.Fatalf("the log is not as this test has it: %v, %d bytes", out.turns, len(out.log))
	}
	return out
}

// whole is a turn with something in every table a turn writes to.
func whole(n int) *store.Commit {
	c := first(fmt.Sprintf("%032d", n), 1, "a")
	c.After = "1"
	c.Reports = []store.Record{{Key: fmt.Sprintf("%032d", n), Sealed: make([]byte, 5000)}}
	return c
}

// opens opens the place with another log, and wants the turns that were answered when
// the log was intact bytes long: whole, and no other.
func (p torn) opens(t *testing.T, what string, log []byte, intact int) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string][]byte{"satark.db": p.database, "satark.db-wal": log} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := open(t, dir)
	defer e.Close()
	turns := 0
	for _, size := range p.turns {
		if size <= intact {
			turns++
		}
	}
	if err := holds(t.Context(), e, turns); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	for n := 1; n <= turns; n++ {
		number := fmt.Sprintf("%032d", n)
		if _, err := e.Report(t.Context(), number, number); err != nil {
			t.Errorf("%s: the report of turn %d: %v", what, n, err)
		}
	}
	c := whole(turns + 1)
	if _, err := e.Commit(t.Context(), c); err != nil {
		t.Errorf("%s: the next turn: %v", what, err)
	}
}

// TestALogThatEndsAnywhere cuts the log as a crash in the middle of writing does.
func TestALogThatEndsAnywhere(t *testing.T) {
	t.Parallel()
	p := tornPlace(t)
	for _, at := range []int{0, 1, logHeader - 1} {
		p.opens(t, fmt.Sprintf("cut at %d", at), p.log[:at], at)
	}
	for i, at := 0, logHeader; at <= len(p.log); i, at = i+1, at+logFrame {
		p.opens(t, fmt.Sprintf("cut at %d", at), p.log[:at], at)
		cut := at + []int{-1, 1, -4096, 24, -logFrame / 2}[i%5]
		if cut >= logHeader && cut < len(p.log) {
			p.opens(t, fmt.Sprintf("cut at %d", cut), p.log[:cut], cut)
		}
	}
}

// TestALogThatEndsInGarbage has the last pages written wrongly, or one bit of them, as
// a disk does that loses power while writing what was not yet synced.
func TestALogThatEndsInGarbage(t *testing.T) {
	t.Parallel()
	p := tornPlace(t)
	for i, at := 0, logHeader; at < len(p.log); i, at = i+1, at+logFrame {
		torn := slices.Clone(p.log)
		switch i % 3 {
		case 0:
			rand.Read(torn[at:])
		case 1:
			clear(torn[at:])
		case 2: // one bit of the page's number, the salt, the checksum or the content
			torn[at+[]int{0, 9, 20, 24, 2000}[i/3%5]] ^= 1
		}
		p.opens(t, fmt.Sprintf("garbage %d from %d", i%3, at), torn, at)
	}
}

// TestALogWithAnOldTail puts the pages of an earlier log behind the last one, as they
// stay in a log that is written from its beginning again.
func TestALogWithAnOldTail(t *testing.T) {
	p := tornPlace(t)
	other := tornPlace(t)
	for _, at := range []int{p.turns[1], p.turns[3]} {
		p.opens(t, fmt.Sprintf("an old tail from %d", at), append(slices.Clone(p.log[:at]), other.log[at:]...), at)
	}
}
