package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"satark/store/seal"
)

// VerifyBackup reads a backup to its end and says what it holds. It returns ErrNoBackup,
// ErrBackupNewer, ErrBackupBroken, or ErrWrongKey when none of the operator's keys opens it.
func VerifyBackup(ctx context.Context, r io.Reader, o *seal.Operator) (BackupSummary, error) {
	summary, _, err := readBackup(ctx, r, o, lookOnly())
	return summary, err
}

// lookOnly does nothing with the content of a backup.
func lookOnly() unpacking {
	return unpacking{
		entry: func(Entry) error { return nil },
		file:  func(File, io.Reader) error { return nil },
	}
}

// readBackup also returns what tells this backup from others.
func readBackup(ctx context.Context, r io.Reader, o *seal.Operator, u unpacking) (BackupSummary, string, error) {
	from := bufio.NewReaderSize(stoppable{ctx, r}, chunk)
	head, err := readHeader(from)
	if err != nil {
		return BackupSummary{}, "", err
	}
	own, err := ownBox(o, head.root)
	if err != nil {
		return BackupSummary{}, "", err
	}
	counts, err := unpack(own.OpenStream(head.label(), from), u)
	if errors.Is(err, seal.ErrOpen) && !errors.Is(err, ErrBackupBroken) {
		err = fmt.Errorf("%w: %w", ErrBackupBroken, err)
	}
	sum := sha256.Sum256([]byte(head.line()))
	return BackupSummary{head.made, counts}, hex.EncodeToString(sum[:]), err
}

// ownBox is the store's own key of the backup with that root.
func ownBox(o *seal.Operator, wrapped []byte) (*seal.Box, error) {
	root, err := o.UnwrapRoot(wrapped)
	if err != nil {
		return nil, ErrWrongKey
	}
	keys, err := seal.NewKeyring(o, root)
	if err != nil {
		return nil, err
	}
	return keys.Own(), nil
}

// stoppable stops reading when its context ends.
type stoppable struct {
	ctx context.Context
	io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p)
}

// RestoreOptions shape a restore. The zero value is for a backup without files.
type RestoreOptions struct {
	// Files takes the files of evidence; it has to be empty.
	Files Blobs
	// Progress is told how many entries and files were restored.
	Progress func(n int)
}

// Restore fills an empty engine from a backup, after it has read all of the backup once
// and found nothing wrong: a damaged backup changes nothing. It returns ErrNotEmpty when
// the engine or Files holds anything, and what VerifyBackup returns. When it breaks off,
// Open refuses the engine with ErrUnfinished, and the same restore may be asked again.
func Restore(ctx context.Context, r io.ReadSeeker, to Engine, o *seal.Operator, opt RestoreOptions) (BackupSummary, error) {
	begin, err := r.Seek(0, io.SeekCurrent)
	if err != nil {
		return BackupSummary{}, opError("restore", err)
	}
	summary, id, err := readBackup(ctx, r, o, lookOnly())
	if err != nil {
		return BackupSummary{}, opError("restore", err)
	}
	if summary.Counts.Files > 0 && opt.Files == nil {
		return BackupSummary{}, opError("restore", errNoBlobs)
	}
	if _, err := r.Seek(begin, io.SeekStart); err != nil {
		return BackupSummary{}, opError("restore", err)
	}
	return summary, opError("restore", restore(ctx, r, to, o, opt, summary, id))
}

func restore(ctx context.Context, r io.Reader, to Engine, o *seal.Operator, opt RestoreOptions, summary BackupSummary, id string) error {
	kept, err := beginRestore(ctx, to, opt, id)
	if err != nil {
		return err
	}
	f := &filling{to: to, files: opt.Files, progress: opt.Progress}
	_, again, err := readBackup(ctx, r, o, unpacking{
		entry: func(e Entry) error { return f.entry(ctx, e) },
		file:  func(name File, r io.Reader) error { return f.file(ctx, name, r) },
	})
	if err == nil {
		err = f.flush(ctx)
	}
	if err != nil {
		return err
	}
	if again != id {
		return fmt.Errorf("%w: it was changed while it was read", ErrBackupBroken)
	}
	stats, err := to.Stats(ctx, summary.Made)
	if err == nil {
		err = summary.Counts.differ(stats)
	}
	if err != nil {
		return err
	}
	_, err = keepCarried(ctx, to, kept, carried{From: id, Stage: carryDone})
	return err
}

// beginRestore notes that a restore is under way, unless it is already.
func beginRestore(ctx context.Context, to Engine, opt RestoreOptions, id string) ([]byte, error) {
	at, kept, err := readCarried(ctx, to)
	if err != nil {
		return nil, err
	}
	if kept != nil {
		if at.From != id || at.Stage == carryDone {
			return nil, ErrNotEmpty
		}
		return kept, nil
	}
	if err := checkEmpty(ctx, to); err != nil {
		return nil, err
	}
	if err := checkNoFiles(ctx, opt.Files); err != nil {
		return nil, err
	}
	return keepCarried(ctx, to, nil, carried{From: id, Stage: carryEntries})
}

// filling writes what a backup holds.
type filling struct {
	to       Engine
	files    Blobs
	progress func(n int)
	waiting  []Entry
	size     int
	n        int
}

// fillBytes is how much is written in one go, about.
const fillBytes = 4 << 20

func (f *filling) entry(ctx context.Context, e Entry) error {
	f.waiting = append(f.waiting, e)
	if d := e.Dossier; d != nil {
		for _, l := range d.Lines {
			f.size += len(l)
		}
	}
	if len(f.waiting) < batch && f.size < fillBytes {
		return nil
	}
	return f.flush(ctx)
}

func (f *filling) flush(ctx context.Context) error {
	if len(f.waiting) == 0 {
		return nil
	}
	if err := f.to.Import(ctx, f.waiting); err != nil {
		return err
	}
	f.step(len(f.waiting))
	f.waiting, f.size = f.waiting[:0], 0
	return nil
}

func (f *filling) file(ctx context.Context, name File, r io.Reader) error {
	if err := f.flush(ctx); err != nil {
		return err
	}
	if err := f.files.Put(ctx, name.Person, name.ID, r); err != nil {
		return err
	}
	f.step(1)
	return nil
}

func (f *filling) step(n int) {
	f.n += n
	if f.progress != nil {
		f.progress(f.n)
	}
}
