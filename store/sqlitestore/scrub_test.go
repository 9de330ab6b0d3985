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
)

func TestForgottenKeysLeaveTheFiles(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	for i := range 50 {
		if _, err := e.Commit(t.Context(), first(fmt.Sprintf("%032d", i), 1)); err != nil {
			t.Fatal(err)
		}
	}
	key, words := []byte(fmt.Sprintf("wrapped key of %032d", 7)), []byte(fmt.Sprintf("line of %032d", 7))
	before, err := everyByte(dir)
	if err != nil || !bytes.Contains(before, key) || !bytes.Contains(before, words) {
		t.Fatalf("the key is not in the files before: the test proves nothing, %v", err)
	}
	if err := e.Forget(t.Context(), fmt.Sprintf("%032d", 7)); err != nil {
		t.Fatal(err)
	}
	after, err := everyByte(dir)
	if err != nil || bytes.Contains(after, key) || bytes.Contains(after, words) {
		t.Errorf("the wrapped key or the words are still in the files, %v", err)
	}
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
