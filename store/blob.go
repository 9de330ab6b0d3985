package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Blobs keeps files that are sealed already. A file is named by the keyed hashes of its
// person and of itself, 32 hexadecimal digits each.
type Blobs interface {
	// Put keeps all of r, replacing what was there, and returns when it is durable.
	// After an error nothing of it is there.
	Put(ctx context.Context, person, id string, r io.Reader) error
	// Get opens a file; fs.ErrNotExist when there is none.
	Get(ctx context.Context, person, id string) (io.ReadCloser, error)
	// Delete removes a file; there may be none.
	Delete(ctx context.Context, person, id string) error
	// DeleteAll removes all files of a person; there may be none.
	DeleteAll(ctx context.Context, person string) error
	// Files hands out the names of all files, about n at a time, as Engine.People does
	// with persons.
	Files(ctx context.Context, cursor string, n int) (some []File, next string, err error)
	// FilesOf returns the ids of a person's files, rising.
	FilesOf(ctx context.Context, person string) ([]string, error)
}

// File names a file.
type File struct{ Person, ID string }

// errNoBlobs says that the store was made without a place for files.
var errNoBlobs = errors.New("store: no place for files is set")

// PutBlob keeps a file of a chat, sealed with the person's own key, under an id of the
// caller's. It reads r to its end and returns how many bytes that were. It returns
// ErrNotFound for a chat never seen or forgotten.
func (s *Store) PutBlob(ctx context.Context, chatID int64, id string, r io.Reader) (int64, error) {
	chat, name, err := s.blob(ctx, chatID, id)
	if err != nil {
		return 0, err
	}
	pr, pw := io.Pipe()
	sealed := make(chan int64, 1)
	go func() {
		n, err := chat.box.SealStream(chat.label("blob", name), pw, r)
		pw.CloseWithError(err)
		sealed <- n
	}()
	err = s.opt.Blobs.Put(ctx, chat.person, name, pr)
	pr.CloseWithError(io.ErrClosedPipe) // lets the sealing end when Put gave up
	n := <-sealed
	if err != nil {
		return n, fmt.Errorf("store: put blob: %w", err)
	}
	return n, nil
}

// OpenBlob opens a file of a chat; the caller closes it. It returns ErrNotFound when
// there is none. Reads return seal.ErrOpen when the file was changed or cut short.
func (s *Store) OpenBlob(ctx context.Context, chatID int64, id string) (io.ReadCloser, error) {
	chat, name, err := s.blob(ctx, chatID, id)
	if err != nil {
		return nil, err
	}
	file, err := s.opt.Blobs.Get(ctx, chat.person, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("store: open blob: %w", err)
	}
	return opened{chat.box.OpenStream(chat.label("blob", name), file), file}, nil
}

// DeleteBlob removes a file of a chat; there may be none.
func (s *Store) DeleteBlob(ctx context.Context, chatID int64, id string) error {
	chat, name, err := s.blob(ctx, chatID, id)
	if err != nil {
		return err
	}
	if err := s.opt.Blobs.Delete(ctx, chat.person, name); err != nil {
		return fmt.Errorf("store: delete blob: %w", err)
	}
	return nil
}

func (s *Store) blob(ctx context.Context, chatID int64, id string) (*Chat, string, error) {
	if s.opt.Blobs == nil {
		return nil, "", errNoBlobs
	}
	chat, err := s.Load(ctx, chatID)
	if err != nil {
		return nil, "", err
	}
	if chat.Version == 0 {
		return nil, "", ErrNotFound
	}
	return chat, s.keys.Hash("blob", id), nil
}

// opened reads in the clear what it closes sealed.
type opened struct {
	io.Reader
	file io.Closer
}

func (o opened) Close() error { return o.file.Close() }
