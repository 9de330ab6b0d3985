package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"satark/store/seal"
	"satark/store/sqlitestore"
)

// errNoStore: a command looks at what is there, and there is nothing.
var errNoStore = errors.New("there is no store with a key of its own: does SATARK_STORE name the right place, and is SATARK_KEY set where it has to be?")

// operatorOf puts the operator's keys to work. When something does not open with them,
// they are read anew: keys that come from files can be changed while the program runs. may
// says whether an embedded store's key may be made when there is none.
func operatorOf(s Settings, log *slog.Logger, may bool) (*seal.Operator, error) {
	keys, err := operatorKeys(s, log, may)
	if err != nil {
		return nil, err
	}
	o, err := seal.NewOperator(keys...)
	if err != nil {
		return nil, err
	}
	o.Ask(func() ([]seal.Key, error) {
		if s.Key == "" {
			return operatorKeys(s, log, false)
		}
		now, err := readStoreSettings(environment(), nil)
		if err != nil {
			return nil, err
		}
		return operatorKeys(now, log, false)
	})
	return o, nil
}

// operatorKeys are those of SATARK_KEY and SATARK_KEY_ALSO, or of the embedded store's own
// key file; the one that locks comes first. A key file that is not there is made, if it may.
func operatorKeys(s Settings, log *slog.Logger, may bool) ([]seal.Key, error) {
	if s.Key == "" {
		if s.Store.Redis() {
			return nil, seal.ErrKeyMissing
		}
		if _, err := os.Stat(filepath.Join(s.Store.Dir, sqlitestore.KeyName)); !may && errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", s.Store.Dir, errNoStore)
		}
		keys, made, err := sqlitestore.KeyFile(s.Store.Dir)
		if made {
			log.Warn("a new encryption key was made; keep a copy apart from the data: without it the data is lost", "file", sqlitestore.KeyName)
		}
		return keys, err
	}
	var keys []seal.Key
	for _, text := range append([]string{s.Key.Reveal()}, words(s.KeyAlso.Reveal())...) {
		key, err := seal.ParseKey(text)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// parseKeys keeps the text; package seal makes keys of it.
func parseKeys(v string) (Secret, error) {
	for _, text := range words(v) {
		if _, err := seal.ParseKey(text); err != nil {
			return "", fault("has something that is not a key ("+err.Error()+")", "write keys of 32 bytes in hex or base64, with commas")
		}
	}
	return Secret(v), nil
}
