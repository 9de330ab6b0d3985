package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"
)

const soakStory = `satark soak tries whether anything is lost. It starts the sandbox and "satark serve" as processes of
their own, lets pretend citizens talk with the bot, kills the bot with kill -9 at moments drawn at
random, and starts it again. Afterwards what every citizen typed and saw is compared with what the
store holds, and store and logs are searched for the secrets that they typed. It needs nothing but
itself. The seed decides who says what and how long the bot lives each time.`

// soak is one trial, run once for each way updates come.
type soak struct {
	program  string // path of satark
	seed     uint64
	citizens int
	kills    int
	dir      string
	progress func(done int) // called after each kill
}

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
	s := soak{program: program, seed: *seed, citizens: *citizens, kills: *kills, dir: *dir}
	again := fmt.Sprintf("satark soak --seed %d --citizens %d --kills %d --mode %s", *seed, *citizens, *kills, *mode)
	fmt.Fprintln(t.out, again)
	return s.all(ctx, ways, t)
}

// all runs the trial each way and prints the table. It returns errBroken when a promise
// was broken.
func (s soak) all(ctx context.Context, ways []bool, t terminal) (err error) {
	keep := s.dir != ""
	if !keep {
		if s.dir, err = os.MkdirTemp("", "satark-soak-"); err != nil {
			return err
		}
	}
	bar := progressbar.NewOptions(s.kills*len(ways), progressbar.OptionSetWriter(t.err), progressbar.OptionShowCount(),
		progressbar.OptionSetDescription("kill -9"), progressbar.OptionClearOnFinish())
	s.progress = func(int) { _ = bar.Add(1) }
	var tallies []*tally
	for _, webhook := range ways {
		one, err := s.run(ctx, webhook)
		if err != nil {
			return fmt.Errorf("%w (logs and store are in %s)", err, s.dir)
		}
		tallies = append(tallies, one)
	}
	_ = bar.Finish()
	printTallies(t.out, tallies)
	for _, one := range tallies {
		for _, note := range one.notes {
			fmt.Fprintln(t.out, note)
		}
		if one.broken() {
			err = fmt.Errorf("%w: logs and store are in %s", errBroken, s.dir)
		}
	}
	if err == nil && !keep {
		err = os.RemoveAll(s.dir)
	}
	return err
}

// errBroken: something was lost, doubled, out of order or in the clear.
var errBroken = errors.New("a promise was broken")

// run is the trial one way.
func (s soak) run(ctx context.Context, webhook bool) (*tally, error) {
	t := &tally{name: "polling", kills: s.kills}
	if webhook {
		t.name = "webhook"
	}
	begun := time.Now()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := newWorld(ctx, s.program, filepath.Join(s.dir, t.name), webhook)
	if err != nil {
		return nil, err
	}
	defer w.end()
	troupe := &troupe{seed: s.seed, client: w.client, now: begun}
	over := make(chan []performance, 1)
	go func() { over <- troupe.play(ctx, s.citizens) }()
	if err := s.kill(ctx, w, troupe); err != nil {
		return nil, err
	}
	played := <-over
	metrics, err := w.rest(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.check(ctx, t, w, played, metrics); err != nil {
		return nil, err
	}
	t.took = time.Since(begun)
	return t, nil
}

// kill kills the bot as often as it shall be, and leaves one running for those who have
// not finished.
func (s soak) kill(ctx context.Context, w *world, tr *troupe) error {
	r := rand.New(rand.NewPCG(s.seed, 0))
	for n := range s.kills {
		if err := w.strike(ctx, r); err != nil {
			return fmt.Errorf("life %d: %w", n+1, err)
		}
		if n%50 == 10 { // the database as a kill leaves it, with its log of writes
			if err := w.photograph(); err != nil {
				return err
			}
		}
		s.progress(n + 1)
	}
	tr.curtain.Store(true)
	return w.start(ctx)
}

// check compares everything, once all is at rest.
func (s soak) check(ctx context.Context, t *tally, w *world, played []performance, metrics []byte) error {
	if err := w.photograph(); err != nil {
		return err
	}
	w.dumps = append(w.dumps, dump{"the metrics", metrics})
	search(t, w.dumps, planned(s.seed, len(played), played[0].plan.born))
	kept, err := openStore(ctx, Settings{Store: StoreAt{Dir: w.dir}}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer kept.Close()
	for _, p := range played {
		t.stories, t.deeds, t.nudges = t.stories+len(p.filings), t.deeds+len(p.deeds), t.nudges+p.nudges
		t.secrets += p.secrets()
		t.longest = max(t.longest, p.longest)
		if err := checkCitizen(ctx, t, w, kept, p); err != nil {
			return err
		}
	}
	parked, err := kept.ParkedList(ctx)
	for _, one := range parked {
		t.add(updatesParked, 1, "citizen %d: %s", one.Chat, one.Cause)
	}
	return err
}
