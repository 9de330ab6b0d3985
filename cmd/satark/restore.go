package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"satark/store"
)

const restoreStory = `satark restore FILE fills an empty store from a backup: the one of the settings, of either kind. It
reads the backup to its end first, so that a damaged one changes nothing; when it is broken off, ask
it again.

The key is the operator's key of the day the backup was made: SATARK_KEY, or operator.key put into
the directory of the store. Whoever used /forget since has to be forgotten again.`

func runRestore(ctx context.Context, given []string, t terminal) (err error) {
	path, more, args := verbOf(given, "")
	if (path == "" || len(more) > 0) && !asksHelp(args) {
		fmt.Fprintf(t.err, "satark restore: name one file, not %q\n\n%s\n", given, restoreStory)
		return errUsage
	}
	s, err := operatorSettings(flag.NewFlagSet("restore", flag.ContinueOnError), args, t, restoreStory)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	operator, err := operatorOf(s, quietly(), false)
	if err != nil {
		return err
	}
	files, err := openBlobs(s)
	if err != nil {
		return err
	}
	engine, err := openEngine(ctx, s, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	bar := progress(t, -1, "restore")
	got, err := store.Restore(ctx, file, engine, operator, store.RestoreOptions{Files: files, Progress: func(n int) { _ = bar.Set(n) }})
	_ = bar.Finish()
	if err != nil {
		return backupCure(err)
	}
	printBackup(t.out, got)
	fmt.Fprintln(t.out, "Everything is restored. Start the bot, and forget again who was forgotten since.")
	return nil
}
