package vault_test

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"satark/store"
	"satark/store/vault"
)

func identity(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func put(t *testing.T, d *vault.Dir, until time.Time, content string) {
	t.Helper()
	err := d.Put(t.Context(), until, func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// open decrypts a file of the vault.
func open(path string, id age.Identity) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	r, err := age.Decrypt(file, id)
	if err != nil {
		return "", err
	}
	all, err := io.ReadAll(r)
	return string(all), err
}

var end = time.Date(2027, 11, 24, 4, 30, 0, 0, time.UTC)

func TestPut(t *testing.T) {
	dir, one, two := t.TempDir(), identity(t), identity(t)
	d, err := vault.Open(filepath.Join(dir, "vault"), "# the lawyer\n"+one.Recipient().String()+"\n"+two.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	put(t, d, end, strings.Repeat("what was said", 10_000))
	put(t, d, end, "") // at the same moment
	all, err := d.List(t.Context())
	if err != nil || len(all) != 2 || !all[0].Until.Equal(end) {
		t.Fatalf("the vault holds %+v, %v", all, err)
	}
	sizes := 0
	for _, a := range all {
		path := filepath.Join(dir, "vault", a.Name)
		info, err := os.Stat(path)
		if err != nil || filepath.Separator == '/' && info.Mode().Perm() != 0o600 || info.Size() != a.Size {
			t.Errorf("%s: %v, %v", a.Name, info, err)
		}
		for _, id := range []age.Identity{one, two} {
			content, err := open(path, id)
			if err != nil || strings.ReplaceAll(content, "what was said", "") != "" {
				t.Errorf("an identity reads %d bytes, %v", len(content), err)
			}
			sizes += len(content)
		}
		if _, err := open(path, identity(t)); err == nil {
			t.Error("another identity opens it")
		}
		raw, err := os.ReadFile(path)
		if err != nil || bytes.Contains(raw, []byte("said")) {
			t.Errorf("it stands there in the clear, %v", err)
		}
	}
	if sizes != 2*130_000 {
		t.Errorf("%d bytes were read", sizes)
	}
}

func TestPutThatFails(t *testing.T) {
	dir, broken := t.TempDir(), errors.New("away")
	d, err := vault.Open(dir, identity(t).Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	fails := func(io.Writer) error { return broken }
	if err := d.Put(t.Context(), end, fails); !errors.Is(err, broken) {
		t.Errorf("what cannot be written: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Put(ctx, end, func(io.Writer) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
	bare, err := vault.Open(dir, " \n")
	if err != nil {
		t.Fatal(err)
	}
	if err := bare.Put(t.Context(), end, fails); !errors.Is(err, vault.ErrNoRecipient) {
		t.Errorf("without a key: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}

func TestRecipients(t *testing.T) {
	secret := identity(t).String()
	for _, text := range []string{"age1", secret, "hello", identity(t).Recipient().String() + "x"} {
		_, err := vault.Open(t.TempDir(), text)
		if !errors.Is(err, vault.ErrRecipient) || strings.Contains(err.Error(), text) {
			t.Errorf("a text that is no public key: %v", err)
		}
	}
}

func TestPurge(t *testing.T) {
	dir := t.TempDir()
	d, err := vault.Open(dir, identity(t).Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	put(t, d, end.Add(time.Millisecond), "second")
	put(t, d, end, "first")
	put(t, d, end.Add(time.Hour), "third")
	mine, half := filepath.Join(dir, "20000101T000000Z-mine.age"), filepath.Join(dir, "new-123")
	for _, path := range []string{mine, half} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(half, end, end); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		now        time.Time
		want, left int
	}{
		{end.Add(-time.Second), 0, 5}, {end, 1, 4}, {end.Add(time.Second), 1, 3}, {end.Add(time.Second), 0, 3},
		{end.Add(2 * time.Hour), 1, 2}, {end.Add(25 * time.Hour), 0, 1},
	} {
		n, err := d.Purge(t.Context(), step.now)
		if err != nil || n != step.want {
			t.Errorf("at %v: %d deleted, %v; want %d", step.now, n, err, step.want)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != step.left {
			t.Errorf("at %v: %d left, %v; want %d", step.now, len(left), err, step.left)
		}
	}
	if _, err := os.Stat(mine); err != nil {
		t.Errorf("a file that is none of the vault's: %v", err)
	}
}

// untar reads an archive.
func untar(t *testing.T, content string) map[string]string {
	t.Helper()
	files, r := map[string]string{}, tar.NewReader(strings.NewReader(content))
	for {
		head, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[head.Name] = string(body)
	}
}

// all decrypts the archives of a vault.
func all(t *testing.T, dir string, d *vault.Dir, id age.Identity) []map[string]string {
	t.Helper()
	list, err := d.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, a := range list {
		content, err := open(filepath.Join(dir, a.Name), id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, untar(t, content))
	}
	return out
}

func everything(t *testing.T, files map[string]string) (all store.Everything, chat int64) {
	t.Helper()
	var in struct {
		store.Everything
		Chat int64 `json:"chat"`
	}
	if err := json.Unmarshal([]byte(files["everything.json"]), &in); err != nil {
		t.Fatal(err)
	}
	return in.Everything, in.Chat
}
