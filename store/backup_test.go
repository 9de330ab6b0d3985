package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
	"satark/store/seal"
	"satark/store/storetest"
)

func TestBackup(t *testing.T) {
	across(t, func(t *testing.T, from, to storetest.Fresh) {
		storetest.Carry(t, from, to, func(from, to store.Engine, keys *seal.Operator) {
			s, err := store.Open(t.Context(), from, keys, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			file, made := backup(t, s)
			verified, err := store.VerifyBackup(t.Context(), bytes.NewReader(file), keys)
			if err != nil || verified != made {
				t.Fatalf("verified %+v, %v; made %+v", verified, err, made)
			}
			restored, err := store.Restore(t.Context(), bytes.NewReader(file), to, keys, store.RestoreOptions{})
			if err != nil || restored != made {
				t.Fatalf("restored %+v, %v; made %+v", restored, err, made)
			}
			if c := made.Counts; c.Persons != 5 || c.Reports != 4 || c.Claims != 5 || c.Parked != 2 {
				t.Errorf("the backup holds %+v", c)
			}
		})
	})
}

func backup(t *testing.T, s *store.Store) ([]byte, store.BackupSummary) {
	t.Helper()
	var file bytes.Buffer
	made, err := s.Backup(t.Context(), &file, nil)
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes(), made
}

// talk commits turns in a chat until stopped, each with a line, a report and a delivery, and
// keeps how many are committed.
func talk(ctx context.Context, s *store.Store, chat int64, committed *atomic.Int64, stop <-chan struct{}) error {
	for n := int64(1); ; n++ {
		select {
		case <-stop:
			return nil
		default:
		}
		c, err := s.Load(ctx, chat)
		if err != nil {
			return err
		}
		number := fraud.Number(fmt.Sprintf("SK-%04d-%04d", chat, n))
		err = s.Commit(ctx, &store.Turn{
			Chat: c, Update: n, Session: dialogs.Session{Serial: int(n)}, Lines: []store.Line{{Who: "citizen", Text: fmt.Sprint(n)}},
			Reports: []fraud.Report{{Number: number}}, Claims: []fraud.Number{number},
			Deliveries: []store.Delivery{{Kind: "send", Body: []byte("reply")}},
		})
		if err != nil {
			return err
		}
		committed.Store(n)
	}
}

// TestBackupInUse makes a backup while turns are committed: whatever was committed before
// it began is in it, and what is in it is whole.
func TestBackupInUse(t *testing.T) {
	across(t, func(t *testing.T, from, to storetest.Fresh) {
		const chats = 6
		ctx, keys := t.Context(), newOperator(t)
		source := openPlace(t, from(t))
		s, err := store.Open(ctx, source, keys, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		stop := make(chan struct{})
		var wg sync.WaitGroup
		var committed [chats]atomic.Int64
		for chat := range int64(chats) {
			wg.Go(func() {
				if err := talk(ctx, s, chat, &committed[chat], stop); err != nil {
					t.Error(err)
				}
			})
		}
		var before [chats]int64
		for chat := range before {
			for before[chat] < 10 {
				before[chat] = committed[chat].Load()
			}
		}
		file, _ := backup(t, s)
		close(stop)
		wg.Wait()
		target := openPlace(t, to(t))
		if _, err := store.Restore(ctx, bytes.NewReader(file), target, keys, store.RestoreOptions{}); err != nil {
			t.Fatal(err)
		}
		restored, err := store.Open(ctx, target, keys, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for chat := range int64(chats) {
			checkTalk(t, restored, chat, before[chat])
		}
	})
}

// checkTalk fails unless a restored talk is whole, and holds so many turns at least.
func checkTalk(t *testing.T, s *store.Store, chat, least int64) {
	t.Helper()
	c, err := s.Load(t.Context(), chat)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Everything(t.Context(), chat)
	if err != nil {
		t.Fatal(err)
	}
	n := int(c.Version)
	if int64(n) < least || all.Session.Serial != n || len(all.Transcript) != n || len(all.Reports) != n {
		t.Errorf("chat %d: version %d, %d lines, %d reports; %d turns were committed before", chat, n, len(all.Transcript), len(all.Reports), least)
	}
	for _, r := range all.Reports {
		if holder, _, err := s.Find(t.Context(), r.Number); err != nil || holder != chat {
			t.Errorf("%s leads to %d, %v", r.Number, holder, err)
		}
	}
	if err := s.Commit(t.Context(), &store.Turn{Chat: c, Update: least}); !errors.Is(err, store.ErrSeen) {
		t.Errorf("update %d again: %v", least, err)
	}
	if err := s.Commit(t.Context(), &store.Turn{Chat: c, Update: int64(n) + 1000}); err != nil {
		t.Errorf("the talk does not go on: %v", err)
	}
}

// TestBackupFiles carries evidence with a backup, and takes over nothing of who was
// forgotten before.
func TestBackupFiles(t *testing.T) {
	s := openShelf(t)
	big := strings.Repeat("screenshot", 30_000)
	for chat, content := range map[int64]string{1: big, 2: "", 3: "gone"} {
		s.begin(t, chat)
		if _, err := s.PutBlob(t.Context(), chat, "a", strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	forget(t, s.Store, 3)
	file, made := backup(t, s.Store)
	if made.Counts.Files != 2 || made.Counts.Persons != 2 {
		t.Fatalf("the backup holds %+v", made.Counts)
	}
	for _, planted := range []string{"screenshot", s.person(t, 1)} {
		if bytes.Contains(file, []byte(planted)) {
			t.Errorf("%q stands in the backup", planted)
		}
	}
	to := openPlace(t, embedded(t))
	if _, err := store.Restore(t.Context(), bytes.NewReader(file), to, s.keys, store.RestoreOptions{}); err == nil {
		t.Fatal("files are restored to nowhere")
	}
	files, last := newFiles(t), 0
	opt := store.RestoreOptions{Files: files, Progress: func(n int) { last = n }}
	if _, err := store.Restore(t.Context(), bytes.NewReader(file), to, s.keys, opt); err != nil {
		t.Fatal(err)
	}
	if last < 4 {
		t.Errorf("progress ended at %d", last)
	}
	restored, err := store.Open(t.Context(), to, s.keys, store.Options{Blobs: files})
	if err != nil {
		t.Fatal(err)
	}
	for chat, want := range map[int64]string{1: big, 2: ""} {
		if got := readAll(t, restored, chat, "a"); got != want {
			t.Errorf("the file of chat %d has %d bytes", chat, len(got))
		}
	}
}

// smallBackup is a backup that is soon read.
func smallBackup(t *testing.T) (shelf, []byte) {
	s := openShelf(t)
	s.begin(t, 1)
	if _, err := s.PutBlob(t.Context(), 1, "a", strings.NewReader("evidence")); err != nil {
		t.Fatal(err)
	}
	file, _ := backup(t, s.Store)
	return s, file
}

// TestBackupDamaged changes each byte of a backup, and cuts it at each.
func TestBackupDamaged(t *testing.T) {
	s, file := smallBackup(t)
	refused := func(what string, damaged []byte) {
		t.Helper()
		_, err := store.VerifyBackup(t.Context(), bytes.NewReader(damaged), s.keys)
		if !errors.Is(err, store.ErrBackupBroken) && !errors.Is(err, store.ErrNoBackup) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for at := range file {
		damaged := bytes.Clone(file)
		damaged[at] ^= 1 << (at % 8)
		refused(fmt.Sprintf("byte %d of %d is changed", at, len(file)), damaged)
		refused(fmt.Sprintf("cut at byte %d of %d", at, len(file)), file[:at])
	}
	refused("a byte more", append(bytes.Clone(file), 0))
	refused("twice", append(bytes.Clone(file), file...))
	to := openPlace(t, embedded(t))
	damaged := bytes.Clone(file)
	damaged[len(damaged)-1] ^= 1
	if _, err := store.Restore(t.Context(), bytes.NewReader(damaged), to, s.keys, store.RestoreOptions{Files: newFiles(t)}); !errors.Is(err, store.ErrBackupBroken) {
		t.Errorf("a damaged backup is restored: %v", err)
	}
	if some, _, err := to.Walk(t.Context(), "", 10); err != nil || len(some) != 0 {
		t.Errorf("a damaged backup left %d entries, %v", len(some), err)
	}
}

func TestBackupRefused(t *testing.T) {
	s, file := smallBackup(t)
	restore := func(file []byte, to store.Engine, keys *seal.Operator, files store.Blobs, want error) {
		t.Helper()
		_, err := store.Restore(t.Context(), bytes.NewReader(file), to, keys, store.RestoreOptions{Files: files})
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	to := openPlace(t, embedded(t))
	restore([]byte("PK\x03\x04"), to, s.keys, newFiles(t), store.ErrNoBackup)
	restore(nil, to, s.keys, newFiles(t), store.ErrNoBackup)
	restore(bytes.Repeat([]byte("x"), 10_000), to, s.keys, newFiles(t), store.ErrNoBackup)
	restore(file, to, newOperator(t), newFiles(t), store.ErrWrongKey)
	restore(file, s.engine, s.keys, newFiles(t), store.ErrNotEmpty)
	restore(file, to, s.keys, s.blobs, store.ErrNotEmpty)
	// What breaks off is not opened, and the same restore ends it.
	restore(file, &breaking{Engine: to}, s.keys, newFiles(t), errKilled)
	if _, err := store.Open(t.Context(), to, s.keys, store.Options{}); !errors.Is(err, store.ErrUnfinished) {
		t.Errorf("half a store is opened: %v", err)
	}
	_, other := smallBackup(t)
	restore(other, to, s.keys, newFiles(t), store.ErrWrongKey)
	again, _ := backup(t, s.Store)
	restore(again, to, s.keys, newFiles(t), store.ErrNotEmpty)
	restore(file, to, s.keys, newFiles(t), nil)
	restore(file, to, s.keys, newFiles(t), store.ErrNotEmpty)
	// A changed key opens what the key of before has sealed as long as both are there.
	keys := s.keys.Keys()
	restore(file, openPlace(t, embedded(t)), newOperator(t, seal.NewKey(), keys[0]), newFiles(t), nil)
}

// full is a disk without room.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

var errFull = errors.New("no space left")

func TestBackupThatFails(t *testing.T) {
	s, file := smallBackup(t)
	for room := 0; room < len(file)-1; room += 41 {
		if _, err := s.Backup(t.Context(), &full{left: room}, nil); !errors.Is(err, errFull) {
			t.Fatalf("room for %d bytes: %v", room, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Backup(ctx, &bytes.Buffer{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a backup nobody waits for: %v", err)
	}
	if _, err := store.VerifyBackup(ctx, bytes.NewReader(file), s.keys); !errors.Is(err, context.Canceled) {
		t.Errorf("a look nobody waits for: %v", err)
	}
}
