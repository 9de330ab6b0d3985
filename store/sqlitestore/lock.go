package sqlitestore

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// lockDir holds the directory for this process until the file is closed, and writes
// down which process that is, so that the error can name it.
func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: %w", err)
	}
	taken, err := tryLock(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("sqlitestore: lock the directory: %w", err)
	}
	if !taken {
		holder, _ := io.ReadAll(io.LimitReader(f, 20)) // the error stands without it
		f.Close()
		return nil, fmt.Errorf("%w: process %s", ErrInUse, strings.TrimSpace(string(holder)))
	}
	if err := f.Truncate(0); err != nil {
		f.Close()
		return nil, fmt.Errorf("sqlitestore: lock the directory: %w", err)
	}
	if _, err := fmt.Fprintln(f, os.Getpid()); err != nil {
		f.Close()
		return nil, fmt.Errorf("sqlitestore: lock the directory: %w", err)
	}
	return f, nil
}
