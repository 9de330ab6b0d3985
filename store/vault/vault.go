// Package vault keeps archives in a directory, each encrypted with age to a public key.
//
// Whoever runs the program can put archives in and delete them, and cannot read them: the
// identity that opens them is kept elsewhere, by whoever has to answer the law. A file is
// named by when it is to be deleted and by a random number, so its name says nothing
// of whose it is. It appears whole or not at all, with mode 0600, and is on the disk when
// Put returns.
//
// To open one: age -d -i IDENTITY FILE | tar x
package vault

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"satark/store"
)

// What can be wrong with the settings of a vault.
var (
	// ErrRecipient: the text holds something that is not a public key of age.
	ErrRecipient = errors.New("vault: not a public age key")
	// ErrNoRecipient: there is no public key, so nothing can be put in.
	ErrNoRecipient = errors.New("vault: no public age key is set")
)

// Dir is a vault in a directory. It is safe for concurrent use, by several processes too.
type Dir struct {
	root       string
	recipients []age.Recipient
}

var _ store.Vault = (*Dir)(nil)

// Open returns the vault in root, which is made (mode 0700) when it is not there. Recipients
// are public age keys, one a line; any one of their identities opens an archive. Without
// them Put fails, and what is there is still listed and deleted in time. It returns
// ErrRecipient, without the text: it may be a secret one.
func Open(root, recipients string) (*Dir, error) {
	d := &Dir{root: root}
	if strings.TrimSpace(recipients) != "" {
		all, err := age.ParseRecipients(strings.NewReader(recipients))
		if err != nil {
			return nil, ErrRecipient
		}
		d.recipients = all
	}
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	return d, nil
}

// Put encrypts what write writes.
func (d *Dir) Put(ctx context.Context, until time.Time, write func(io.Writer) error) error {
	if len(d.recipients) == 0 {
		return ErrNoRecipient
	}
	tmp, err := os.CreateTemp(d.root, "new-*") // mode 0600
	if err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	err = d.encrypt(tmp, write)
	if err = errors.Join(err, ctx.Err(), tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(d.root, nameOf(until)))
	}
	if err != nil {
		return fmt.Errorf("vault: put: %w", errors.Join(err, os.Remove(tmp.Name())))
	}
	return syncDir(d.root)
}

func (d *Dir) encrypt(file io.Writer, write func(io.Writer) error) error {
	w, err := age.Encrypt(file, d.recipients...)
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		return err
	}
	return w.Close()
}

// moment is how a name begins; it sorts by time.
const (
	moment = "20060102T150405Z"
	ending = ".age"
)

// nameOf is a name that no other archive has, for a time rounded up to the second.
func nameOf(until time.Time) string {
	var raw [16]byte
	rand.Read(raw[:]) // never fails
	until = until.UTC().Add(time.Second - time.Nanosecond)
	return until.Format(moment) + "-" + hex.EncodeToString(raw[:]) + ending
}

// parseName is the reverse of nameOf.
func parseName(name string) (until time.Time, ok bool) {
	text, rest, _ := strings.Cut(name, "-")
	random, ok := strings.CutSuffix(rest, ending)
	until, err := time.Parse(moment, text)
	raw, err2 := hex.DecodeString(random)
	return until, ok && err == nil && err2 == nil && len(raw) == 16
}

// stale is how old a file that is being written has to be to be given up.
const stale = 24 * time.Hour

// Purge deletes what is over by its name, and what a process that died was writing.
func (d *Dir) Purge(ctx context.Context, now time.Time) (int, error) {
	all, err := d.List(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, a := range all {
		if a.Until.After(now) {
			break
		}
		if err := d.remove(a.Name); err != nil {
			return n, err
		}
		n++
	}
	if err := d.removeStale(now); err != nil || n == 0 {
		return n, err
	}
	return n, syncDir(d.root)
}

func (d *Dir) remove(name string) error {
	if err := os.Remove(filepath.Join(d.root, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("vault: purge: %w", err)
	}
	return nil
}

func (d *Dir) removeStale(now time.Time) error {
	paths, err := filepath.Glob(filepath.Join(d.root, "new-*"))
	if err != nil {
		return fmt.Errorf("vault: purge: %w", err)
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || info.ModTime().After(now.Add(-stale)) {
			continue // gone, or still being written
		}
		if err := d.remove(filepath.Base(path)); err != nil {
			return err
		}
	}
	return nil
}

// List returns the archives, the first to be deleted first. Other files are left out.
func (d *Dir) List(context.Context) ([]store.Vaulted, error) {
	entries, err := os.ReadDir(d.root) // by name, so by time
	if err != nil {
		return nil, fmt.Errorf("vault: list: %w", err)
	}
	var all []store.Vaulted
	for _, e := range entries {
		until, ok := parseName(e.Name())
		if !ok {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted meanwhile
		}
		if err != nil {
			return nil, fmt.Errorf("vault: list: %w", err)
		}
		all = append(all, store.Vaulted{Name: e.Name(), Until: until, Size: info.Size()})
	}
	return all, nil
}

// syncDir makes a name durable, where the system can.
func syncDir(folder string) error {
	if filepath.Separator != '/' {
		return nil // Windows cannot sync a directory, and need not
	}
	f, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("vault: sync: %w", err)
	}
	return nil
}
