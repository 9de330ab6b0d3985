package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestSamplesEndInReports(t *testing.T) {
	s := testStage(t, staging{})
	if err := s.playSamples(t.Context(), func() {}); err != nil {
		t.Fatal(err)
	}
	stats, err := s.parts.store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stats.Persons != len(cast()) || stats.Reports != len(cast()) || stats.Parked != 0 {
		t.Errorf("%d people, %d reports, %d parked; want one report for each of %d", stats.Persons, stats.Reports, stats.Parked, len(cast()))
	}
}

func TestDemoTakesTheNextPortAndKeepsItsStore(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	dir := t.TempDir()
	for _, samples := range []bool{true, false} {
		out := runDemoUntilReady(t, "--listen", busy.Addr().String(), "--data", dir)
		address := regexp.MustCompile(`http://[0-9.:]+/`).FindString(out)
		if address == "" || address == "http://"+busy.Addr().String()+"/" {
			t.Errorf("address %q, while %s is busy", address, busy.Addr())
		}
		if strings.Contains(out, "Pretend citizens") != samples {
			t.Errorf("samples %v, but printed\n%s", samples, out)
		}
	}
}

// runDemoUntilReady runs the demo as a shell would, asks for its page, and ends it.
func runDemoUntilReady(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &safeBuffer{}
	over := make(chan int, 1)
	go func() {
		over <- run(ctx, append([]string{"demo"}, args...), terminal{in: strings.NewReader(""), out: out, err: out})
	}()
	eventually(t, "ready", func() bool { return strings.Contains(out.String(), "Ctrl-C ends it.") })
	address := regexp.MustCompile(`http://[0-9.:]+/`).FindString(out.String())
	if code, page := get(address); code != 200 || !strings.Contains(page, "<html") {
		t.Errorf("the page answers %d", code)
	}
	cancel()
	if code := <-over; code != exitFine {
		t.Errorf("ended with %d:\n%s", code, out)
	}
	return out.String()
}

func TestTalkFromAPipe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.talk")
	code, out, errs := invoke(t, "/start\n2\n:fly\n\n:say 2\n:quit\n", "talk", "--transcript", file)
	if code != exitFine || !strings.Contains(out, "1)") || !strings.Contains(out, "! there is no :fly") {
		t.Errorf("code %d, err %q, out\n%s", code, errs, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	talk, err := parseScript(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(talk) != 3 || talk[0].act.text != "/start" || talk[1].act.verb != "press" || talk[2].act.text != "2" {
		t.Errorf("kept as\n%s", text)
	}
	// What was kept is a test as it stands. It has no date in it.
	if got := replay(t, string(text), "en"); got != string(text) {
		t.Errorf("played again it differs: %s", firstDifference(string(text), got))
	}
}

func TestTalkPrintsItself(t *testing.T) {
	_, out, _ := invoke(t, "/help\n:print\n", "talk", "--lang", "hi")
	if !strings.Contains(out, "> > /help\n< ") {
		t.Errorf("not printed:\n%s", out)
	}
}

func TestBenchMeasuresEveryPart(t *testing.T) {
	code, out, errs := invoke(t, "", "bench", "--for", "1ms", "--chats", "2")
	if code != exitFine {
		t.Fatalf("code %d: %s", code, errs)
	}
	rows := regexp.MustCompile(`(?m)^(dialogues|store|the whole).* +[0-9]+ +[0-9.]+ +[0-9]+ +[0-9.]+x$`).FindAllString(out, -1)
	if len(rows) != 3 {
		t.Fatalf("%d rows in\n%s", len(rows), out)
	}
}

func TestClock(t *testing.T) {
	c := stoppedClock(talkTime())
	c.forward(90 * time.Minute)
	if got := c.now(); !got.Equal(talkTime().Add(90*time.Minute)) || got.Location() != time.UTC {
		t.Errorf("got %v", got)
	}
}
