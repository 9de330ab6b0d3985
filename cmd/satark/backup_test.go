package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satark/bot/sandbox"
	"satark/store/sqlitestore"
)

// keyText is the operator's key of an embedded store.
func keyText(t *testing.T, dir string) string {
	t.Helper()
	keys, _, err := sqlitestore.KeyFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	return keys[0].Text()
}

// holds looks whether chats are in the store of the environment.
func holds(t *testing.T, chats ...int64) {
	t.Helper()
	s, err := readStoreSettings(environment(), testLanguages)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := openStore(t.Context(), s, opening{guest: true}, quietly())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	for _, chat := range chats {
		if c, err := kept.Load(t.Context(), chat); err != nil || c.Version == 0 {
			t.Errorf("chat %d is not there: %v", chat, err)
		}
	}
}

// A backup is made while the bot runs, read to its end, and restored; what is restored is
// moved on to a third place.
func TestBackupRestoreMove(t *testing.T) {
	v := startServe(t, nil)
	for id := range int64(3) {
		c := v.box.Citizen(41+id, sandbox.Profile{First: "Asha", Lang: "en"})
		c.Say("/start")
		answered(t, c)
	}
	dir, other, third := v.s.Store.Dir, t.TempDir(), t.TempDir()
	file := filepath.Join(t.TempDir(), "monday.satark")
	onStore(t, dir)
	if code, out, errs := invoke(t, "", "backup", file); code != exitFine || !strings.Contains(out, "3 people") || !strings.Contains(out, "sha256 ") {
		t.Fatalf("backup: %d\n%s%s", code, out, errs)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	if code, out, _ := invoke(t, "", "backup", "verify", file); code != exitFine || !strings.Contains(out, "is whole") {
		t.Errorf("verify: %d\n%s", code, out)
	}
	if code, _, errs := invoke(t, "", "move", "--to", "file:"+third); code != exitFault || !strings.Contains(errs, "in use") {
		t.Errorf("a move while the bot runs: %d, %s", code, errs)
	}

	onStore(t, other)
	if code, _, errs := invoke(t, "", "restore", file); code != exitFault || !strings.Contains(errs, "SATARK_KEY") {
		t.Errorf("a restore without the key: %d, %s", code, errs)
	}
	t.Setenv("SATARK_KEY", keyText(t, dir))
	if code, out, errs := invoke(t, "", "restore", file); code != exitFine || !strings.Contains(out, "3 people") {
		t.Fatalf("restore: %d\n%s%s", code, out, errs)
	}
	holds(t, 41, 42, 43)
	if code, _, errs := invoke(t, "", "restore", file); code != exitFault || !strings.Contains(errs, "name an empty place") {
		t.Errorf("a restore over something: %d, %s", code, errs)
	}
	if code, out, errs := invoke(t, "", "move", "--to", "file:"+third, "--to-blobs", "file://"+t.TempDir()); code != exitFine || !strings.Contains(out, "3 people") {
		t.Fatalf("move: %d\n%s%s", code, out, errs)
	}
	t.Setenv("SATARK_STORE", "file:"+third)
	holds(t, 41, 42, 43)
}

func TestADamagedBackupIsRefused(t *testing.T) {
	v := startServe(t, nil)
	c := v.box.Citizen(41, sandbox.Profile{First: "Asha", Lang: "en"})
	c.Say("/start")
	answered(t, c)
	file := filepath.Join(t.TempDir(), "monday.satark")
	onStore(t, v.s.Store.Dir)
	if code, _, errs := invoke(t, "", "backup", file); code != exitFine {
		t.Fatalf("backup: %d, %s", code, errs)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, whole[:len(whole)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := invoke(t, "", "backup", "verify", file); code != exitFault || !strings.Contains(errs, "another copy") {
		t.Errorf("verify: %d, %s", code, errs)
	}
	t.Setenv("SATARK_KEY", strings.Repeat("01", 31)+"02")
	if code, _, errs := invoke(t, "", "backup", "verify", file); code != exitFault || !strings.Contains(errs, "of the day it was made") {
		t.Errorf("verify with another key: %d, %s", code, errs)
	}
}
