package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"path"

	"satark/bot/sandbox"
)

const demoStory = `satark demo runs everything on this machine, with no account and nothing sent anywhere: a Bot API
server of our own with a chat page in the browser, the bot, and a store in a directory. A few
pretend citizens have reported something already. It opens nothing by itself; Ctrl-C ends it.`

// samples are the talks of the pretend citizens, the same that the tests replay.
//
//go:embed testdata/talks/demo-*.talk
var samples embed.FS

func runDemo(ctx context.Context, args []string, t terminal) error {
	f := flag.NewFlagSet("demo", flag.ContinueOnError)
	listen := f.String("listen", "127.0.0.1:8080", "address; the next free port is taken when it is busy")
	data := f.String("data", "", "directory of the store, kept; default: a temporary one")
	empty := f.Bool("empty", false, "without the pretend citizens' reports")
	verbose := f.Bool("v", false, "print the log")
	if err := parseFlags(f, args, t, demoStory); err != nil {
		return err
	}
	dir := *data
	if dir == "" {
		temp, remove, err := tempDir()
		if err != nil {
			return err
		}
		defer remove()
		dir = temp
	}
	log := slog.New(slog.DiscardHandler)
	if *verbose {
		log = slog.New(slog.NewTextHandler(t.err, nil))
	}
	return demo(ctx, t, staging{listen: *listen, dir: dir, log: log}, !*empty)
}

func demo(ctx context.Context, t terminal, how staging, withSamples bool) (err error) {
	s, err := setStage(how)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.strike()) }()
	// The bot outlives ctx by the time it takes to stop.
	if err := s.boot(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Satark, a demo on this machine. Nothing is sent anywhere.\n\n  chat page  http://%s/\n  store      %s\n\n", s.addr, how.dir)
	stats, err := s.parts.store.Stats(ctx)
	if err != nil {
		return err
	}
	if withSamples && stats.Persons == 0 {
		fmt.Fprint(t.out, "Pretend citizens are talking to the bot ")
		if err := s.playSamples(ctx, func() { fmt.Fprint(t.out, ".") }); err != nil && ctx.Err() == nil {
			return err
		}
		fmt.Fprintln(t.out, " done.")
	}
	fmt.Fprintln(t.out, "Ctrl-C ends it.")
	<-ctx.Done()
	fmt.Fprintln(t.out)
	return nil
}

// extra is a pretend citizen of the demo, with the talk they have.
type extra struct {
	talk    string
	id      int64
	profile sandbox.Profile
}

func cast() []extra {
	return []extra{
		{"demo-suspected-en.talk", 700_100_001, sandbox.Profile{First: "Meera", Last: "Nair", Lang: "en"}},
		{"demo-loss-hi.talk", 700_100_002, sandbox.Profile{First: "Ramesh", Last: "Kumar", Lang: "hi"}},
		{"demo-forward-en.talk", 700_100_003, sandbox.Profile{First: "Farhan", Last: "Sheikh", Lang: "en"}},
	}
}

func (e extra) script() (script, error) {
	text, err := samples.ReadFile(path.Join("testdata/talks", e.talk))
	if err != nil {
		return nil, err
	}
	talk, err := parseScript(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.talk, err)
	}
	return talk, nil
}

// playSamples lets the pretend citizens have their talks, one after another. step is
// called after each.
func (s *stage) playSamples(ctx context.Context, step func()) error {
	for _, one := range cast() {
		talk, err := one.script()
		if err != nil {
			return err
		}
		if _, err := s.enter(one.id, one.profile).play(ctx, talk, nil); err != nil {
			return fmt.Errorf("%s: %w", one.talk, err)
		}
		step()
	}
	return nil
}
