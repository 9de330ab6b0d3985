package sqlitestore_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"satark/store"
	"satark/store/sqlitestore"
)

// TestWhatIsErasedLeavesTheFiles erases in every way there is, and looks into every byte.
func TestWhatIsErasedLeavesTheFiles(t *testing.T) {
	person := fmt.Sprintf("%032d", 7)
	key, words, story := "wrapped key of "+person, "line of "+person, "report of "+person
	tests := map[string]struct {
		erase func(e *sqlitestore.Engine) error
		gone  []string
		stays []string
	}{
		"forget": {
			func(e *sqlitestore.Engine) error { return e.Forget(t.Context(), person) },
			[]string{key, words, story}, nil,
		},
		"trim": {
			func(e *sqlitestore.Engine) error { return e.Trim(t.Context(), person, []string{person}, 1) },
			[]string{words, story}, []string{key},
		},
		"a change of the operator's key": {
			func(e *sqlitestore.Engine) error {
				_, err := e.Rewrap(t.Context(), person, []byte(key), []byte("wrapped anew"))
				_, rerr := e.Replace(t.Context(), "root", []byte("root by the old key"), []byte("root by the new key"))
				return errors.Join(err, rerr)
			},
			[]string{key, "by the old key"}, []string{words, story, "wrapped anew", "by the new key"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			e := open(t, dir)
			if _, err := e.Once(t.Context(), "root", []byte("root by the old key")); err != nil {
				t.Fatal(err)
			}
			for i := range 50 {
				c := first(fmt.Sprintf("%032d", i), 1)
				c.Reports = []store.Record{{Key: c.Person, Sealed: []byte("report of " + c.Person)}}
				if _, err := e.Commit(t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
			before, err := everyByte(dir)
			if missing := absent(before, tt.gone); err != nil || len(missing) > 0 {
				t.Fatalf("%q is not in the files before: the test proves nothing, %v", missing, err)
			}
			if err := tt.erase(e); err != nil {
				t.Fatal(err)
			}
			after, err := everyByte(dir)
			if missing := absent(after, tt.gone); err != nil || len(missing) < len(tt.gone) {
				t.Errorf("only %q is gone from the files, %v", missing, err)
			}
			if missing := absent(after, tt.stays); len(missing) > 0 {
				t.Errorf("%q is gone too", missing)
			}
		})
	}
}

// absent are the texts that are not in content.
func absent(content []byte, texts []string) (missing []string) {
	for _, text := range texts {
		if !bytes.Contains(content, []byte(text)) {
			missing = append(missing, text)
		}
	}
	return missing
}

// TestForgottenWhileAGuestReads forgets while a guest has a read open that needs the log:
// the wrapped key is gone from the files with the next change after the read.
func TestForgottenWhileAGuestReads(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	person := fmt.Sprintf("%032d", 7)
	if _, err := e.Commit(t.Context(), first(person, 1)); err != nil {
		t.Fatal(err)
	}
	p := start(t, "reader", dir)
	p.hears(t, "reading")
	if err := e.Forget(t.Context(), person); err != nil {
		t.Fatal(err)
	}
	if rec, err := e.Person(t.Context(), person); err != nil || rec.Version != "" {
		t.Errorf("forgotten: %+v, %v", rec, err)
	}
	if _, err := io.WriteString(p.stdin, "stop reading\n"); err != nil {
		t.Fatal(err)
	}
	p.hears(t, "still there")
	// A Beat is enough: nobody has to write to the bot.
	now := time.Now()
	if _, err := e.Beat(t.Context(), store.Beating{Owner: "me", Now: now, Until: now.Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(p.stdin, "look\n"); err != nil {
		t.Fatal(err)
	}
	p.hears(t, "gone")
}

// readAndLook keeps a read open until told, and then looks for the forgotten key in the files.
// The holder must not do so itself: closing a file lets go of all locks a process has on it.
func readAndLook(dir string) error {
	db, err := sql.Open("sqlite", filepath.Join(dir, "satark.db"))
	if err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM person").Scan(&n); err != nil {
		return err
	}
	fmt.Println("reading")
	var word, more string
	if _, err := fmt.Scanln(&word, &more); err != nil {
		return err
	}
	if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
		return err
	}
	if err := look(dir); err != nil {
		return err
	}
	if _, err := fmt.Scanln(&word); err != nil {
		return err
	}
	return look(dir)
}

// look says whether a wrapped key is in the files.
func look(dir string) error {
	all, err := everyByte(dir)
	if err != nil {
		return err
	}
	if containsKey(all) {
		fmt.Println("still there")
	} else {
		fmt.Println("gone")
	}
	return nil
}

func containsKey(all []byte) bool { return bytes.Contains(all, []byte("wrapped key of ")) }
