// Command satark is an unofficial Telegram bot with which people in India report
// suspected fraud or a loss of money.
//
// The story, in reading order: settings.go (what an operator says), wiring.go
// (how the parts are put together, from key to bot), serve.go and demo.go (the
// two ways to run it), stage.go and script.go (a talk with pretend citizens, as
// text), then the commands around it: talk, check, sandbox, bench, soak, version.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"satark/store/redisstore"
)

// Exit codes.
const (
	exitFine  = 0
	exitFault = 1 // the command did not succeed, or found something wrong
	exitUsage = 2 // the command line was wrong
)

// errUsage is a wrong command line; what is wrong has been printed.
var errUsage = errors.New("usage")

// terminal is where a command reads and writes.
type terminal struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// command is one word after "satark".
type command struct {
	name  string
	short string // one line, for the list
	run   func(ctx context.Context, args []string, t terminal) error
}

func commands() []command {
	return []command{
		{"demo", "everything on this machine, no account needed: a chat page in the browser", runDemo},
		{"serve", "the bot, against Telegram", runServe},
		{"sandbox", "a Bot API server with a chat page, for a serve of its own", runSandbox},
		{"talk", "a conversation in the terminal, printable as a transcript test", runTalk},
		{"check", "settings, store, webhook, languages, facts: what is wrong and how to mend it", runCheck},
		{"parked", "what could not be handled: list it, put it back, drop it", runParked},
		{"backup", "everything into one sealed file, while the bot runs", runBackup},
		{"restore", "an empty store filled from a backup", runRestore},
		{"move", "everything from one store to another", runMove},
		{"vault", "what is kept, sealed, of those who used /forget", runVault},
		{"rekey", "change the operator's key while the bot runs", runRekey},
		{"bench", "turns a second of the dialogues, each store and the whole way", runBench},
		{"soak", "kills the bot again and again while pretend citizens talk with it, and looks for what is lost", runSoak},
		{"version", "the commit this was built from", runVersion},
	}
}

func main() {
	redisstore.Quiet()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, t terminal) int {
	if len(args) == 0 {
		printCommands(t.err)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		printCommands(t.out)
		return exitFine
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return exitCode(c.run(ctx, args[1:], t), t)
		}
	}
	fmt.Fprintf(t.err, "satark: there is no command %q\n\n", args[0])
	printCommands(t.err)
	return exitUsage
}

func exitCode(err error, t terminal) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitFine
	case errors.Is(err, errUsage):
		return exitUsage
	}
	fmt.Fprintln(t.err, "satark: "+strings.ReplaceAll(err.Error(), "\n", "\n        "))
	return exitFault
}

func printCommands(w io.Writer) {
	fmt.Fprint(w, "Satark helps people in India to report suspected fraud and lost money, over Telegram. It is unofficial.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  satark %-8s  %s\n", c.name, c.short)
	}
	fmt.Fprint(w, "\nsatark COMMAND --help explains one of them. Money just lost? Call 1930.\n")
}

// parseFlags reads a command's own flags. Asked for help it prints story and flags
// to the output and returns flag.ErrHelp.
func parseFlags(f *flag.FlagSet, args []string, t terminal, story string, more ...func(io.Writer)) error {
	f.SetOutput(io.Discard)
	usage := func(w io.Writer) {
		fmt.Fprintf(w, "%s\n\n", strings.TrimSpace(story))
		f.SetOutput(w)
		f.PrintDefaults()
		for _, part := range more {
			part(w)
		}
	}
	f.Usage = func() {}
	err := f.Parse(args)
	if err == nil && f.NArg() > 0 {
		err = fmt.Errorf("unexpected %q", f.Arg(0))
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		usage(t.out)
		return err
	case err != nil:
		fmt.Fprintf(t.err, "satark %s: %v\n\n", f.Name(), err)
		usage(t.err)
		return errUsage
	}
	return nil
}
