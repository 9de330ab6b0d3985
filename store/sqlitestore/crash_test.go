package sqlitestore_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"satark/store/sqlitestore"
)

// commitForever prints each turn once it is committed.
func commitForever(dir string) error {
	e, err := sqlitestore.Open(context.Background(), dir, sqlitestore.Options{})
	if err != nil {
		return err
	}
	for i := 1; ; i++ {
		if _, err := e.Commit(context.Background(), first(fmt.Sprintf("%032d", i), 1, "a")); err != nil {
			return err
		}
		fmt.Println(i)
	}
}

// TestWhatWasAnsweredSurvivesAKill kills a process in the middle of committing, some
// times over, and looks for everything it had been answered.
func TestWhatWasAnsweredSurvivesAKill(t *testing.T) {
	for _, turns := range []int{1, 10, 200} {
		dir := t.TempDir()
		p := start(t, "commit", dir)
		answered := 0
		for answered < turns && p.says.Scan() {
			var err error
			if answered, err = strconv.Atoi(p.says.Text()); err != nil {
				t.Errorf("the process says %q", p.says.Text())
				break
			}
		}
		p.kill()
		e := open(t, dir)
		for i := 1; i <= answered; i++ {
			if rec, err := e.Person(t.Context(), fmt.Sprintf("%032d", i)); err != nil || rec.Version == "" {
				t.Fatalf("turn %d of %d answered is lost: %v", i, answered, err)
			}
		}
		if answered < turns {
			t.Errorf("only %d turns were answered", answered)
		}
	}
}
