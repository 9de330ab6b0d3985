package blobstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"satark/store"
)

var _ store.Blobs = (*Dir)(nil)

// Files hands out the names of all files by rising person, those of one person together,
// until there are n. The cursor is the last person; what is being written is left out.
func (d *Dir) Files(ctx context.Context, cursor string, n int) ([]store.File, string, error) {
	var out []store.File
	for prefix := firstFolder(cursor); prefix < 256; prefix++ {
		persons, err := names(filepath.Join(d.root, fmt.Sprintf("%02x", prefix)))
		if err != nil {
			return nil, "", err
		}
		for _, person := range persons {
			if person <= cursor {
				continue
			}
			ids, err := d.FilesOf(ctx, person)
			if err != nil {
				return nil, "", err
			}
			for _, id := range ids {
				out = append(out, store.File{Person: person, ID: id})
			}
			if len(out) >= n {
				return out, person, nil
			}
		}
	}
	return out, "", nil
}

// firstFolder is the folder that a cursor leads to.
func firstFolder(cursor string) int {
	var n int
	if isHash(cursor) {
		_, _ = fmt.Sscanf(cursor[:2], "%02x", &n) // two hexadecimal digits
	}
	return n
}

// FilesOf returns the ids of a person's files, rising.
func (d *Dir) FilesOf(ctx context.Context, person string) ([]string, error) {
	folder, err := d.folder(person)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return names(folder)
}

// names are the hashes among the names in a folder, rising; none when it is not there.
func names(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("blobstore: list: %w", err)
	}
	var out []string
	for _, e := range entries {
		if isHash(e.Name()) {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out, nil
}
