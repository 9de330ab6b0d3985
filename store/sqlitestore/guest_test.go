package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"satark/store"
	"satark/store/sqlitestore"
)

func openGuest(ctx context.Context, dir string) (*sqlitestore.Engine, error) {
	return sqlitestore.Open(ctx, dir, sqlitestore.Options{Guest: true})
}

const (
	guestTurns = 25
	guestName  = "99999999999999999999999999999999"
)

// turn is the n-th turn of a person.
func turn(person string, n int) *store.Commit {
	c := first(person, int64(n), fmt.Sprintf("%06d", n))
	c.Op, c.After = fmt.Sprint(person, n), fmt.Sprint(n)
	if n > 1 {
		c.Before = fmt.Sprint(n - 1)
	}
	return c
}

// beAGuest parks, unparks, commits and walks beside a busy holder.
func beAGuest(dir string) error {
	ctx := context.Background()
	e, err := openGuest(ctx, dir)
	if err != nil {
		return err
	}
	for i := 1; i <= guestTurns; i++ {
		id := fmt.Sprintf("%06d", i)
		if err := e.Park(ctx, store.ParkedRecord{ID: id, Sealed: []byte(id)}); err != nil {
			return err
		}
		if _, err := e.Commit(ctx, turn(guestName, i)); err != nil {
			return err
		}
		if i%2 == 1 {
			if err := e.Unpark(ctx, id); err != nil {
				return err
			}
		}
		if err := wholeDossiers(ctx, e); err != nil {
			return err
		}
	}
	if err := e.Close(); err != nil {
		return err
	}
	fmt.Println("done")
	return nil
}

// wholeDossiers walks once, and wants as many lines and deliveries as each version says.
func wholeDossiers(ctx context.Context, e *sqlitestore.Engine) error {
	return eachDossier(ctx, e, func(d *store.Dossier) error {
		if len(d.Items) != len(d.Lines) {
			return fmt.Errorf("%d lines and %d deliveries", len(d.Lines), len(d.Items))
		}
		return wholeLines(d)
	})
}

func wholeLines(d *store.Dossier) error {
	if fmt.Sprint(len(d.Lines)) != d.Record.Version {
		return fmt.Errorf("half a dossier: at version %s there are %d lines", d.Record.Version, len(d.Lines))
	}
	return nil
}

// eachDossier walks through all dossiers, a few at a time.
func eachDossier(ctx context.Context, e *sqlitestore.Engine, look func(*store.Dossier) error) error {
	for cursor := ""; ; {
		some, next, err := e.Walk(ctx, cursor, 50)
		if err != nil {
			return err
		}
		for _, entry := range some {
			if entry.Dossier == nil {
				continue
			}
			if err := look(entry.Dossier); err != nil {
				return err
			}
		}
		if cursor = next; cursor == "" {
			return nil
		}
	}
}

// load commits turns of eight persons until stopped, and says how many of each.
func load(t *testing.T, e *sqlitestore.Engine) (stop func() map[string]int) {
	done := make(chan struct{})
	turns := make([]int, 8)
	var wg sync.WaitGroup
	for i := range turns {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if _, err := e.Commit(t.Context(), turn(fmt.Sprintf("%032d", i), turns[i]+1)); err != nil {
					t.Errorf("turn %d of person %d: %v", turns[i]+1, i, err)
					return
				}
				turns[i]++
			}
		})
	}
	return func() map[string]int {
		close(done)
		wg.Wait()
		out := map[string]int{}
		for i, n := range turns {
			out[fmt.Sprintf("%032d", i)] = n
		}
		return out
	}
}

// TestAGuestBesideABusyHolder has both write as fast as they can.
func TestAGuestBesideABusyHolder(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	stop := load(t, e)
	p := start(t, "guest", dir)
	p.hears(t, "done")
	want := stop()
	want[guestName] = guestTurns
	for person, n := range want {
		lines, err := e.Lines(t.Context(), person, 0, -1)
		if err != nil || len(lines) != n || n == 0 {
			t.Errorf("%s: %d lines of %d, %v", person, len(lines), n, err)
		}
	}
	if err := wholeDossiers(t.Context(), e); err != nil {
		t.Error(err)
	}
	parked, err := e.Parked(t.Context())
	if err != nil || len(parked) != guestTurns/2 || parked[0].ID != "000002" {
		t.Errorf("%d are parked, %v", len(parked), err)
	}
}

// TestAGuestLeasesNothing has a guest commit what is due at once: the holder gets it, and
// the guest gets no lease by any way.
func TestAGuestLeasesNothing(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	guest, err := openGuest(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer guest.Close()
	c := first(guestName, 1, "a", "b")
	c.Items[1].Line = true
	if done, err := guest.Commit(t.Context(), c); err != nil || done.Line {
		t.Errorf("a guest's commit: %+v, %v", done, err)
	}
	l := store.Leasing{Owner: "guest", Now: c.Now, Until: c.Until, Limit: 10}
	if _, err := guest.Lease(t.Context(), l); err == nil {
		t.Error("a guest leases")
	}
	if _, err := guest.Beat(t.Context(), store.Beating{Owner: "guest", Now: c.Now, Until: c.Until}); err == nil {
		t.Error("a guest says that it lives")
	}
	if err := guest.Leave(t.Context(), "guest", c.Now); err != nil {
		t.Errorf("a guest leaves: %v", err)
	}
	l.Owner = "holder"
	if got, err := e.Lease(t.Context(), l); err != nil || len(got) != 2 || got[0].Tries != 0 {
		t.Errorf("the holder leases %+v, %v", got, err)
	}
}

// TestAGuestMakesAndChangesNothing opens guests where there is nothing for them.
func TestAGuestMakesAndChangesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	if _, err := openGuest(t.Context(), dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the guest made a directory: %v", err)
	}
	open(t, dir).Close()
	for version, want := range map[int]error{99: sqlitestore.ErrNewer, 1: sqlitestore.ErrOlder, 0: sqlitestore.ErrOlder} {
		raw(t, dir, fmt.Sprintf("PRAGMA user_version = %d", version))
		if _, err := openGuest(t.Context(), dir); !errors.Is(err, want) {
			t.Errorf("schema %d: %v, want %v", version, err, want)
		}
		var got int
		if err := rawDB(t, dir).QueryRow("PRAGMA user_version").Scan(&got); err != nil || got != version {
			t.Errorf("schema %d is %d now, %v", version, got, err)
		}
	}
}

// TestAGuestStopsWritingWhenTheSchemaChanges has a later version take over meanwhile.
func TestAGuestStopsWritingWhenTheSchemaChanges(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	guest, err := openGuest(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer guest.Close()
	raw(t, dir, "PRAGMA user_version = 99")
	if err := guest.Park(t.Context(), store.ParkedRecord{ID: "1"}); !errors.Is(err, sqlitestore.ErrNewer) {
		t.Errorf("the guest writes on: %v", err)
	}
}
