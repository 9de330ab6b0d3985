package sqlitestore_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"satark/store"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

func open(t *testing.T, dir string) *sqlitestore.Engine {
	t.Helper()
	e, err := sqlitestore.Open(t.Context(), dir, sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestOneProcessADirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "with space %41 ?#", "store")
	e := open(t, dir)
	_, err := sqlitestore.Open(t.Context(), dir, sqlitestore.Options{})
	if !errors.Is(err, sqlitestore.ErrInUse) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Fatalf("a second opening: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	for _, name := range []string{"satark.db", "lock"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

func TestADatabaseOfALaterVersion(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	db, err := sql.Open("sqlite", filepath.Join(dir, "satark.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	_, err = sqlitestore.Open(t.Context(), dir, sqlitestore.Options{})
	if !errors.Is(err, sqlitestore.ErrNewer) {
		t.Fatalf("got %v", err)
	}
	// The refusal let go of the directory.
	if _, err := sqlitestore.Open(t.Context(), dir, sqlitestore.Options{}); !errors.Is(err, sqlitestore.ErrNewer) {
		t.Fatalf("the second time: %v", err)
	}
}

func TestKeyFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	var mu sync.Mutex
	var wg sync.WaitGroup
	makers, texts := 0, map[string]bool{}
	for range 8 {
		wg.Go(func() {
			keys, made, err := sqlitestore.KeyFile(dir)
			mu.Lock()
			defer mu.Unlock()
			if err != nil || len(keys) != 1 {
				t.Errorf("%d keys, %v", len(keys), err)
				return
			}
			if texts[keys[0].Text()] = true; made {
				makers++
			}
		})
	}
	wg.Wait()
	if makers != 1 || len(texts) != 1 {
		t.Fatalf("%d made a key, there are %d", makers, len(texts))
	}
	path := filepath.Join(dir, sqlitestore.KeyName)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v, %v", info, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := sqlitestore.KeyFile(dir); !errors.Is(err, sqlitestore.ErrKeyExposed) {
		t.Errorf("a key that others can read: %v", err)
	}
	if err := errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("half a ke"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := sqlitestore.KeyFile(dir); !errors.Is(err, seal.ErrKeyText) || strings.Contains(err.Error(), "half") {
		t.Errorf("a damaged key file: %v", err)
	}
}

// A key file of several lines gives all keys, the first one first.
func TestKeysAreChangedInOneStep(t *testing.T) {
	dir := t.TempDir()
	old, _, err := sqlitestore.KeyFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	fresh := seal.NewKey()
	if err := sqlitestore.WriteKeys(dir, fresh, old[0]); err != nil {
		t.Fatal(err)
	}
	keys, made, err := sqlitestore.KeyFile(dir)
	if err != nil || made || len(keys) != 2 || keys[0].Text() != fresh.Text() || keys[1].Text() != old[0].Text() {
		t.Fatalf("%d keys, made %v, %v", len(keys), made, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
	if err := sqlitestore.WriteKeys(dir); err == nil {
		t.Error("a key file without a key was written")
	}
}

func first(person string, update int64, items ...string) *store.Commit {
	now := time.Now().UTC()
	c := &store.Commit{
		Op: person, Person: person, Update: update, After: "life.1", Wrap: []byte("wrapped key of " + person),
		Session: []byte("session"), Lines: [][]byte{[]byte("line of " + person)},
		Now: now, SeenUntil: now.Add(72 * time.Hour), Owner: "me", Until: now.Add(time.Minute),
	}
	for _, id := range items {
		c.Items = append(c.Items, store.Item{ID: id, Due: now, Sealed: []byte("x")})
	}
	return c
}

// TestAFaultUndoesOneTurnAlone has a turn fail after most of it was written, among
// turns that share its transaction.
func TestAFaultUndoesOneTurnAlone(t *testing.T) {
	e := open(t, t.TempDir())
	var wg sync.WaitGroup
	errs := make([]error, 40)
	for i := range errs {
		wg.Go(func() {
			c := first(fmt.Sprintf("%032d", i), 1, "a", "b")
			if i%4 == 0 {
				c.Items[1].ID = "a" // no two deliveries of a person have one id
			}
			_, errs[i] = e.Commit(t.Context(), c)
		})
	}
	wg.Wait()
	for i, err := range errs {
		person := fmt.Sprintf("%032d", i)
		lines, lerr := e.Lines(t.Context(), person, 0, -1)
		rec, rerr := e.Person(t.Context(), person)
		broken := i%4 == 0
		if (err != nil) != broken || (len(lines) == 0) != broken || (rec.Version == "") != broken || lerr != nil || rerr != nil {
			t.Errorf("turn %d: %v; it left %d lines and version %q", i, err, len(lines), rec.Version)
		}
	}
	stats, err := e.Stats(t.Context(), time.Now())
	if want := (store.Stats{Persons: 30, Lines: 30, Deliveries: 60}); err != nil || stats != want {
		t.Errorf("stats %+v, %v; want %+v", stats, err, want)
	}
	if _, err := e.Commit(t.Context(), first(fmt.Sprintf("%032d", 0), 1, "a")); err != nil {
		t.Errorf("what failed is seen: %v", err)
	}
}

func TestAClosedEngineSaysSo(t *testing.T) {
	e := open(t, t.TempDir())
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Commit(t.Context(), first(fmt.Sprintf("%032d", 1), 1)); err == nil {
		t.Error("a commit after closing succeeds")
	}
	if _, err := e.Person(t.Context(), "x"); err == nil {
		t.Error("a read after closing succeeds")
	}
}

func TestOldSeenMarksGo(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	begin := time.Now().UTC()
	for i := range 60 {
		c := first(fmt.Sprintf("%032d", i), 1)
		c.Now = begin.Add(time.Duration(i) * 4 * time.Hour)
		c.SeenUntil = c.Now.Add(48 * time.Hour)
		if _, err := e.Commit(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	e.Close()
	db, err := sql.Open("sqlite", filepath.Join(dir, "satark.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var marks int
	if err := db.QueryRow("SELECT count(*) FROM seen").Scan(&marks); err != nil || marks != 13 {
		t.Errorf("%d marks are left, %v; want those of 48 hours", marks, err)
	}
}
