package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"satark/fraud"
)

const vaultStory = `satark vault shows what is kept of people who used /forget, where SATARK_VAULT says that something is:
one sealed archive each, which nobody here can open, until the day in its name.

  satark vault            the list
  satark vault keygen     makes a pair of keys: the public one for SATARK_VAULT, the secret one for
                          whoever has to answer the law, away from this machine

The owner of the secret key opens an archive with: age -d -i KEYFILE ARCHIVE | tar x`

func runVault(ctx context.Context, given []string, t terminal) error {
	verb, more, args := verbOf(given, "list")
	if verb != "list" && verb != "keygen" || len(more) > 0 {
		fmt.Fprintf(t.err, "satark vault: unexpected %q\n\n%s\n", given, vaultStory)
		return errUsage
	}
	s, err := operatorSettings(flag.NewFlagSet("vault", flag.ContinueOnError), args, t, vaultStory)
	if err != nil {
		return err
	}
	if verb == "keygen" {
		return makePair(t)
	}
	return listVault(ctx, s, t)
}

// makePair prints a pair of keys in age's own form.
func makePair(t terminal) error {
	pair, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "# public key, for SATARK_VAULT: %s\n%s\n", pair.Recipient(), pair)
	return nil
}

func listVault(ctx context.Context, s Settings, t terminal) error {
	if !s.hasVault() {
		fmt.Fprintln(t.out, "There is no vault: /forget leaves nothing.")
		return nil
	}
	kept, err := openVault(s)
	if err != nil {
		return err
	}
	all, err := kept.List(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		fmt.Fprintf(t.out, "until %s  %8.1f kB  %s\n", one.Until.In(fraud.IST).Format(time.DateOnly), float64(one.Size)/1e3, one.Name)
	}
	fmt.Fprintf(t.out, "%d archives in %s\n", len(all), s.vaultDir())
	return nil
}

// vaultDays is for how many days the vault keeps what is forgotten; 0: there is none.
func (s Settings) vaultDays() int {
	if s.Vault == "" {
		return 0
	}
	return s.VaultDays
}

// hasVault reports whether there is a vault: to put something in, or from when there was
// one, whose archives still have to be deleted on their day.
func (s Settings) hasVault() bool {
	_, err := os.Stat(s.vaultDir())
	return s.Vault != "" || err == nil
}

func (s Settings) vaultDir() string {
	switch {
	case s.VaultDir != "":
		return s.VaultDir
	case s.Store.Redis():
		return filepath.Join("satark-data", "vault")
	}
	return filepath.Join(s.Store.Dir, "vault")
}

func parseRecipient(v string) (string, error) {
	_, err := age.ParseX25519Recipient(v)
	switch {
	case strings.HasPrefix(strings.ToUpper(v), "AGE-SECRET-KEY-"):
		return "", fault("is the secret key", "set the public one, which begins with age1, and keep the secret one away from this machine")
	case err != nil:
		return "", fault("is not a public age key", "make a pair with satark vault keygen, and set the part that begins with age1")
	}
	return v, nil
}
