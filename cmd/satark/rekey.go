package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"satark/store/seal"
	"satark/store/sqlitestore"
)

const rekeyStory = `satark rekey changes the operator's key while the bot runs: every person's key is wrapped anew, and
nothing else is touched.

The embedded store keeps its own keys in operator.key: satark rekey makes a new one, puts it first,
wraps everything with it, and with --drop takes the old ones out when nothing needs them any more.

With SATARK_KEY, you make the new key: openssl rand -hex 32.
  1. give every copy of the bot the new key in SATARK_KEY_ALSO, and restart them one by one;
  2. exchange the two: the new one is SATARK_KEY, the old one SATARK_KEY_ALSO; restart them one by one;
  3. satark rekey, with the same two settings;
  4. take SATARK_KEY_ALSO away.
Where the keys are in files (SATARK_KEY_FILE, SATARK_KEY_ALSO_FILE), no restart is needed.

Keep the old key as long as you keep backups that were made with it.`

// takeUp is how long running copies may take to notice that their key files changed.
const takeUp = 12 * time.Second

func runRekey(ctx context.Context, args []string, t terminal) (err error) {
	f := flag.NewFlagSet("rekey", flag.ContinueOnError)
	drop := f.Bool("drop", false, "take keys that are no longer needed out of the embedded store's key file")
	s, err := operatorSettings(f, args, t, rekeyStory)
	if err != nil {
		return err
	}
	own := s.Key == ""
	if *drop && !own {
		return errors.New("--drop is for the embedded store's own key file: take SATARK_KEY_ALSO away yourself")
	}
	if own && !*drop {
		if err := newKey(s.Store.Dir); err != nil {
			return err
		}
		fmt.Fprintln(t.out, "A new key stands first in", sqlitestore.KeyName+". Keep a copy of the file apart from the data.")
	}
	o, err := operate(ctx, flag.NewFlagSet("rekey", flag.ContinueOnError), nil, t, rekeyStory)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.store.Close()) }()
	changed, err := o.rekey(ctx, t)
	if err != nil {
		return err
	}
	if *drop {
		return o.dropKeys(t, changed)
	}
	for again := changed; again > 0; {
		fmt.Fprintf(t.out, "%d keys wrapped anew. Looking again when all copies of the bot use the new key.\n", again)
		if err := wait(ctx, takeUp); err != nil {
			return err
		}
		if again, err = o.rekey(ctx, t); err != nil {
			return err
		}
	}
	fmt.Fprintln(t.out, "Everything is wrapped with the new key.")
	if own {
		fmt.Fprintln(t.out, "satark rekey --drop takes the old one out of the key file.")
	}
	return nil
}

func (o *operating) rekey(ctx context.Context, t terminal) (int, error) {
	bar := progress(t, -1, "persons")
	changed, err := o.store.Rekey(ctx, func(looked int) { _ = bar.Set(looked) })
	_ = bar.Finish()
	return changed, err
}

// newKey puts a fresh key before those that are in the key file of a store.
func newKey(dir string) error {
	keys, err := operatorKeys(Settings{Store: StoreAt{Dir: dir}}, quietly(), false)
	if err != nil {
		return err
	}
	return sqlitestore.WriteKeys(dir, append([]seal.Key{seal.NewKey()}, keys...)...)
}

// dropKeys leaves the first key in the file, when a look at everything found it enough.
func (o *operating) dropKeys(t terminal, changed int) error {
	if changed > 0 {
		return fmt.Errorf("%d keys had still been wrapped with an old one: ask again in a while, when all copies of the bot use the new key", changed)
	}
	keys, _, err := sqlitestore.KeyFile(o.settings.Store.Dir)
	if err != nil {
		return err
	}
	if err := sqlitestore.WriteKeys(o.settings.Store.Dir, keys[0]); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%d old keys are taken out. Backups made before still need them: keep your copies as long as those.\n", len(keys)-1)
	return nil
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
