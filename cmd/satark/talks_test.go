package main

import (
	"context"
	"flag"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/fraud"
)

var update = flag.Bool("update", false, "rewrite the talks with what is said now")

// talkTime is when every talk begins: a Tuesday, half past three in the afternoon.
func talkTime() time.Time { return time.Date(2026, 11, 24, 15, 30, 0, 0, fraud.IST) }

// Every talk goes through Telegram's stand-in, the bot and the store. After each turn
// the bot is stopped and started again on the same directory: what a citizen told must
// not live in memory. The whole file is compared, so a sentence too many fails as a
// sentence too few does.
func TestTalks(t *testing.T) {
	files, err := filepath.Glob("testdata/talks/*.talk")
	if err != nil || len(files) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".talk"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			holdSteps(t, string(want))
			got := replay(t, string(want), langOf(file))
			if got == string(want) {
				return
			}
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("the talk went otherwise (go test -update rewrites it):\n%s", firstDifference(string(want), got))
		})
	}
}

// atMost is the promise that a talk's comment may make of its length.
var atMost = regexp.MustCompile(`(?m)^#.* at most (\d+) taps and messages`)

// holdSteps counts what the citizen does in a talk that promises to be short.
func holdSteps(t *testing.T, talk string) {
	t.Helper()
	promise := atMost.FindStringSubmatch(talk)
	if promise == nil {
		return
	}
	most, err := strconv.Atoi(promise[1])
	if steps := strings.Count("\n"+talk, "\n> "); err != nil || steps > most {
		t.Errorf("%d taps and messages, at most %s were promised", steps, promise[1])
	}
	if !strings.Contains(talk, "✅ Your report is ready: ") && !*update {
		t.Error("the talk does not end in a report")
	}
}

// langOf is the language of a talk by its file's name: ….hi.talk or …-hi.talk.
func langOf(file string) string {
	name := strings.TrimSuffix(filepath.Base(file), ".talk")
	return name[strings.LastIndexAny(name, "-.")+1:]
}

func replay(t *testing.T, text, lang string) string {
	t.Helper()
	talk, err := parseScript(text)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewSource(1930))
	s := testStage(t, staging{
		clock: stoppedClock(talkTime()),
		seams: seams{numbers: func() (fraud.Number, error) { return fraud.NewNumber(random) }},
	})
	asha := s.enter(700_300_001, sandbox.Profile{First: "Asha", Last: "Devi", Lang: lang})
	went, err := asha.play(t.Context(), talk, s.restart)
	if err != nil {
		t.Fatalf("%v\nafter\n%s", err, went)
	}
	return went.String()
}

// testStage is a booted stage that is struck when the test ends.
func testStage(t testing.TB, how staging) *stage {
	t.Helper()
	how.dir = t.TempDir()
	s, err := setStage(how)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.strike(); err != nil {
			t.Error(err)
		}
	})
	if err := s.boot(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	return s
}

func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			from, to := max(0, i-3), i+4
			return "want\n" + strings.Join(a[from:min(to, len(a))], "\n") + "\ngot\n" + strings.Join(b[from:min(to, len(b))], "\n")
		}
	}
	return "one is longer:\nwant ends\n" + strings.Join(a[max(0, len(a)-6):], "\n") + "\ngot ends\n" + strings.Join(b[max(0, len(b)-6):], "\n")
}
