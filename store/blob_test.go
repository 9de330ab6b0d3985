package store_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"satark/store"
	"satark/store/seal"
)

func readBlob(t *testing.T, s shelf, chat int64, id string) (string, error) {
	t.Helper()
	r, err := s.OpenBlob(t.Context(), chat, id)
	if err != nil {
		return "", err
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	return string(all), err
}

// files are the paths of all files kept.
func (s shelf) files(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBlobs(t *testing.T) {
	s := openShelf(t)
	s.begin(t, 1)
	s.begin(t, 2)
	big := strings.Repeat("screenshot of 9876543210 ", 10_000)
	for id, content := range map[string]string{"../../a": big, "empty": ""} {
		n, err := s.PutBlob(t.Context(), 1, id, strings.NewReader(content))
		if err != nil || n != int64(len(content)) {
			t.Fatalf("%s: kept %d bytes, %v", id, n, err)
		}
		if got, err := readBlob(t, s, 1, id); err != nil || got != content {
			t.Errorf("%s: got %d bytes, %v", id, len(got), err)
		}
	}
	for _, path := range s.files(t) {
		content, err := os.ReadFile(path)
		if err != nil || bytes.Contains(content, []byte("screenshot")) || strings.Contains(path, "empty") {
			t.Errorf("a file is in the clear, or its name: %v", err)
		}
	}
	for chat, id := range map[int64]string{1: "other", 2: "empty", 3: "empty"} {
		if _, err := readBlob(t, s, chat, id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("chat %d reads %q: %v", chat, id, err)
		}
	}
	if _, err := s.PutBlob(t.Context(), 3, "x", strings.NewReader("x")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a file of a chat never seen: %v", err)
	}
	if err := s.DeleteBlob(t.Context(), 1, "empty"); err != nil {
		t.Fatal(err)
	}
	if _, err := readBlob(t, s, 1, "empty"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a deleted file: %v", err)
	}
	forget(t, s.Store, 1)
	if left := s.files(t); len(left) != 0 {
		t.Errorf("files are left after forgetting: %v", left)
	}
}

func TestBlobsThatFail(t *testing.T) {
	s := openShelf(t)
	s.begin(t, 1)
	broken := errors.New("network")
	if _, err := s.PutBlob(t.Context(), 1, "x", iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a broken read: %v", err)
	}
	if left := s.files(t); len(left) != 0 {
		t.Errorf("half a file is left: %v", left)
	}
	if _, err := s.PutBlob(t.Context(), 1, "x", strings.NewReader("evidence")); err != nil {
		t.Fatal(err)
	}
	path := s.files(t)[0]
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)-1] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := readBlob(t, s, 1, "x"); !errors.Is(err, seal.ErrOpen) || got != "" {
		t.Errorf("a changed file reads %q, %v", got, err)
	}
	bare, err := store.Open(t.Context(), s.engine, s.keys, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bare.PutBlob(t.Context(), 1, "x", strings.NewReader("x")); err == nil {
		t.Error("a file is kept nowhere")
	}
}
