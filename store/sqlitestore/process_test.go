package sqlitestore_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// role and roleDir tell a copy of this test program what to be, and where.
const (
	role    = "SATARK_TEST_ROLE"
	roleDir = "SATARK_TEST_DIR"
)

// roles are what the other process can be.
var roles = map[string]func(dir string) error{
	"commit": commitForever, "guest": beAGuest, "stuck guest": beStuck, "import": importForever, "reader": readAndLook,
}

// TestMain lets the test program be the other process.
func TestMain(m *testing.M) {
	play := roles[os.Getenv(role)]
	if play == nil {
		os.Exit(m.Run())
	}
	if err := play(os.Getenv(roleDir)); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// process is a copy of this test program in a role.
type process struct {
	*exec.Cmd
	says  *bufio.Scanner
	stdin io.WriteCloser
}

func command(as, dir string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), role+"="+as, roleDir+"="+dir)
	cmd.Stderr = os.Stderr
	return cmd
}

// start starts a process, which is killed at the end of the test at the latest.
func start(t *testing.T, as, dir string) *process {
	t.Helper()
	p := &process{Cmd: command(as, dir)}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.stdin, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	p.says = bufio.NewScanner(out)
	t.Cleanup(p.kill)
	return p
}

// hears reads the next line, which must be as given.
func (p *process) hears(t *testing.T, want string) {
	t.Helper()
	if !p.says.Scan() || p.says.Text() != want {
		t.Fatalf("the other process says %q, want %q", p.says.Text(), want)
	}
}

func (p *process) kill() {
	_ = p.Process.Kill() // it may be gone
	_ = p.Wait()
}
