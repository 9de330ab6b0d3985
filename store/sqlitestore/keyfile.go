package sqlitestore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"satark/store/seal"
)

// KeyName is the name of the operator's key file in the store's directory.
const KeyName = "operator.key"

// ErrKeyExposed: the key file can be read by others than its owner.
var ErrKeyExposed = errors.New("sqlitestore: others can read the key file: chmod 600")

// KeyFile returns the operator's key kept in dir. On the first run it makes one, in a
// file of mode 0600, and says so with made: the caller has to tell the operator that
// whoever loses this file loses the store, and that backups of the store belong
// elsewhere than backups of the key.
func KeyFile(dir string) (key seal.Key, made bool, err error) {
	path := filepath.Join(dir, KeyName)
	key, err = readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, false, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return seal.Key{}, false, fmt.Errorf("sqlitestore: %w", err)
	}
	made, err = writeKey(path, seal.NewKey())
	if err != nil {
		return seal.Key{}, false, fmt.Errorf("sqlitestore: write the key file: %w", err)
	}
	key, err = readKey(path)
	return key, made, err
}

func readKey(path string) (seal.Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return seal.Key{}, fmt.Errorf("sqlitestore: key file: %w", err)
	}
	if filepath.Separator == '/' && info.Mode().Perm()&0o077 != 0 {
		return seal.Key{}, fmt.Errorf("%w %s", ErrKeyExposed, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return seal.Key{}, fmt.Errorf("sqlitestore: key file: %w", err)
	}
	key, err := seal.ParseKey(string(text))
	if err != nil {
		return seal.Key{}, fmt.Errorf("sqlitestore: key file %s: %w", path, err)
	}
	return key, nil
}

// writeKey puts a complete file in place in one step, and gives way to one that
// another process has put there meanwhile.
func writeKey(path string, key seal.Key) (made bool, err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), KeyName+".*") // mode 0600
	if err != nil {
		return false, err
	}
	defer os.Remove(tmp.Name())
	_, err = fmt.Fprintln(tmp, key.Text())
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return false, err
	}
	if err := os.Link(tmp.Name(), path); errors.Is(err, fs.ErrExist) {
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
