package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// What can be in the way of Move, Restore and Open.
var (
	// ErrNotEmpty: the store to be filled holds something already.
	ErrNotEmpty = errors.New("store: it holds something already: it has to be empty")
	// ErrOtherRoot: the store to be filled was begun by itself, or for another copy.
	ErrOtherRoot = errors.New("store: it was begun with another root: it has to be empty")
	// ErrUnfinished: the store is being filled by a move or a restore, which has to end first.
	ErrUnfinished = errors.New("store: a move or restore into it has not ended")
	// ErrDiffers: a copy does not hold as much as what was copied.
	ErrDiffers = errors.New("store: the copy differs from what was copied")
	// ErrEntry: an entry is none that an engine could have handed out.
	ErrEntry = errors.New("store: not an entry")
)

// carryName is the name under which a store that is being filled keeps how far that is.
const carryName = "carry"

// batch is how many entries are read or written in one go.
const batch = 200

// carried is how far a store is filled. It is what is kept under carryName.
type carried struct {
	From   string `json:"from"` // what is copied
	Stage  stage  `json:"stage"`
	Cursor string `json:"cursor,omitempty"` // what comes next in this stage
	Count  int    `json:"count,omitempty"`  // entries and files so far
	Counts Counts `json:"counts,omitzero"`
}

type stage string

const (
	carryEntries stage = "entries"
	carryFiles   stage = "files"
	carryDone    stage = "done"
)

// checkWhole returns ErrUnfinished while a store is being filled.
func checkWhole(ctx context.Context, e Engine) error {
	c, _, err := readCarried(ctx, e)
	if err != nil {
		return err
	}
	if c.Stage != "" && c.Stage != carryDone {
		return ErrUnfinished
	}
	return nil
}

// readCarried returns the zero carried for a store that was never filled.
func readCarried(ctx context.Context, e Engine) (c carried, raw []byte, err error) {
	raw, err = e.Kept(ctx, carryName)
	if errors.Is(err, ErrNotFound) {
		return carried{}, nil, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	return c, raw, err
}

// keepCarried notes how far a store is filled.
func keepCarried(ctx context.Context, e Engine, before []byte, c carried) ([]byte, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	if before == nil {
		kept, err := e.Once(ctx, carryName, raw)
		if err == nil && string(kept) != string(raw) {
			err = ErrUnfinished
		}
		return raw, err
	}
	done, err := e.Replace(ctx, carryName, before, raw)
	if err == nil && !done {
		err = fmt.Errorf("%w: another process fills it", ErrUnfinished)
	}
	return raw, err
}

// checkEmpty returns ErrNotEmpty for an engine that holds anything, but for how far it
// is filled.
func checkEmpty(ctx context.Context, e Engine) error {
	return follow(func(cursor string) (string, error) {
		some, next, err := e.Walk(ctx, cursor, batch)
		if err != nil {
			return "", err
		}
		for _, entry := range some {
			if entry.Name == nil || entry.Name.Name != carryName {
				return "", ErrNotEmpty
			}
		}
		return next, nil
	})
}

// checkNoFiles returns ErrNotEmpty when there is a file.
func checkNoFiles(ctx context.Context, b Blobs) error {
	if b == nil {
		return nil
	}
	return follow(func(cursor string) (string, error) {
		some, next, err := b.Files(ctx, cursor, batch)
		if err == nil && len(some) > 0 {
			err = fmt.Errorf("%w: there are files", ErrNotEmpty)
		}
		return next, err
	})
}

// ownOf leaves out how far the store that entries come from was filled itself.
func ownOf(entries []Entry) []Entry {
	out := entries[:0]
	for _, e := range entries {
		if e.Name == nil || e.Name.Name != carryName {
			out = append(out, e)
		}
	}
	return out
}

// copyFile returns fs.ErrNotExist for a file that is gone by now.
func copyFile(ctx context.Context, from, to Blobs, f File) (int64, error) {
	r, err := from.Get(ctx, f.Person, f.ID)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	size := &counting{Reader: r}
	err = to.Put(ctx, f.Person, f.ID, size)
	return size.n, err
}

// counting counts what is read.
type counting struct {
	io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}
