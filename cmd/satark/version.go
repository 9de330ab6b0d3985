package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

func runVersion(_ context.Context, args []string, t terminal) error {
	f := flag.NewFlagSet("version", flag.ContinueOnError)
	if err := parseFlags(f, args, t, "satark version prints the commit this was built from."); err != nil {
		return err
	}
	fmt.Fprintln(t.out, version())
	return nil
}

// version is the module's version and commit as the Go command stamped them; "+dirty"
// says that there were changes besides.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "satark (unstamped) " + runtime.Version()
	}
	stamped := map[string]string{}
	for _, s := range info.Settings {
		stamped[s.Key] = s.Value
	}
	text := "satark " + info.Main.Version
	if commit := stamped["vcs.revision"]; commit != "" && !strings.Contains(text, commit[:min(12, len(commit))]) {
		text += " " + commit
	}
	return text + " " + runtime.Version()
}
