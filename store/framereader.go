package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
)

// unpacking is what becomes of the content of a backup.
type unpacking struct {
	entry func(Entry) error
	file  func(File, io.Reader) error // may leave some of it unread
}

// frameReader reads frames and sums them up. The kind of the next one is known before it
// is read.
type frameReader struct {
	r     io.Reader
	sum   hash.Hash
	kind  frameKind // of the frame that comes next
	size  int
	left  int    // of a data frame that is being read
	sofar string // the sum of what was before the frame that comes next
}

// unpack hands everything in the frames to u, and returns the counts when they and the sum
// are right and nothing comes after them.
func unpack(r io.Reader, u unpacking) (Counts, error) {
	f, t := &frameReader{r: r, sum: sha256.New()}, newTally()
	if err := f.next(); err != nil {
		return Counts{}, err
	}
	for f.kind != frameEnd {
		if err := f.content(t, u); err != nil {
			return Counts{}, err
		}
	}
	return t.Counts, f.end(t)
}

// content reads an entry or a file.
func (f *frameReader) content(t *tally, u unpacking) error {
	switch f.kind {
	case frameEntry:
		var e Entry
		if err := f.json(&e); err != nil {
			return err
		}
		if err := t.add(e); err != nil {
			return fmt.Errorf("%w: %w", ErrBackupBroken, err)
		}
		if err := u.entry(e); err != nil {
			return err
		}
		return f.next()
	case frameFile:
		var name File
		if err := f.json(&name); err != nil {
			return err
		}
		if !isHash(name.Person) || !isHash(name.ID) {
			return fmt.Errorf("%w: the name of a file", ErrBackupBroken)
		}
		if err := f.next(); err != nil {
			return err
		}
		return f.file(t, name, u)
	}
	return fmt.Errorf("%w: a frame of kind %q", ErrBackupBroken, byte(f.kind))
}

func (f *frameReader) file(t *tally, name File, u unpacking) error {
	size := &counting{Reader: f}
	if err := u.file(name, size); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, size); err != nil {
		return err
	}
	t.Files++
	t.Bytes += size.n
	return nil
}

// Read reads the bytes of the file that the frame before named.
func (f *frameReader) Read(p []byte) (int, error) {
	for f.left == 0 {
		if f.kind != frameData {
			return 0, io.EOF
		}
		if f.left = f.size; f.left == 0 {
			if err := f.next(); err != nil {
				return 0, err
			}
		}
	}
	n, err := f.r.Read(p[:min(len(p), f.left)])
	f.sum.Write(p[:n])
	if f.left -= n; f.left == 0 {
		return n, f.next()
	}
	return n, cutShort(err)
}

// next reads the head of the next frame.
func (f *frameReader) next() error {
	var head [5]byte
	f.sofar = hex.EncodeToString(f.sum.Sum(nil))
	if _, err := io.ReadFull(f.r, head[:]); err != nil {
		return cutShort(err)
	}
	f.sum.Write(head[:])
	f.kind, f.size = frameKind(head[0]), int(binary.BigEndian.Uint32(head[1:]))
	if f.size < 0 || f.size > maxFrame {
		return fmt.Errorf("%w: a frame of %d bytes", ErrBackupBroken, f.size)
	}
	return nil
}

// json reads the rest of a frame, which grows as it is read: its length may be a lie.
func (f *frameReader) json(v any) error {
	var body bytes.Buffer
	if _, err := io.CopyN(io.MultiWriter(&body, f.sum), f.r, int64(f.size)); err != nil {
		return cutShort(err)
	}
	dec := json.NewDecoder(&body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%w: a record", ErrBackupBroken)
	}
	return nil
}

func (f *frameReader) end(t *tally) error {
	var want trailer
	sum := f.sofar
	if err := f.json(&want); err != nil {
		return err
	}
	if want.SHA256 != sum || want.Counts != t.Counts {
		return fmt.Errorf("%w: the sum at its end", ErrBackupBroken)
	}
	if n, err := io.Copy(io.Discard, f.r); err != nil || n > 0 {
		return errors.Join(cutShort(err), fmt.Errorf("%w: it goes on after its end", ErrBackupBroken))
	}
	return nil
}

// cutShort tells a backup that ends too soon from one that cannot be read.
func cutShort(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: it ends too soon", ErrBackupBroken)
	}
	return fmt.Errorf("store: read backup: %w", err)
}
