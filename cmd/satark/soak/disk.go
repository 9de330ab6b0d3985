package soak

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// errDisk: a disk that can be filled without harm cannot be had here.
var errDisk = errors.New("soak: no disk of its own for the store")

// filling is the name of the file that takes all room.
const filling = "filling"

// smallDisk is the room for the store where it is to run out.
const smallDisk = "size=512m"

// mount puts a small disk in memory under the store's directory. That takes root.
func (g *ground) mount(ctx context.Context) error {
	if err := os.MkdirAll(g.dir, 0o700); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "mount", "-t", "tmpfs", "-o", smallDisk+",mode=0700", "tmpfs", g.dir).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: mount: %w: %s", errDisk, err, out)
	}
	g.mounted = true
	return nil
}

// unmount keeps what is in the directory, on the disk below.
func (g *ground) unmount() error {
	if !g.mounted {
		return nil
	}
	kept := g.dir + ".kept"
	if err := os.CopyFS(kept, os.DirFS(g.dir)); err != nil {
		return err
	}
	if out, err := exec.Command("umount", g.dir).CombinedOutput(); err != nil {
		return fmt.Errorf("umount: %w: %s", err, out)
	}
	g.mounted = false
	if err := os.Remove(g.dir); err != nil {
		return err
	}
	return os.Rename(kept, g.dir)
}

// fill leaves no room on the store's disk for about a second.
func (w *world) fill(ctx context.Context, r *rand.Rand) error {
	defer w.begin(Disk, "full")()
	path := filepath.Join(w.ground.dir, filling)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, zeros{})
	if errors.Is(err, syscall.ENOSPC) {
		err = pause(ctx, time.Duration(500+r.IntN(1000))*time.Millisecond)
	}
	return errors.Join(err, f.Close(), os.Remove(path))
}

// zeros never end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
