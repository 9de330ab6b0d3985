package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"satark/cmd/satark/soak"
	"satark/store"
)

const soakStory = `satark soak tries whether anything is lost. It starts the sandbox and "satark serve" as processes of
their own, lets pretend citizens talk with the bot, kills the bot with kill -9 at moments drawn at
random, and starts it again. Afterwards what every citizen typed and saw is compared with what the
store holds, and store and logs are searched for the secrets that they typed. It needs nothing but
itself. The seed decides who says what and how long the bot lives each time.`

func runSoak(ctx context.Context, args []string, t terminal) error {
	f := flag.NewFlagSet("soak", flag.ContinueOnError)
	seed := f.Uint64("seed", 0, "what is drawn at random follows from it; 0 takes one from the clock")
	citizens := f.Int("citizens", 50, "conversations at a time")
	kills := f.Int("kills", 200, "how often the bot is killed, for each way")
	mode := f.String("mode", "both", "how updates come: polling, webhook or both")
	dir := f.String("store", "", "an empty directory for stores and logs, kept afterwards; unset: a temporary one, kept when something is wrong")
	if err := parseFlags(f, args, t, soakStory); err != nil {
		return err
	}
	ways := map[string][]bool{"polling": {false}, "webhook": {true}, "both": {false, true}}[*mode]
	if ways == nil || *citizens < 1 || *kills < 0 {
		return errors.New("--mode is polling, webhook or both, --citizens is above 0 and --kills not below")
	}
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	trial := trialOf(program)
	trial.Seed, trial.Citizens, trial.Kills, trial.Dir = *seed, *citizens, *kills, *dir
	again := fmt.Sprintf("satark soak --seed %d --citizens %d --kills %d --mode %s", *seed, *citizens, *kills, *mode)
	fmt.Fprintln(t.out, again)
	return soakAll(ctx, trial, ways, t)
}

// trialOf is a trial of a program that was built from this source.
func trialOf(program string) soak.Trial {
	return soak.Trial{Program: program, Token: sandboxToken, File: madeUpFile, Open: openToLook}
}

// openToLook opens the embedded store in a directory, for one who only reads.
func openToLook(ctx context.Context, dir string) (*store.Store, error) {
	kept, err := openStore(ctx, Settings{Store: StoreAt{Dir: dir}}, opening{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return kept.Store, nil
}

// soakAll runs the trial each way and prints the table. It returns errBroken when a
// promise was broken.
func soakAll(ctx context.Context, s soak.Trial, ways []bool, t terminal) (err error) {
	keep := s.Dir != ""
	if !keep {
		if s.Dir, err = os.MkdirTemp("", "satark-soak-"); err != nil {
			return err
		}
	}
	bar := progressbar.NewOptions(s.Kills*len(ways), progressbar.OptionSetWriter(t.err), progressbar.OptionShowCount(),
		progressbar.OptionSetDescription("kill -9"), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	s.Progress = func(int) { _ = bar.Add(1) }
	var tallies []*soak.Tally
	for _, webhook := range ways {
		one, err := s.Run(ctx, webhook)
		if err != nil {
			return fmt.Errorf("%w (logs and store are in %s)", err, s.Dir)
		}
		tallies = append(tallies, one)
	}
	_ = bar.Finish()
	soak.Print(t.out, tallies)
	for _, one := range tallies {
		for _, note := range one.Notes {
			fmt.Fprintln(t.out, note)
		}
		if one.Broken() {
			err = fmt.Errorf("%w: logs and store are in %s", errBroken, s.Dir)
		}
	}
	if err == nil && !keep {
		err = os.RemoveAll(s.Dir)
	}
	return err
}

// errBroken: something was lost, doubled, out of order or in the clear.
var errBroken = errors.New("a promise was broken")
