package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"satark/cmd/satark/soak"
	"satark/locales"
	"satark/store"
)

const soakStory = `satark soak tries whether anything is lost. It starts the sandbox, the servers of the store and
replicas of "satark serve" as processes of their own, lets pretend citizens talk with the bot, and
lets faults strike at moments drawn at random: kill -9 of the bot and of Redis, failovers, a bad
network, calls of Telegram that fail, updates that come again, clocks that jump. Afterwards what
every citizen typed and saw is compared with what the store holds, and store, backup, logs and
metrics are searched for what they told. With a store other than file it needs redis-server. The
seed decides who says what and when it strikes.`

func runSoak(ctx context.Context, args []string, t terminal) error {
	if len(args) == 2 && args[0] == soak.ReplicaCommand {
		return soakReplica(ctx, args[1], t)
	}
	var o soakFlags
	f := o.flags()
	if err := parseFlags(f, args, t, soakStory); err != nil {
		return err
	}
	if o.trial.Seed == 0 {
		o.trial.Seed = uint64(time.Now().UnixNano())
	}
	trials, err := o.trials()
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, o.again())
	return soakAll(ctx, trials, o.trial.Dir != "", t)
}

// soakFlags are the flags of the command.
type soakFlags struct {
	trial                soak.Trial
	stores, mode, faults string
	percent              float64
}

func (o *soakFlags) flags() *flag.FlagSet {
	f := flag.NewFlagSet("soak", flag.ContinueOnError)
	s := &o.trial
	f.Uint64Var(&s.Seed, "seed", 0, "what is drawn at random follows from it; 0 takes one from the clock")
	f.IntVar(&s.Citizens, "citizens", 50, "conversations at a time")
	f.IntVar(&s.Pace, "pace", 200, "messages and taps a second of all citizens together, at most; 0: as fast as they can")
	f.StringVar(&o.stores, "store-kind", "file", "file, redis, sentinel, cluster, or several with commas")
	f.StringVar(&o.mode, "mode", "both", "how updates come: polling, webhook or both")
	f.IntVar(&s.Replicas, "replicas", 3, "processes of the bot on one Redis; file has one")
	f.StringVar(&o.faults, "faults", "kill", "what goes wrong, with commas: kill, rolling, clock, redis-kill, failover, slots, network, late,\n"+
		"telegram, duplicates, reorder, disk (takes root), or all (but disk)")
	f.IntVar(&s.Kills, "kills", 200, "how often a replica is killed, in each trial")
	f.IntVar(&s.Strikes, "strikes", 5, "how often each other fault strikes, in each trial")
	f.DurationVar(&s.Lasting, "for", 20*time.Second, "how long new conversations begin at least, however soon the last strike is over")
	f.Float64Var(&o.percent, "telegram", 3, "percentage of calls that fail, with the fault telegram")
	f.StringVar(&s.Fsync, "fsync", "always", "how often Redis syncs its file: always or everysec")
	f.IntVar(&s.Wait, "wait", 0, "servers that have to have a change before it counts, with sentinel and cluster: SATARK_STORE_WAIT")
	f.StringVar(&s.Dir, "dir", "", "an empty directory for stores and logs, kept afterwards; unset: a temporary one, kept when something is wrong")
	return f
}

// again is the command line that holds the same trials.
func (o *soakFlags) again() string {
	s := o.trial
	line := fmt.Sprintf("satark soak --seed %d --citizens %d --pace %d --store-kind %s --mode %s --replicas %d --faults %s --kills %d --strikes %d --for %s --telegram %g --fsync %s",
		s.Seed, s.Citizens, s.Pace, o.stores, o.mode, s.Replicas, o.faults, s.Kills, s.Strikes, s.Lasting, o.percent, s.Fsync)
	if s.Wait > 0 {
		line += fmt.Sprintf(" --wait %d", s.Wait)
	}
	return line
}

// trials are those that the flags ask for: each store, each way.
func (o *soakFlags) trials() ([]soak.Trial, error) {
	ways := map[string][]bool{"polling": {false}, "webhook": {true}, "both": {false, true}}[o.mode]
	s := o.trial
	if ways == nil || s.Citizens < 1 || s.Kills < 0 || s.Strikes < 0 || s.Replicas < 1 || s.Pace < 0 || o.percent < 0 || o.percent > 50 {
		return nil, errors.New("--mode is polling, webhook or both; --citizens and --replicas are above 0, --telegram is below 50, and nothing is below 0")
	}
	if s.Fsync != "always" && s.Fsync != "everysec" {
		return nil, errors.New("--fsync is always or everysec")
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	base := trialOf(program)
	s.Program, s.Token, s.Content, s.Open, s.Telegram = base.Program, base.Token, base.Content, base.Open, o.percent/100
	if s.Faults, err = soak.ParseFaults(o.faults); err != nil {
		return nil, err
	}
	var all []soak.Trial
	for name := range strings.SplitSeq(o.stores, ",") {
		if s.Store = soak.Kind(name); !slices.Contains(soak.Kinds(), s.Store) {
			return nil, fmt.Errorf("--store-kind: there is no %q", name)
		}
		for _, s.Webhook = range ways {
			all = append(all, s)
		}
	}
	return all, nil
}

// trialOf is a trial of a program that was built from this source.
func trialOf(program string) soak.Trial {
	return soak.Trial{Program: program, Token: sandboxToken, Content: madeUpFile, Open: openToLook, Store: soak.File, Fsync: "always"}
}

// openToLook opens the store that settings lead to, for one who only reads.
func openToLook(ctx context.Context, settings []string) (*store.Store, error) {
	catalogue, err := locales.Load()
	if err != nil {
		return nil, err
	}
	s, err := readStoreSettings(sourceOf(settings), knownTags(catalogue))
	if err != nil {
		return nil, err
	}
	kept, err := openStore(ctx, s, opening{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return kept.Store, nil
}

// sourceOf is settings written as NAME=value.
func sourceOf(settings []string) Source {
	return Source{ReadFile: os.ReadFile, Lookup: func(name string) (string, bool) {
		for _, pair := range settings {
			if value, is := strings.CutPrefix(pair, name+"="); is {
				return value, true
			}
		}
		return "", false
	}}
}

// soakAll holds the trials and prints the table. It returns errBroken when a promise was
// broken.
func soakAll(ctx context.Context, trials []soak.Trial, keep bool, t terminal) (err error) {
	dir := trials[0].Dir
	if !keep {
		if dir, err = os.MkdirTemp("", "satark-soak-"); err != nil {
			return err
		}
	}
	var tallies []*soak.Tally
	for _, s := range trials {
		s.Dir = dir
		bar := progressbar.NewOptions(s.Moments(), progressbar.OptionSetWriter(t.err), progressbar.OptionShowCount(),
			progressbar.OptionSetDescription(s.Name()), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
		s.Progress = func() { _ = bar.Add(1) }
		one, err := s.Run(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w (logs and store are in %s)", s.Name(), err, dir)
		}
		_ = bar.Finish()
		tallies = append(tallies, one)
	}
	soak.Print(t.out, tallies)
	for _, one := range tallies {
		for _, note := range one.Notes {
			fmt.Fprintln(t.out, note)
		}
		if one.Broken() {
			err = fmt.Errorf("%w: logs and store are in %s", errBroken, dir)
		}
	}
	if err == nil && !keep {
		err = os.RemoveAll(dir)
	}
	return err
}

// errBroken: something was lost, doubled, out of order or in the clear.
var errBroken = errors.New("a promise was broken")
