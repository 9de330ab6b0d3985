// Package blobstore keeps evidence as files in a directory.
//
// It sees sealed bytes under names that say nothing: two keyed hashes, of the person
// and of the file. A file appears whole or not at all: it is written beside its place,
// synced, and renamed. Forgetting a person removes their folder; even a file that
// escapes (a backup) is noise, since their key is gone.
package blobstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrName says that a name is not 32 lower-case hexadecimal digits.
var ErrName = errors.New("blobstore: not the name of a file here")

// Dir keeps files under one directory. It is safe for concurrent use, by several
// processes too.
type Dir struct{ root string }

// Open returns the files under root, which is made (mode 0700) when it is not there.
func Open(root string) (*Dir, error) {
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, fmt.Errorf("blobstore: %w", err)
	}
	return &Dir{root}, nil
}

// Put keeps all of r, replacing what was there. It returns when the file is on the disk.
func (d *Dir) Put(ctx context.Context, person, id string, r io.Reader) error {
	path, err := d.path(person, id)
	if err != nil {
		return err
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("blobstore: %w", err)
	}
	tmp, err := os.CreateTemp(folder, "new-*") // mode 0600
	if err != nil {
		return fmt.Errorf("blobstore: %w", err)
	}
	_, err = io.Copy(tmp, cancellable{ctx, r})
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("blobstore: put: %w", errors.Join(err, os.Remove(tmp.Name())))
	}
	return syncDir(folder)
}

// Get opens a file; the error is fs.ErrNotExist when there is none. The caller closes it.
func (d *Dir) Get(_ context.Context, person, id string) (io.ReadCloser, error) {
	path, err := d.path(person, id)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("blobstore: get: %w", err)
	}
	return f, nil
}

// Delete removes a file; there may be none.
func (d *Dir) Delete(_ context.Context, person, id string) error {
	path, err := d.path(person, id)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blobstore: delete: %w", err)
	}
	return nil
}

// DeleteAll removes all files of a person; there may be none.
func (d *Dir) DeleteAll(_ context.Context, person string) error {
	folder, err := d.folder(person)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return fmt.Errorf("blobstore: delete all: %w", err)
	}
	return nil
}

// folder spreads persons over 256 folders, which keeps each short.
func (d *Dir) folder(person string) (string, error) {
	if !isHash(person) {
		return "", ErrName
	}
	return filepath.Join(d.root, person[:2], person), nil
}

func (d *Dir) path(person, id string) (string, error) {
	folder, err := d.folder(person)
	if err != nil || !isHash(id) {
		return "", ErrName
	}
	return filepath.Join(folder, id), nil
}

// isHash keeps names that could lead elsewhere from ever being a path.
func isHash(s string) bool {
	return len(s) == 32 && strings.Trim(s, "0123456789abcdef") == ""
}

// cancellable stops reading when its context ends.
type cancellable struct {
	ctx context.Context
	io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(p)
}

// syncDir makes a rename durable, where the system can.
func syncDir(folder string) error {
	if filepath.Separator != '/' {
		return nil // Windows cannot sync a directory, and need not
	}
	f, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("blobstore: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("blobstore: sync: %w", err)
	}
	return nil
}
