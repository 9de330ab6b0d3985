// Package redistest starts real redis-server processes and does to them what befalls
// servers: one alone, three behind Sentinels, or a Cluster of six. Tests use it, and so
// does the trial that kills things on purpose; so it returns errors and knows no test.
//
// Everything a rig writes is under the directory it is given, every port is on
// 127.0.0.1, and Close leaves no process behind. On Linux the servers end with the
// process that started them even when that is killed.
//
// The main path: Single, Sentinel or Cluster, then URL for the program under trial; Kill,
// Freeze and Move for what befalls it; Ready and Whole to wait until it is over; Close.
package redistest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Missing says how to get what the rigs need, "" when it is there.
func Missing() string {
	for _, name := range []string{program, mender} {
		if _, err := exec.LookPath(name); err != nil {
			return "no " + name + ": apt-get install redis-server"
		}
	}
	return ""
}

// Rig is a few servers and how they belong together. It is made by Single, Sentinel or
// Cluster. Its methods may be called at the same time.
type Rig struct {
	dir       string
	url       string
	nodes     []*Node
	sentinels []*Node
	layout    layout
}

// layout is what differs between one server, Sentinels and a Cluster.
type layout interface {
	// masters names the nodes that take writes, as those say that have to know. It is an
	// error when they do not agree.
	masters(ctx context.Context) ([]*Node, error)
	// whole returns nil when all that live are in their places.
	whole(ctx context.Context) error
}

// URL is what SATARK_STORE has to be for a program to use the servers.
func (r *Rig) URL() string { return r.url }

// Nodes are the servers that hold data, masters and replicas.
func (r *Rig) Nodes() []*Node { return r.nodes }

// Sentinels are the Sentinels; none but in a rig made by Sentinel.
func (r *Rig) Sentinels() []*Node { return r.sentinels }

// Masters are the nodes that take writes, in the order of Nodes. It is an error when
// those that have to know do not agree on them, as during a failover.
func (r *Rig) Masters(ctx context.Context) ([]*Node, error) { return r.layout.masters(ctx) }

// KillMaster kills the first of Masters, and returns it.
func (r *Rig) KillMaster(ctx context.Context) (*Node, error) {
	masters, err := r.Masters(ctx)
	if err != nil {
		return nil, err
	}
	return masters[0], masters[0].Kill()
}

// Ready waits until a living master takes writes for everything: after the death of one
// that means until another has taken its place, or it was started again.
func (r *Rig) Ready(ctx context.Context) error {
	return until(ctx, func() error {
		masters, err := r.Masters(ctx)
		if err != nil {
			return err
		}
		for _, n := range masters {
			if err := n.takesWrites(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// Whole waits until the rig is Ready and every other node that lives follows its master
// with all of the data: then the death of one master loses nothing.
func (r *Rig) Whole(ctx context.Context) error {
	if err := r.Ready(ctx); err != nil {
		return err
	}
	return until(ctx, func() error { return r.layout.whole(ctx) })
}

// Close kills all servers. What they wrote stays in the directory.
func (r *Rig) Close() error {
	var errs []error
	for _, n := range append(append([]*Node(nil), r.sentinels...), r.nodes...) {
		errs = append(errs, n.close())
	}
	return errors.Join(errs...)
}

// Files are the paths of all files the servers wrote: the append-only files with all that
// was ever said to them, dumps, logs and settings.
func (r *Rig) Files() ([]string, error) {
	var all []string
	err := filepath.WalkDir(r.dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // a server removed it meanwhile
			return nil
		case err != nil:
			return err
		case entry.Type().IsRegular():
			all = append(all, path)
		}
		return nil
	})
	return all, err
}

// Dump is the content of all Files.
func (r *Rig) Dump() ([]byte, error) {
	paths, err := r.Files()
	if err != nil {
		return nil, err
	}
	var all []byte
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		all = append(all, content...)
	}
	return all, nil
}

// pause is how long until waits between two looks.
const pause = 20 * time.Millisecond

// until asks again and again, until the answer is nil or ctx ends. Its error says what
// was wrong last.
func until(ctx context.Context, ask func() error) error {
	for {
		err := ask()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("redistest: %w: %w", ctx.Err(), err)
		case <-time.After(pause):
		}
	}
}
