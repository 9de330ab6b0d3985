package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"satark/store"
	"satark/store/sqlitestore"
)

// TestAFullDatabase lets the database grow no more: changes that need room get an error
// and leave nothing, what was answered can be read, and with room again all goes on.
func TestAFullDatabase(t *testing.T) {
	e := open(t, t.TempDir())
	if err := e.Limit(t.Context(), 60); err != nil {
		t.Fatal(err)
	}
	full := func() error { return e.Limit(t.Context(), 1<<30) }
	if err := fillUp(t.Context(), e, full); err != nil {
		t.Error(err)
	}
}

// fillUp commits until there is no room, looks for what was answered, has room made and
// goes on.
func fillUp(ctx context.Context, e *sqlitestore.Engine, makeRoom func() error) error {
	answered, err := untilRefused(ctx, e)
	if err != nil {
		return err
	}
	if err := holds(ctx, e, answered); err != nil {
		return err
	}
	if err := makeRoom(); err != nil {
		return err
	}
	for range 20 {
		if _, err := e.Commit(ctx, big(answered+1)); err != nil {
			return fmt.Errorf("with room again: %w", err)
		}
		answered++
	}
	return holds(ctx, e, answered)
}

// untilRefused commits until there is no room, not even after the log was cut back: three
// times an error.
func untilRefused(ctx context.Context, e *sqlitestore.Engine) (answered int, err error) {
	for refused := 0; refused < 3; {
		_, err := e.Commit(ctx, big(answered+1))
		switch {
		case errors.Is(err, store.ErrSeen) || errors.Is(err, store.ErrStale):
			return answered, fmt.Errorf("on a full disk a commit is told %w", err)
		case err != nil:
			refused++
		case answered == 5000:
			return answered, errors.New("nothing is ever full")
		default:
			refused = 0
			answered++
		}
	}
	if answered == 0 {
		return 0, errors.New("no turn was answered at all")
	}
	return answered, nil
}

// big is the n-th turn of all: of a person of its own, and of some 8 KB.
func big(n int) *store.Commit {
	c := first(fmt.Sprintf("%032d", n), 1, "a")
	c.After, c.Session = "1", make([]byte, 8000)
	return c
}

// holds wants the first n turns whole, and no other.
func holds(ctx context.Context, e *sqlitestore.Engine, n int) error {
	there := 0
	err := eachDossier(ctx, e, func(d *store.Dossier) error {
		there++
		if d.Person != fmt.Sprintf("%032d", there) || len(d.Items) != 1 {
			return fmt.Errorf("turn %d is %s with %d deliveries", there, d.Person, len(d.Items))
		}
		return wholeLines(d)
	})
	if err == nil && there != n {
		err = fmt.Errorf("%d turns are there, %d were answered", there, n)
	}
	return err
}

// onAFullDisk is what a process does on a small disk of its own, with a file on it that
// makes room when it is removed.
func onAFullDisk(dir, filler string) error {
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o600); err != nil {
		return err
	}
	ctx := context.Background()
	e, err := sqlitestore.Open(ctx, dir, sqlitestore.Options{})
	if err != nil {
		return err
	}
	if err := fillUp(ctx, e, func() error { return os.Remove(filler) }); err != nil {
		return errors.Join(err, e.Close())
	}
	findings, err := e.Check(ctx)
	if err == nil && findings[0].Level != store.Fine {
		err = fmt.Errorf("check: %+v", findings)
	}
	return errors.Join(err, e.Close())
}
