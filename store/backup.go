package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// BackupSummary says what a backup holds.
type BackupSummary struct {
	Made   time.Time // when it was begun, UTC
	Counts Counts
}

// Backup writes everything that is kept to w, the files of evidence too, while the store is
// in use: what was committed before it began is in it, of what is committed meanwhile some.
// It is sealed with the store's own key and opens with the operator's key of now: who
// changes that has to keep the old one for as long as its backups. A backup that broke off
// is refused by Restore and VerifyBackup, so write it beside its place and rename it.
//
// Who is forgotten after it is still in it. Keep backups no longer than was promised, and
// forget again after a restore whoever was forgotten since.
//
// progress, which may be nil, is told how many entries and files were written.
func (s *Store) Backup(ctx context.Context, w io.Writer, progress func(n int)) (BackupSummary, error) {
	root, err := s.engine.Kept(ctx, rootName)
	if err != nil {
		return BackupSummary{}, opError("backup", err)
	}
	head := header{s.now(), root}
	if _, err := io.WriteString(w, head.line()+"\n"); err != nil {
		return BackupSummary{}, opError("backup", err)
	}
	pr, pw := io.Pipe()
	b := &backup{Store: s, frames: newFrameWriter(pw), tally: newTally(), began: head.made, progress: progress}
	written := make(chan error, 1)
	go func() {
		err := b.write(ctx)
		pw.CloseWithError(err)
		written <- err
	}()
	_, err = s.keys.Own().SealStream(head.label(), w, pr)
	pr.CloseWithError(io.ErrClosedPipe) // lets the writing end when w failed
	if werr := <-written; err == nil {
		err = werr
	}
	return BackupSummary{head.made, b.tally.Counts}, opError("backup", err)
}

type backup struct {
	*Store
	frames   *frameWriter
	tally    *tally
	began    time.Time
	n        int
	progress func(n int)
}

func (b *backup) write(ctx context.Context) error {
	err := follow(func(cursor string) (string, error) {
		some, next, err := b.engine.Walk(ctx, cursor, batch)
		if err != nil {
			return "", err
		}
		return next, b.entries(ownOf(some))
	})
	if err == nil && b.opt.Blobs != nil {
		err = b.files(ctx)
	}
	if err != nil {
		return err
	}
	return b.frames.end(b.tally.Counts)
}

func (b *backup) entries(some []Entry) error {
	for _, e := range some {
		if e.Seen != nil && b.since(e.Seen) {
			continue
		}
		if err := b.entry(e); err != nil {
			return err
		}
	}
	b.step(len(some))
	return nil
}

// since tells a mark of a turn that was committed after the backup began. Its dossier may
// be from before it: with the mark the turn would be taken for done after a restore, without
// it is run again.
func (b *backup) since(s *Seen) bool { return s.Until.Add(-b.opt.SeenFor).After(b.began) }

// entry writes an entry, and with a dossier that its numbers are taken: an engine may have
// handed out its claims before some of them were made.
func (b *backup) entry(e Entry) error {
	if err := b.tally.add(e); err != nil {
		return err
	}
	if err := b.frames.json(frameEntry, e); err != nil || e.Dossier == nil {
		return err
	}
	for _, r := range e.Dossier.Reports {
		if err := b.entry(Entry{Claim: &Claim{Number: r.Key, Person: e.Dossier.Person}}); err != nil {
			return err
		}
	}
	return nil
}

func (b *backup) files(ctx context.Context) error {
	return follow(func(cursor string) (string, error) {
		some, next, err := b.opt.Blobs.Files(ctx, cursor, batch)
		for _, f := range some {
			if err := b.file(ctx, f); err != nil {
				return "", err
			}
		}
		return next, err
	})
}

func (b *backup) file(ctx context.Context, f File) error {
	r, err := b.opt.Blobs.Get(ctx, f.Person, f.ID)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // its person was forgotten meanwhile
	}
	if err != nil {
		return err
	}
	defer r.Close()
	size, err := b.frames.file(f, r)
	if err != nil {
		return fmt.Errorf("a file of evidence: %w", err)
	}
	b.tally.Files++
	b.tally.Bytes += size
	b.step(1)
	return nil
}

func (b *backup) step(n int) {
	b.n += n
	if b.progress != nil {
		b.progress(b.n)
	}
}
