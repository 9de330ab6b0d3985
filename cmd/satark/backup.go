package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"satark/fraud"
	"satark/store"
)

const backupStory = `satark backup writes everything that is kept, evidence too, into one file while the bot runs. The
file is sealed: it opens with the operator's key of today, which you keep elsewhere.

  satark backup FILE            makes one
  satark backup verify FILE     reads one to its end and says what it holds

Whoever uses /forget after it is still in it: keep backups no longer than you promised.`

func runBackup(ctx context.Context, given []string, t terminal) (err error) {
	verb, names, args := verbOf(given, "")
	verify := verb == "verify" && len(names) == 1
	if !verify && (verb == "" || len(names) > 0) && !asksHelp(args) {
		fmt.Fprintf(t.err, "satark backup: name one file, not %q\n\n%s\n", given, backupStory)
		return errUsage
	}
	f := flag.NewFlagSet("backup", flag.ContinueOnError)
	if verify {
		s, err := operatorSettings(f, args, t, backupStory)
		if err != nil {
			return err
		}
		return verifyBackup(ctx, s, names[0], t)
	}
	o, err := operate(ctx, f, args, t, backupStory)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.store.Close()) }()
	return o.backup(ctx, verb, t)
}

// backup writes beside the file's place and renames it when it is whole.
func (o *operating) backup(ctx context.Context, path string, t terminal) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // it is gone when it was renamed
	bar := progress(t, -1, "backup")
	sum := sha256.New()
	got, err := o.store.Backup(ctx, io.MultiWriter(tmp, sum), func(n int) { _ = bar.Set(n) })
	_ = bar.Finish()
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	printBackup(t.out, got)
	fmt.Fprintf(t.out, "sha256 %s  %s\n", hex.EncodeToString(sum.Sum(nil)), path)
	return nil
}

func verifyBackup(ctx context.Context, s Settings, path string, t terminal) error {
	operator, err := operatorOf(s, quietly(), false)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	got, err := store.VerifyBackup(ctx, file, operator)
	if err != nil {
		return backupCure(err)
	}
	printBackup(t.out, got)
	fmt.Fprintln(t.out, "The backup is whole.")
	return nil
}

// backupCure says what to do about a backup that does not open.
func backupCure(err error) error {
	switch {
	case errors.Is(err, store.ErrWrongKey):
		return fmt.Errorf("%w: set SATARK_KEY to the operator's key of the day it was made, or put that day's operator.key into the directory of the store", err)
	case errors.Is(err, store.ErrBackupBroken):
		return fmt.Errorf("%w: take another copy of it, or an earlier backup", err)
	case errors.Is(err, store.ErrBackupNewer):
		return fmt.Errorf("%w: use the version of satark that made it, or a later one", err)
	case errors.Is(err, store.ErrNotEmpty):
		return fmt.Errorf("%w: name an empty place in SATARK_STORE and SATARK_BLOBS", err)
	}
	return err
}

func printBackup(w io.Writer, b store.BackupSummary) {
	fmt.Fprintf(w, "made %s IST\n", b.Made.In(fraud.IST).Format(time.DateTime))
	printCounts(w, b.Counts)
}

func printCounts(w io.Writer, c store.Counts) {
	fmt.Fprintf(w, "%d people, %d reports, %d lines, %d deliveries, %d parked, %d files of %.1f MB\n",
		c.Persons, c.Reports, c.Lines, c.Deliveries, c.Parked, c.Files, float64(c.Bytes)/1e6)
}
