package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"satark/fraud"
	"satark/store"
	"satark/store/blobstore"
	"satark/store/redisstore"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

var update = flag.String("update", "", "write the corpus of this version, such as v3, which must not be there yet")

// corpusEngines open what a version left, copied to dir, and say how to end the service
// that serves it.
func corpusEngines() map[string]func(t *testing.T, dir string) (store.Engine, func() error) {
	return map[string]func(t *testing.T, dir string) (store.Engine, func() error){
		"embedded": func(t *testing.T, dir string) (store.Engine, func() error) {
			engine, err := sqlitestore.Open(t.Context(), dir, sqlitestore.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return engine, func() error { return nil }
		},
		"redis": func(t *testing.T, dir string) (store.Engine, func() error) {
			rig := startRedis(t, dir)
			engine, err := redisstore.Open(t.Context(), rig.URL(), redisstore.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return engine, rig.Nodes()[0].Kill
		},
	}
}

// TestCorpus opens the stores of every version, reads all of them and goes on with them.
func TestCorpus(t *testing.T) {
	if *update != "" {
		writeCorpus(t, filepath.Join("testdata", *update))
	}
	versions, err := filepath.Glob(filepath.Join("testdata", "v*"))
	if err != nil || len(versions) < 2 {
		t.Fatalf("the corpus is %v, %v", versions, err)
	}
	for _, version := range versions {
		for name, open := range corpusEngines() {
			t.Run(filepath.Base(version)+" "+name, func(t *testing.T) {
				dir := t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(filepath.Join(version, name))); err != nil {
					t.Fatal(err)
				}
				engine, _ := open(t, dir)
				goOn(t, openCorpus(t, engine, corpusKey(t, version), dir, told.Add(time.Hour)), filepath.Base(version))
			})
		}
	}
}

func corpusKey(t *testing.T, version string) seal.Key {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(version, "operator.key"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.ParseKey(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// corpus is a store of the corpus in use.
type corpus struct {
	*store.Store
	engine store.Engine
	blobs  *blobstore.Dir
	key    seal.Key
	now    time.Time
}

func openCorpus(t *testing.T, engine store.Engine, key seal.Key, dir string, now time.Time) *corpus {
	t.Helper()
	blobs, err := blobstore.Open(filepath.Join(dir, "evidence"))
	if err != nil {
		t.Fatal(err)
	}
	c := &corpus{engine: engine, blobs: blobs, key: key, now: now}
	if c.Store, err = store.Open(t.Context(), engine, newOperator(t, key), c.options()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func (c *corpus) options() store.Options {
	return store.Options{Blobs: c.blobs, SeenFor: seenFor, Now: func() time.Time { return c.now }}
}

// writeCorpus tells the story to both engines of today.
func writeCorpus(t *testing.T, dir string) {
	t.Helper()
	if _, err := os.Stat(dir); err == nil {
		t.Fatalf("%s is there: the corpus only grows", dir)
	}
	key := seal.NewKey()
	for name, open := range corpusEngines() {
		at := t.TempDir()
		engine, end := open(t, at)
		c := openCorpus(t, engine, key, at, told)
		if err := errors.Join(tell(t.Context(), c.Store), tellMore(t.Context(), c.Store), c.Close(), end()); err != nil {
			t.Fatal(err)
		}
		leaveOut(t, at)
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(at)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "operator.key"), []byte(key.Text()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// leaveOut removes what is no data, and says where it was written.
func leaveOut(t *testing.T, dir string) {
	t.Helper()
	for _, pattern := range []string{"lock", "redis/redis.conf", "redis/log", "redis/temp-*"} {
		paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// goOn reads all of the story and goes on with it.
func goOn(t *testing.T, c *corpus, version string) {
	readPersons(t, c)
	readReports(t, c)
	readDeliveries(t, c, version)
	if got, want := c.each(t), []int64{101, 102, 104}; version == "v1" && !slices.Equal(got, want) {
		t.Errorf("the chats are %v, want %v: v1 does not tell that of who reported nothing", got, want)
	}
	newTurns(t, c)
	if got, want := c.each(t), []int64{101, 102, 104, 105, 106}; !slices.Equal(got, want) {
		t.Errorf("the chats are %v, want %v", got, want)
	}
	changeKey(t, c)
}

// each returns the chats, and fails unless it is known when they last said something.
func (c *corpus) each(t *testing.T) (chats []int64) {
	t.Helper()
	err := c.Each(t.Context(), func(h store.Held) error {
		if h.LastAt.Before(told) {
			t.Errorf("chat %d was last heard of at %v", h.Chat, h.LastAt)
		}
		chats = append(chats, h.Chat)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(chats)
	return slices.Compact(chats)
}

func readPersons(t *testing.T, c *corpus) {
	t.Helper()
	for chat, want := range map[int64]struct {
		serial, reports int
		said            []string
	}{
		101: {1, 1, []string{"पैसे कट गए", "1930", "हो गया"}}, 102: {3, 1, nil}, 104: {5, 2, []string{"two"}}, 105: {6, 0, []string{"hello"}},
	} {
		all, err := c.Everything(t.Context(), chat)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, l := range all.Transcript {
			said = append(said, l.Text)
		}
		if !reflect.DeepEqual(all.Session, aSession(want.serial)) || len(all.Reports) != want.reports || !slices.Equal(said, want.said) {
			t.Errorf("chat %d: %+v", chat, all)
		}
		// What was committed is seen.
		loaded, err := c.Load(t.Context(), chat)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Commit(t.Context(), &store.Turn{Chat: loaded, Update: 1}); !errors.Is(err, store.ErrSeen) {
			t.Errorf("chat %d: update 1 again: %v", chat, err)
		}
	}
	if chat, err := c.Load(t.Context(), 103); err != nil || chat.Version != 0 {
		t.Errorf("who was forgotten: %+v, %v", chat, err)
	}
	if got := readAll(t, c.Store, 101, "shot"); got != "a picture" {
		t.Errorf("the evidence reads %q", got)
	}
}

func readReports(t *testing.T, c *corpus) {
	t.Helper()
	want := aReport("SK-7F3K-92QX", fraud.Evidence{ID: "shot", Kind: "photo"})
	if chat, got, err := c.Find(t.Context(), want.Number); err != nil || chat != 101 || !reflect.DeepEqual(got, want) {
		t.Errorf("found %d, %+v, %v", chat, got, err)
	}
	if _, got, err := c.Find(t.Context(), "SK-0000-0102"); err != nil || got.Status != fraud.StatusWithdrawn {
		t.Errorf("a withdrawn report: %+v, %v", got, err)
	}
	if _, _, err := c.Find(t.Context(), "SK-0000-0103"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a forgotten report: %v", err)
	}
	loaded, err := c.Load(t.Context(), 105)
	if err != nil {
		t.Fatal(err)
	}
	taken := &store.Turn{Chat: loaded, Update: 99, Claims: []fraud.Number{"SK-0000-0103"}}
	if err := c.Commit(t.Context(), taken); !errors.Is(err, store.ErrTaken) {
		t.Errorf("the number of a forgotten report: %v", err)
	}
	if n, err := c.CountByIdentifier(t.Context(), fraud.Identifier{Kind: fraud.KindMobile, Value: suspect}); err != nil || n != 3 {
		t.Errorf("%d reports name the suspect, %v; want 3", n, err)
	}
}

// readDeliveries leases what was leased by a process that is gone, and what is due later.
func readDeliveries(t *testing.T, c *corpus, version string) {
	t.Helper()
	lease := func(want ...string) {
		t.Helper()
		got, err := c.Lease(t.Context(), c.now, 100, time.Minute)
		var bodies []string
		var marks []store.Mark
		for _, d := range got {
			bodies = append(bodies, string(d.Body))
			marks = append(marks, store.Mark{ID: d.ID, Chat: d.Chat, Done: true})
		}
		slices.Sort(bodies)
		if err = errors.Join(err, c.Mark(t.Context(), marks)); err != nil || !slices.Equal(bodies, want) {
			t.Errorf("leased %q, %v; want %q", bodies, err, want)
		}
	}
	lease("file", "reply", "second reply")
	c.now = told.Add(31 * 24 * time.Hour)
	lease("reminder")
	want := []store.Parked{
		{ID: "55", Kind: store.ParkedUpdate, Chat: 101, At: told, Cause: "shape", Body: []byte("{}")},
		{ID: "56", Kind: store.ParkedUpdate, At: told, Cause: "shape", Body: []byte("{}")},
	}
	if version != "v1" {
		want = append(want, parkedDelivery())
	}
	if got, err := c.ParkedList(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("parked: %+v, %v", got, err)
	}
	if err := c.Again(t.Context(), want[0], "again"); err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(time.Hour)
	lease("{}")
	if got, err := c.ParkedList(t.Context()); err != nil || len(got) != len(want)-1 {
		t.Errorf("parked: %+v, %v", got, err)
	}
}

// tellMore adds to the story what v1 could not keep. It only grows.
func tellMore(ctx context.Context, s *store.Store) error { return s.Park(ctx, parkedDelivery()) }

func parkedDelivery() store.Parked {
	return store.Parked{ID: "life-0000000001-0001", Kind: "send", Chat: 104, At: told, Cause: "refused", Number: "SK-0000-0104", Body: []byte("x")}
}

// newTurns commits turns of old chats and of a new one.
func newTurns(t *testing.T, c *corpus) {
	t.Helper()
	for _, chat := range []int64{101, 102, 104, 105, 106} {
		loaded, err := c.Load(t.Context(), chat)
		if err != nil {
			t.Fatal(err)
		}
		filed := aReport(fraud.Number(fmt.Sprintf("SK-9999-%04d", chat)))
		turn := &store.Turn{
			Chat: loaded, Update: 1000, At: c.now, Session: aSession(9), Lines: []store.Line{{At: c.now, Who: "citizen", Text: "new"}},
			Reports: []fraud.Report{filed}, Claims: []fraud.Number{filed.Number},
			Deliveries: []store.Delivery{{Kind: "send", Body: []byte("new reply")}},
		}
		if err := c.Commit(t.Context(), turn); err != nil {
			t.Fatalf("chat %d: %v", chat, err)
		}
		if turn.Deliveries[0].Leased.IsZero() {
			t.Errorf("chat %d: the line is not free", chat)
		}
		lines, err := c.Transcript(t.Context(), chat, 0, -1)
		if err != nil || lines[len(lines)-1].Text != "new" {
			t.Errorf("chat %d: %+v, %v", chat, lines, err)
		}
	}
	if stats, err := c.Stats(t.Context()); err != nil || stats.Persons != 5 || stats.Reports != 9 || stats.Lines != 10 || stats.Deliveries != 5 {
		t.Errorf("stats %+v, %v", stats, err)
	}
}

// changeKey has another operator's key take over.
func changeKey(t *testing.T, c *corpus) {
	t.Helper()
	fresh := seal.NewKey()
	both, err := store.Open(t.Context(), c.engine, newOperator(t, fresh, c.key), c.options())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := both.Rekey(t.Context(), nil); err != nil || n != 5 {
		t.Fatalf("%d keys were wrapped anew, %v", n, err)
	}
	only, err := store.Open(t.Context(), c.engine, newOperator(t, fresh), c.options())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := only.Find(t.Context(), "SK-7F3K-92QX"); err != nil {
		t.Errorf("find with the new key: %v", err)
	}
	if err := only.Forget(t.Context(), 101); err != nil {
		t.Fatal(err)
	}
	if _, err := only.OpenBlob(t.Context(), 101, "shot"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the evidence of who was forgotten: %v", err)
	}
}
