package sqlitestore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"satark/store/sqlitestore"
)

// crashDir names the directory in which a copy of this test program commits until it
// is killed.
const crashDir = "SATARK_TEST_CRASH_DIR"

// TestMain lets the test program be the process that crashes.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		commitForever(dir)
	}
	os.Exit(m.Run())
}

// commitForever prints each turn once it is committed.
func commitForever(dir string) {
	e, err := sqlitestore.Open(context.Background(), dir, sqlitestore.Options{})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for i := 1; ; i++ {
		if _, err := e.Commit(context.Background(), first(fmt.Sprintf("%032d", i), 1, "a")); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(i)
	}
}

// TestWhatWasAnsweredSurvivesAKill kills a process in the middle of committing, some
// times over, and looks for everything it had been answered.
func TestWhatWasAnsweredSurvivesAKill(t *testing.T) {
	for _, turns := range []int{1, 10, 200} {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashDir+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		answered := 0
		for lines := bufio.NewScanner(out); answered < turns && lines.Scan(); {
			if answered, err = strconv.Atoi(strings.TrimSpace(lines.Text())); err != nil {
				t.Errorf("the process says %q", lines.Text())
				break
			}
		}
		cmd.Process.Kill()
		cmd.Wait()
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
