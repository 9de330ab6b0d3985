package sqlitestore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"satark/store/seal"
)

// KeyName is the name of the operator's key file in the store's directory.
const KeyName = "operator.key"

// ErrKeyExposed: the key file can be read by others than its owner.
var ErrKeyExposed = errors.New("sqlitestore: others can read the key file: chmod 600")

// KeyFile returns the operator's keys kept in dir, one a line: the first one locks, all
// open. On the first run it makes one, in a file of mode 0600, and says so with made: the
// caller has to tell the operator that whoever loses this file loses the store, and that
// backups of the store belong elsewhere than backups of the key.
func KeyFile(dir string) (keys []seal.Key, made bool, err error) {
	path := filepath.Join(dir, KeyName)
	keys, err = readKeys(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return keys, false, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, false, fmt.Errorf("sqlitestore: %w", err)
	}
	made, err = writeKey(path, seal.NewKey())
	if err != nil {
		return nil, false, fmt.Errorf("sqlitestore: write the key file: %w", err)
	}
	keys, err = readKeys(path)
	return keys, made, err
}

// WriteKeys puts keys into the key file of dir in the place of those that are there, in
// one step: whoever reads the file has the ones or the others.
func WriteKeys(dir string, keys ...seal.Key) error {
	if len(keys) == 0 {
		return seal.ErrKeyMissing
	}
	path := filepath.Join(dir, KeyName)
	tmp, err := keyTemp(path, keys)
	if err != nil {
		return fmt.Errorf("sqlitestore: write the key file: %w", err)
	}
	defer os.Remove(tmp)
	if err := errors.Join(os.Rename(tmp, path), syncDir(dir)); err != nil {
		return fmt.Errorf("sqlitestore: write the key file: %w", err)
	}
	return nil
}

func readKeys(path string) ([]seal.Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: key file: %w", err)
	}
	if filepath.Separator == '/' && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w %s", ErrKeyExposed, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: key file: %w", err)
	}
	var keys []seal.Key
	for line := range strings.Lines(strings.TrimSpace(string(text))) {
		key, err := seal.ParseKey(line)
		if err != nil {
			return nil, fmt.Errorf("sqlitestore: key file %s, line %d: %w", path, len(keys)+1, err)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("sqlitestore: key file %s: %w", path, seal.ErrKeyMissing)
	}
	return keys, nil
}

// keyTemp writes a complete file beside path and returns its name.
func keyTemp(path string, keys []seal.Key) (name string, err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), KeyName+".*") // mode 0600
	if err != nil {
		return "", err
	}
	for _, key := range keys {
		_, werr := fmt.Fprintln(tmp, key.Text())
		err = errors.Join(err, werr)
	}
	return tmp.Name(), errors.Join(err, tmp.Sync(), tmp.Close())
}

// writeKey puts a complete file in place in one step, and gives way to one that
// another process has put there meanwhile.
func writeKey(path string, key seal.Key) (made bool, err error) {
	tmp, err := keyTemp(path, []seal.Key{key})
	if tmp != "" {
		defer os.Remove(tmp)
	}
	if err != nil {
		return false, err
	}
	if err := os.Link(tmp, path); errors.Is(err, fs.ErrExist) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	return true, syncDir(filepath.Dir(path))
}

// syncDir makes a new name in a directory durable, where the system can.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if filepath.Separator != '/' {
		err = nil // Windows cannot sync a directory, and need not
	}
	return errors.Join(err, d.Close())
}
