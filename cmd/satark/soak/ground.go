package soak

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"satark/cmd/satark/soak/wire"
	"satark/store/redisstore/redistest"
)

// ground is where the store is: a directory, or servers that were started for it.
type ground struct {
	dir  string
	rig  *redistest.Rig // nil: a directory
	url  string
	key  string // operator's key; "": the directory has its own
	wait int

	mounted bool // on a small disk of its own
	mu      sync.Mutex
	wires   []*wire.Proxy // before the servers
}

// newGround starts what the trial's store needs, in a directory.
func newGround(ctx context.Context, s Trial, dir string) (*ground, error) {
	g := &ground{dir: filepath.Join(dir, "store"), url: "file:" + filepath.Join(dir, "store")}
	switch s.Store {
	case Sentinel:
		g.wait = s.Wait
	case Cluster: // a master has one that follows it
		g.wait = min(s.Wait, 1)
	}
	begin := map[Kind]func(context.Context, string, ...redistest.Option) (*redistest.Rig, error){
		Redis: redistest.Single, Sentinel: redistest.Sentinel, Cluster: redistest.Cluster,
	}[s.Store]
	switch {
	case begin == nil && s.has(Disk):
		return g, g.mount(ctx)
	case begin == nil:
		return g, nil
	}
	options := []redistest.Option{redistest.Fsync(s.Fsync)}
	if s.has(Network) {
		options = append(options, redistest.Via(g.front))
	}
	rig, err := begin(ctx, g.dir, options...)
	if err != nil {
		return nil, errors.Join(err, g.close())
	}
	g.rig, g.url = rig, rig.URL()
	key := binary.LittleEndian.AppendUint64(make([]byte, 24), s.Seed)
	g.key = hex.EncodeToString(key)
	return g, nil
}

// front puts a wire before a server.
func (g *ground) front(addr string) (string, error) {
	w, err := wire.Listen(addr)
	if err != nil {
		return "", err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wires = append(g.wires, w)
	return w.Addr(), nil
}

// settings are those that lead a program to the store.
func (g *ground) settings() []string {
	if g.rig == nil {
		return []string{"SATARK_STORE=" + g.url}
	}
	s := []string{"SATARK_STORE=" + g.url, "SATARK_KEY=" + g.key, "SATARK_BLOBS=file://" + filepath.Join(g.dir, "blobs")}
	if g.wait > 0 {
		s = append(s, fmt.Sprintf("SATARK_STORE_WAIT=%d", g.wait))
	}
	return s
}

// files are the paths of everything the store has written.
func (g *ground) files() ([]string, error) {
	var paths []string
	err := filepath.WalkDir(g.dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // it was there a moment ago
			return nil
		case err == nil && d.Type().IsRegular() && !strings.HasSuffix(path, ".conf") && d.Name() != filling:
			paths = append(paths, path)
		}
		return err
	})
	return paths, err
}

func (g *ground) close() error {
	var errs []error
	if g.rig != nil {
		errs = append(errs, g.rig.Close())
	}
	for _, w := range g.wires {
		errs = append(errs, w.Close())
	}
	errs = append(errs, g.unmount())
	return errors.Join(errs...)
}
