package redisstore_test

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"satark/dialogs"
	"satark/store"
	"satark/store/seal"
)

// oldKey is the operator's key of all stores in testdata.
const oldKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

// fillFrom has a server hold what a file of testdata says: a command a line, each word
// quoted as in Go.
func (s *server) fillFrom(t *testing.T, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rdb := s.client()
	defer rdb.Close()
	for lines := bufio.NewScanner(bytes.NewReader(raw)); lines.Scan(); {
		rest := lines.Text()
		if strings.HasPrefix(rest, "#") {
			continue
		}
		var args []any
		for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
			word, err := strconv.QuotedPrefix(rest)
			if err != nil {
				t.Fatal(err)
			}
			text, err := strconv.Unquote(word)
			if err != nil {
				t.Fatal(err)
			}
			args, rest = append(args, text), rest[len(word):]
		}
		if err := rdb.Do(t.Context(), args...).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStoresOfOldVersionsOpen opens what each version kept that changed the layout, and
// goes on with it.
func TestStoresOfOldVersionsOpen(t *testing.T) {
	files, err := filepath.Glob("testdata/*.redis")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stores of old versions: %v", err)
	}
	s := startServer(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".redis"), func(t *testing.T) {
			place := s.place(t)
			s.fillFrom(t, file)
			engine, err := place.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer engine.Close()
			goOn(t, engine)
		})
	}
}

// goOn is what every old store answers, four minutes after it was left with two
// deliveries leased to processes that are dead.
func goOn(t *testing.T, engine store.Engine) {
	key, err := seal.ParseKey(oldKey)
	if err != nil {
		t.Fatal(err)
	}
	operator, err := seal.NewOperator(key)
	if err != nil {
		t.Fatal(err)
	}
	at := now.Add(5 * time.Minute)
	st, err := store.Open(t.Context(), engine, operator, store.Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	if id, report, err := st.Find(t.Context(), "SK-7F3K-92QX"); err != nil || id != 1001 || report.Suspicion.Details != "a story" {
		t.Errorf("the report: %d, %+v, %v", id, report, err)
	}
	if lines, err := st.Transcript(t.Context(), 1001, 0, -1); err != nil || len(lines) != 2 || lines[1].Text != "two" {
		t.Errorf("the transcript: %+v, %v", lines, err)
	}
	if list, err := st.ParkedList(t.Context()); err != nil || len(list) != 1 || list[0].ID != "5" || list[0].Kind != store.ParkedUpdate {
		t.Errorf("parked: %+v, %v", list, err)
	}
	due, err := st.Lease(t.Context(), at, 10, time.Minute)
	var bodies []string
	for _, d := range due {
		bodies = append(bodies, string(d.Body))
	}
	if slices.Sort(bodies); err != nil || !slices.Equal(bodies, []string{"reply to three", "reply to two"}) {
		t.Errorf("leased %q, %v", bodies, err)
	}
	counts := map[string]int{}
	for _, entry := range walkAll(t, engine) {
		counts[kindOf(entry)]++
	}
	if counts["dossier"] != 2 || counts["seen"] != 4 || counts["claim"] != 2 || counts["index"] != 1 || counts["parked"] != 1 {
		t.Errorf("handed out: %v", counts)
	}
	turn(t, st, 1001, 2, store.ErrSeen)
	turn(t, st, 1001, 9, nil)
	if _, err := st.Rekey(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if err := st.Forget(t.Context(), 1001); err != nil {
		t.Error(err)
	}
	if stats, err := st.Stats(t.Context()); err != nil || stats != (store.Stats{Persons: 1, Lines: 1, Deliveries: 1}) {
		t.Errorf("stats %+v, %v", stats, err)
	}
}

func turn(t *testing.T, st *store.Store, chat, update int64, want error) {
	t.Helper()
	c, err := st.Load(t.Context(), chat)
	if err != nil || c.Session.Lang != "hi" {
		t.Fatalf("load: %+v, %v", c, err)
	}
	err = st.Commit(t.Context(), &store.Turn{Chat: c, Update: update, Session: dialogs.Session{Lang: "hi"}, Lines: []store.Line{{Text: "new"}}})
	if !errors.Is(err, want) {
		t.Errorf("update %d: %v, want %v", update, err, want)
	}
}

// walkAll is everything that an engine hands out.
func walkAll(t *testing.T, engine store.Engine) []store.Entry {
	t.Helper()
	var all []store.Entry
	for cursor := ""; ; {
		some, next, err := engine.Walk(t.Context(), cursor, 10)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
		if cursor = next; cursor == "" {
			return all
		}
	}
}

func kindOf(e store.Entry) string {
	switch {
	case e.Dossier != nil:
		return "dossier"
	case e.Claim != nil:
		return "claim"
	case e.Index != nil:
		return "index"
	case e.Seen != nil:
		return "seen"
	case e.Parked != nil:
		return "parked"
	}
	return "name"
}
