package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"satark/store"
	"satark/store/blobstore"
)

const moveStory = `satark move carries everything from the store of the settings to another, empty one: from a directory
to Redis, from Redis to a directory, from one Redis to another. Stop every copy of the bot first. When
it is broken off, ask it again: it goes on from there. What it copies stays where it was, too.

The operator's key stays the same: give the new store the key of the old one in SATARK_KEY (the first
line of operator.key, where the old one is a directory).`

func runMove(ctx context.Context, args []string, t terminal) (err error) {
	f := flag.NewFlagSet("move", flag.ContinueOnError)
	to := f.String("to", "", "the other store, written as in SATARK_STORE; its password is SATARK_STORE_PASSWORD")
	files := f.String("to-blobs", "", "where its evidence goes, written as in SATARK_BLOBS; unset: the files stay where they are")
	s, err := operatorSettings(f, args, t, moveStory)
	if err != nil {
		return err
	}
	target, err := parseStore(*to)
	if err != nil {
		return fmt.Errorf("--to %w", err)
	}
	other := s
	other.Store = target
	from, err := openEngine(ctx, s, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if err := nobodyLives(ctx, from); err != nil {
		return err
	}
	into, err := openEngine(ctx, other, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, into.Close()) }()
	opt, err := movingFiles(s, *files)
	if err != nil {
		return err
	}
	bar := progress(t, -1, "moved")
	opt.Progress = func(n int) { _ = bar.Set(n) }
	got, err := store.Move(ctx, from, into, opt)
	_ = bar.Finish()
	if err != nil {
		return err
	}
	printCounts(t.out, got)
	fmt.Fprintf(t.out, "Everything is in %s. Set SATARK_STORE to it, and SATARK_KEY to the same operator's key.\n", target)
	return nil
}

func movingFiles(s Settings, to string) (opt store.MoveOptions, err error) {
	if to == "" {
		return opt, nil
	}
	dir, err := parseBlobs(to)
	if err != nil {
		return opt, fmt.Errorf("--to-blobs %w", err)
	}
	if opt.From, err = openBlobs(s); err != nil {
		return opt, err
	}
	opt.To, err = blobstore.Open(dir)
	return opt, err
}

// errAlive: what a copy of the bot writes while we copy would be lost.
var errAlive = errors.New("a copy of the bot is using the store: stop every one first")

// nobodyLives asks as one who lives for a moment how many do.
func nobodyLives(ctx context.Context, e store.Engine) error {
	const me = "move"
	now := time.Now().UTC()
	standing, err := e.Beat(ctx, store.Beating{Owner: me, Now: now, Until: now.Add(time.Second)})
	if err != nil {
		return err
	}
	if err := e.Leave(ctx, me, now); err != nil {
		return err
	}
	if standing.Alive > 1 {
		return errAlive
	}
	return nil
}
