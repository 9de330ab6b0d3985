package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"satark/store/sqlitestore"
)

func init() { roles["full disk"], roles["failing disk"] = fillADisk, failToWrite }

// fillADisk mounts a disk of 3 MB at dir, which goes with the process.
func fillADisk(dir string) error {
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=3m"); err != nil {
		return fmt.Errorf("no disk: %w", err)
	}
	if err := onAFullDisk(dir, filepath.Join(dir, "filler")); err != nil {
		return err
	}
	fmt.Println("done")
	return nil
}

// TestAFullDisk fills a real file system, where the log cannot grow either.
func TestAFullDisk(t *testing.T) {
	cmd := command("full disk", t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	}
	out, err := cmd.Output()
	if errors.Is(err, os.ErrPermission) || strings.HasPrefix(string(out), "no disk") {
		t.Skipf("this needs a mount of its own: run it as root or allow user namespaces (%s, %v)", out, err)
	}
	if err != nil || string(out) != "done\n" {
		t.Errorf("%s (%v)", out, err)
	}
}

// failToWrite lets no file grow beyond 1 MB: writing more is an error of input and output,
// as from a disk that fails.
func failToWrite(dir string) error {
	signal.Ignore(unix.SIGXFSZ)
	limit := func(bytes uint64) error {
		return unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: bytes, Max: unix.RLIM_INFINITY})
	}
	if err := limit(1 << 20); err != nil {
		return err
	}
	ctx := context.Background()
	e, err := sqlitestore.Open(ctx, dir, sqlitestore.Options{})
	if err != nil {
		return err
	}
	if err := fillUp(ctx, e, func() error { return limit(unix.RLIM_INFINITY) }); err != nil {
		return err
	}
	fmt.Println("done")
	return e.Close()
}

// TestAFailingDisk has writes fail for a while.
func TestAFailingDisk(t *testing.T) {
	start(t, "failing disk", t.TempDir()).hears(t, "done")
}
