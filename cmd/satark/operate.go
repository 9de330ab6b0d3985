package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"satark/locales"
)

// operating is a command that works on the store beside the bot, or without it.
type operating struct {
	settings Settings
	store    *watched
}

// operate reads the flags of a command and opens the store that the settings name, beside
// a bot that may have it open. The caller closes it.
func operate(ctx context.Context, f *flag.FlagSet, args []string, t terminal, story string) (*operating, error) {
	s, err := operatorSettings(f, args, t, story)
	if err != nil {
		return nil, err
	}
	kept, err := openStore(ctx, s, opening{guest: true}, slog.New(slog.NewTextHandler(t.err, nil)))
	if err != nil {
		return nil, err
	}
	return &operating{s, kept}, nil
}

// operatorSettings reads the flags of a command and the settings of the store.
func operatorSettings(f *flag.FlagSet, args []string, t terminal, story string) (Settings, error) {
	catalogue, err := locales.Load()
	if err != nil {
		return Settings{}, err
	}
	const end = "\nThe store is the one of the settings: see satark serve --help.\n"
	if err := parseFlags(f, args, t, story, func(w io.Writer) { fmt.Fprint(w, end) }); err != nil {
		return Settings{}, err
	}
	return readStoreSettings(environment(), knownTags(catalogue))
}

// progress is a bar that counts; total is -1 when it is not known. The library would turn
// the spinner of such a bar in a goroutine of its own, which races with the counting.
func progress(t terminal, total int, what string) *progressbar.ProgressBar {
	return progressbar.NewOptions(total, progressbar.OptionSetWriter(t.err), progressbar.OptionShowCount(),
		progressbar.OptionSetSpinnerChangeInterval(0), progressbar.OptionSetDescription(what), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
}

// quietly is for commands that say themselves what there is to say.
func quietly() *slog.Logger { return slog.New(slog.DiscardHandler) }

// asksHelp reports whether the arguments ask how a command is used.
func asksHelp(args []string) bool {
	return slices.ContainsFunc(args, func(a string) bool { return strings.TrimLeft(a, "-") == "help" || a == "-h" })
}
