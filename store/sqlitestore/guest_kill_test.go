package sqlitestore_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"satark/store"
)

// beStuck stops in the middle of a change: it holds the database and has written a part
// of the change into the log.
func beStuck(dir string) error {
	db, err := sql.Open("sqlite", filepath.Join(dir, "satark.db")+"?_pragma=cache_size(1)&_pragma=busy_timeout(30000)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for i := range 200 {
		if _, err := db.Exec("INSERT INTO parked VALUES (?, '', randomblob(5000), 0)", fmt.Sprint("half", i)); err != nil {
			return err
		}
	}
	fmt.Println("stuck")
	_, err = io.ReadAll(os.Stdin)
	return err
}

// TestAGuestKilledInTheMiddleOfAChange has the holder wait for a guest that is stuck in
// the middle of a change and then killed.
func TestAGuestKilledInTheMiddleOfAChange(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	if _, err := e.Commit(t.Context(), turn(guestName, 1)); err != nil {
		t.Fatal(err)
	}
	p := start(t, "stuck guest", dir)
	p.hears(t, "stuck")
	if log, err := os.Stat(filepath.Join(dir, "satark.db-wal")); err != nil || log.Size() < 100*4096 {
		t.Fatalf("the guest has written nothing yet: %v, %v", log, err)
	}
	committed := make(chan error, 1)
	go func() {
		_, err := e.Commit(t.Context(), turn(guestName, 2))
		committed <- err
	}()
	if rec, err := e.Person(t.Context(), guestName); err != nil || rec.Version != "1" {
		t.Errorf("reading beside it: %+v, %v", rec, err)
	}
	select {
	case err := <-committed:
		t.Fatalf("a commit beside the guest's change: %v", err)
	default:
	}
	p.kill()
	if err := <-committed; err != nil {
		t.Errorf("the commit that waited: %v", err)
	}
	parked, err := e.Parked(t.Context())
	if err != nil || len(parked) != 0 {
		t.Errorf("%d of a half change are there, %v", len(parked), err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if rec, err := open(t, dir).Person(t.Context(), guestName); err != nil || rec.Version != "2" {
		t.Errorf("opened again: %+v, %v", rec, err)
	}
}

// importForever takes in dossiers of a thousand lines, and prints each when it is there.
func importForever(dir string) error {
	e, err := openGuest(context.Background(), dir)
	if err != nil {
		return err
	}
	for i := 1; ; i++ {
		d := &store.Dossier{Person: fmt.Sprintf("9%031d", i), Record: store.Person{Version: "1000", Wrap: []byte("w"), Session: []byte("s")}}
		for n := range 1000 {
			d.Lines = append(d.Lines, fmt.Append(nil, "line ", n))
		}
		if err := e.Import(context.Background(), []store.Entry{{Dossier: d}}); err != nil {
			return err
		}
		fmt.Println(i)
	}
}

// TestGuestsKilledAtRandom kills guests while they and the holder write: what the guest
// was answered is there, no dossier by halves, and the holder goes on.
func TestGuestsKilledAtRandom(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	stop := load(t, e)
	answered := 0
	for i := range 6 {
		p := start(t, "import", dir)
		for n := 0; n <= i; n++ {
			p.hears(t, fmt.Sprint(n+1))
		}
		p.kill()
		answered = max(answered, i+1)
	}
	want := stop()
	for i := 1; i <= answered; i++ {
		want[fmt.Sprintf("9%031d", i)] = 1000
	}
	for person, n := range want {
		if lines, err := e.Lines(t.Context(), person, 0, -1); err != nil || len(lines) != n {
			t.Errorf("%s: %d lines of %d, %v", person, len(lines), n, err)
		}
	}
	if err := eachDossier(t.Context(), e, wholeLines); err != nil {
		t.Error(err)
	}
	if findings, err := e.Check(t.Context()); err != nil || findings[0].Level != store.Fine {
		t.Errorf("check: %+v, %v", findings, err)
	}
}
