package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"satark/bot"
	"satark/fraud"
	"satark/store"
)

const parkedStory = `satark parked shows what could not be handled and waits for you: updates that made their turn fail
for good, and messages that Telegram refused for good. Each has the cause, never what was written.

  satark parked                 the list
  satark parked retry ID…       puts them back, to be handled as if they came now; all: every one
  satark parked discard ID…     drops them; what the citizen wrote is gone then
  satark parked show ID         what it is, with the citizen's words: for your eyes only

It may be used while the bot runs. Mend the cause first: what fails again is parked again.`

func runParked(ctx context.Context, given []string, t terminal) (err error) {
	verb, ids, args := verbOf(given, "list")
	if !slices.Contains([]string{"list", "retry", "discard", "show"}, verb) {
		fmt.Fprintf(t.err, "satark parked: unexpected %q\n\n%s\n", verb, parkedStory)
		return errUsage
	}
	o, err := operate(ctx, flag.NewFlagSet("parked", flag.ContinueOnError), args, t, parkedStory)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.store.Close()) }()
	all, err := o.store.ParkedList(ctx)
	if err != nil {
		return err
	}
	if verb == "list" {
		printParked(t, all)
		return nil
	}
	chosen, err := chooseParked(all, ids, verb != "show")
	for _, p := range chosen {
		if err := o.parked(ctx, t, verb, p); err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
	}
	return err
}

// verbOf splits off what is to be done, which is usual when nothing is said, and to what.
func verbOf(args []string, usual string) (verb string, names, rest []string) {
	said := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "-") })
	if said < 0 {
		said = len(args)
	}
	if said == 0 {
		return usual, nil, args
	}
	return args[0], args[1:said], args[said:]
}

func (o *operating) parked(ctx context.Context, t terminal, verb string, p store.Parked) error {
	switch verb {
	case "retry":
		if p.Chat == 0 {
			return errNoChat
		}
		if err := o.store.Again(ctx, p, bot.KindAgain); err != nil {
			return err
		}
	case "discard":
		if err := o.store.Unpark(ctx, p.ID); err != nil {
			return err
		}
	case "show":
		fmt.Fprintf(t.out, "%s\n", p.Body)
		return nil
	}
	fmt.Fprintf(t.out, "%s: %s\n", p.ID, map[string]string{"retry": "put back", "discard": "dropped"}[verb])
	return nil
}

// errNoChat: nobody knows whose update it is.
var errNoChat = errors.New("the chat it came from could not be read: show it, and discard it when it is of no use")

func printParked(t terminal, all []store.Parked) {
	if len(all) == 0 {
		fmt.Fprintln(t.out, "Nothing is parked.")
		return
	}
	for _, p := range all {
		report := ""
		if p.Number != "" {
			report = "  report " + string(p.Number)
		}
		fmt.Fprintf(t.out, "%s  %-8s  %s  %s%s\n", p.At.In(fraud.IST).Format("2006-01-02 15:04"), p.Kind, p.ID, p.Cause, report)
	}
	fmt.Fprintf(t.out, "\n%d parked. satark parked --help tells what to do with them.\n", len(all))
}

// chooseParked picks those that are named; "all", where it is allowed, is everything.
func chooseParked(all []store.Parked, ids []string, allowAll bool) ([]store.Parked, error) {
	if allowAll && len(ids) == 1 && ids[0] == "all" {
		return all, nil
	}
	known := map[string]store.Parked{}
	for _, p := range all {
		known[p.ID] = p
	}
	var chosen []store.Parked
	var missing error
	for _, id := range ids {
		p, ok := known[id]
		if !ok {
			missing = errors.Join(missing, fmt.Errorf("nothing is parked as %s", id))
			continue
		}
		chosen = append(chosen, p)
	}
	if len(ids) == 0 {
		missing = errors.New("name what is meant by its id: satark parked lists them")
	}
	return chosen, missing
}
