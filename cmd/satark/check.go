package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"time"

	"satark/fraud"
	"satark/locales"
	"satark/store"
)

const checkStory = `satark check looks at the settings, the store, the webhook, the languages and the facts, and says
what is wrong and how to mend it. It ends with 1 when something has to be mended. It may be asked
while the bot runs.

With --health it only asks the /healthz of a running serve: for a container's health check.

Settings, from the environment:
`

// errFaulty: something that was checked is at fault; it has been printed.
var errFaulty = errors.New("something has to be mended")

func runCheck(ctx context.Context, args []string, t terminal) error {
	catalogue, err := locales.Load()
	if err != nil {
		return err
	}
	known := knownTags(catalogue)
	f := flag.NewFlagSet("check", flag.ContinueOnError)
	health := f.Bool("health", false, "only ask whether a running serve is alive")
	offline := f.Bool("offline", false, "ask nothing of the network: leave out Telegram")
	if err := parseFlags(f, args, t, checkStory, func(w io.Writer) { printSettingsHelp(w, known) }); err != nil {
		return err
	}
	src := environment()
	settings, err := readSettings(src, known)
	if *health {
		return checkHealth(ctx, settings.OpsListen)
	}
	c := &checking{out: t.out, now: time.Now()}
	c.head("settings")
	settings.print(t.out, src, known)
	c.faults(err)
	for _, name := range settings.Unknown {
		c.warn(name+" is set and means nothing", "check its spelling: satark serve --help lists the settings")
	}
	if err == nil {
		c.store(ctx, settings)
		if !*offline {
			c.telegram(ctx, settings)
		}
	}
	c.languages(catalogue, settings.Languages)
	c.facts(fraud.StaleFacts(c.now), len(fraud.Facts()))
	return c.verdict()
}

// checking prints findings and counts the grave ones.
type checking struct {
	out           io.Writer
	now           time.Time
	wrong, doubts int
}

func (c *checking) head(what string) { fmt.Fprintf(c.out, "\n%s\n", what) }

func (c *checking) fine(what string) { fmt.Fprintf(c.out, "  ok     %s\n", what) }

func (c *checking) warn(what, mend string) {
	c.doubts++
	c.say("warn ", what, mend)
}

func (c *checking) fail(what, mend string) {
	c.wrong++
	c.say("FAULT", what, mend)
}

func (c *checking) say(level, what, mend string) {
	fmt.Fprintf(c.out, "  %s  %s\n", level, what)
	if mend != "" {
		fmt.Fprintf(c.out, "         mend: %s\n", mend)
	}
}

// faults prints what readSettings found.
func (c *checking) faults(err error) {
	found, ok := err.(Faults)
	if err != nil && !ok {
		c.fail(err.Error(), "")
	}
	for _, one := range found {
		c.fail(one.Name+" "+one.What, one.Cure)
	}
}

func (c *checking) verdict() error {
	fmt.Fprintf(c.out, "\n%d to mend, %d to look at\n", c.wrong, c.doubts)
	if c.wrong > 0 {
		return errFaulty
	}
	return nil
}

// store opens the store as serve would, and asks what it promises.
func (c *checking) store(ctx context.Context, s Settings) {
	c.head("store " + s.Store.String())
	if _, err := os.Stat(s.Store.Dir); !s.Store.Redis() && errors.Is(err, fs.ErrNotExist) {
		c.warn("the directory is not there yet", "serve makes it when it starts; if there should be one, SATARK_STORE names the wrong place")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	kept, err := openStore(ctx, s, opening{guest: true}, slog.New(slog.DiscardHandler))
	if !s.Store.Redis() && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoStore)) {
		c.warn("there is no store in the directory yet", "serve makes it when it starts; if there should be one, SATARK_STORE names the wrong place")
		return
	}
	if err != nil {
		c.fail("the store cannot be opened: "+err.Error(), storeCureFor(err))
		return
	}
	defer func() {
		if err := kept.Close(); err != nil {
			c.fail("the store does not close: "+err.Error(), "")
		}
	}()
	findings, err := kept.Check(ctx)
	if err != nil {
		c.fail("the store does not answer: "+err.Error(), "see that it runs and can be reached from here")
		return
	}
	for _, one := range findings {
		c.finding(one)
	}
	c.counts(ctx, kept)
	c.retention(ctx, kept, s.Keep)
}

func (c *checking) finding(f store.Finding) {
	switch f.Level {
	case store.Fault:
		c.fail(f.What, f.Mend)
	case store.Fine:
		c.fine(f.What)
	default:
		c.warn(f.What, f.Mend)
	}
}

// counts says what is kept, and whether something waits that should not.
func (c *checking) counts(ctx context.Context, kept *watched) {
	stats, err := kept.Stats(ctx)
	if err != nil {
		c.fail("the store cannot be counted: "+err.Error(), "")
		return
	}
	c.fine(fmt.Sprintf("%d people, %d reports, %d deliveries to make", stats.Persons, stats.Reports, stats.Deliveries))
	if stats.Parked > 0 {
		c.parked(ctx, kept)
	}
	if wait := c.now.Sub(stats.Oldest); !stats.Oldest.IsZero() && wait > lateAfter {
		c.warn(fmt.Sprintf("a delivery has been due for %s", wait.Round(time.Minute)), "see that serve runs and that Telegram can be reached")
	}
}

// parked names the causes of updates that could not be handled, the newest first.
func (c *checking) parked(ctx context.Context, kept *watched) {
	all, err := kept.ParkedList(ctx)
	if err != nil {
		c.fail("the parked updates cannot be read: "+err.Error(), "")
		return
	}
	c.warn(fmt.Sprintf("%d things are parked: they could not be handled", len(all)), "satark parked --help tells what to do with them")
	for _, one := range slices.Backward(all[max(0, len(all)-mostParked):]) {
		fmt.Fprintf(c.out, "         %s %s, %s: %s\n", one.Kind, one.ID, one.At.In(fraud.IST).Format(time.DateTime), one.Cause)
	}
}

const (
	mostParked = 10 // named, of those that are parked
	checkTime  = 15 * time.Second
	lateAfter  = 10 * time.Minute
)

// checkHealth asks a running serve whether it lives.
func checkHealth(ctx context.Context, listen string) error {
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+here(listen)+"/healthz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("/healthz answers %s", response.Status)
	}
	return nil
}
