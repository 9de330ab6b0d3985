package vault_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
	"satark/store/blobstore"
	"satark/store/seal"
	"satark/store/sqlitestore"
	"satark/store/vault"
)

// crashing is an engine in which nobody can be forgotten until it is mended.
type crashing struct {
	store.Engine
	mended *bool
}

var errCrashed = errors.New("crashed")

func (c crashing) Forget(ctx context.Context, person string) error {
	if !*c.mended {
		return errCrashed
	}
	return c.Engine.Forget(ctx, person)
}

// TestForget locks away what is forgotten: whoever holds the identity reads all of it, and
// whoever runs the program none.
func TestForget(t *testing.T) {
	ctx, dir, id := t.Context(), t.TempDir(), identity(t)
	v, err := vault.Open(dir, id.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sqlitestore.Open(ctx, t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	blobDir := t.TempDir()
	blobs, err := blobstore.Open(blobDir)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.NewOperator(seal.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	mended := false
	opt := store.Options{Blobs: blobs, Vault: v, VaultFor: 365 * 24 * time.Hour, Now: func() time.Time { return end.AddDate(0, 0, -365) }}
	s, err := store.Open(ctx, crashing{engine, &mended}, keys, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := file(t, s, blobDir)
	if err := s.Forget(ctx, 7); !errors.Is(err, errCrashed) {
		t.Fatalf("forget: %v", err)
	}
	mended = true
	for range 2 { // the second time there is nothing any more
		if err := s.Forget(ctx, 7); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Forget(ctx, 99); err != nil { // never seen
		t.Fatal(err)
	}
	archives := all(t, dir, v, id)
	if len(archives) != 2 {
		t.Fatalf("%d archives", len(archives))
	}
	withFiles := 0
	for _, files := range archives {
		got, chat := everything(t, files)
		if chat != 7 || !reflect.DeepEqual(got, want) {
			t.Errorf("the archive of chat %d holds %+v, want %+v", chat, got, want)
		}
		if len(files) == 5 && files["evidence/shot"] == "evidence" && files["evidence/shot.meta"] == "{}" && files["evidence/cut.unreadable"] == "" {
			withFiles++
		}
	}
	if withFiles == 0 {
		t.Errorf("no archive holds the evidence: %v", archives)
	}
	if list, err := s.Vaulted(ctx); err != nil || len(list) != 2 || !list[0].Until.Equal(end) {
		t.Errorf("listed %+v, %v", list, err)
	}
	unreadable(t, dir, keys)
	if n, err := s.PurgeVault(ctx); err != nil || n != 0 {
		t.Errorf("purged %d before the day, %v", n, err)
	}
	opt.Now, opt.VaultFor = func() time.Time { return end }, 0
	later, err := store.Open(ctx, engine, keys, opt)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := later.PurgeVault(ctx); err != nil || n != 2 {
		t.Errorf("purged %d on the day, %v", n, err)
	}
}

// file commits a report with evidence, some of it cut short and some that nothing names.
func file(t *testing.T, s *store.Store, blobDir string) store.Everything {
	t.Helper()
	ctx := t.Context()
	chat, err := s.Load(ctx, 7)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	turn := &store.Turn{
		Chat: chat, Update: 1, Session: dialogs.Session{Lang: "ta", Drafts: map[string]*dialogs.Draft{
			"1": {ID: "1", Evidence: []fraud.Evidence{{ID: "cut"}}}, // in no report yet
		}},
		Lines:   []store.Line{{At: at, Who: "citizen", Text: "பணம் போய்விட்டது"}},
		Reports: []fraud.Report{{Number: "SK-1", Evidence: []fraud.Evidence{{ID: "shot"}, {ID: ""}}}},
		Claims:  []fraud.Number{"SK-1"},
	}
	if err := s.Commit(ctx, turn); err != nil {
		t.Fatal(err)
	}
	for id, content := range map[string]string{"shot": "evidence", "shot.meta": "{}", "../../etc": "odd"} {
		if _, err := s.PutBlob(ctx, 7, id, strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	before := paths(t, blobDir)
	if _, err := s.PutBlob(ctx, 7, "cut", strings.NewReader("cut short")); err != nil {
		t.Fatal(err)
	}
	for path := range paths(t, blobDir) {
		if !before[path] {
			if err := os.Truncate(path, 20); err != nil {
				t.Fatal(err)
			}
		}
	}
	all, err := s.Everything(ctx, 7)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func paths(t *testing.T, dir string) map[string]bool {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, path := range all {
		out[path] = true
	}
	return out
}

// unreadable fails unless an archive is closed to all but one identity: nothing of it is in
// the clear, and its header has one lock.
func unreadable(t *testing.T, dir string, keys *seal.Operator) {
	t.Helper()
	archives, err := filepath.Glob(filepath.Join(dir, "*.age"))
	if err != nil || len(archives) != 2 {
		t.Fatalf("%d archives, %v", len(archives), err)
	}
	for _, path := range archives {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, planted := range []string{"evidence", "everything", "SK-1", "பணம்", keys.Keys()[0].Text()} {
			if bytes.Contains(content, []byte(planted)) || strings.Contains(filepath.Base(path), planted) {
				t.Errorf("%q stands in the clear", planted)
			}
		}
		if _, err := keys.UnwrapRoot(content); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("the operator's key opens it: %v", err)
		}
		header, err := age.ExtractHeader(bytes.NewReader(content))
		if err != nil || strings.Count(string(header), "\n-> ") != 1 || !strings.Contains(string(header), "\n-> X25519 ") {
			t.Errorf("the header is %q, %v", header, err)
		}
		if _, err := open(path, identity(t)); err == nil {
			t.Error("another identity opens it")
		}
	}
}
