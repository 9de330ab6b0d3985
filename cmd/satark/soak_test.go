package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The short form of `satark soak`: fewer citizens, fewer kills, always the same seed.
func TestNothingIsLostWhenTheBotIsKilled(t *testing.T) {
	program := filepath.Join(t.TempDir(), "satark")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for mode, webhook := range map[string]bool{"polling": false, "webhook": true} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := soak{program: program, seed: 1930, citizens: 12, kills: 15, dir: t.TempDir(), progress: func(int) {}}
			got, err := s.run(t.Context(), webhook)
			if err != nil {
				t.Fatal(err)
			}
			var table strings.Builder
			printTallies(&table, []*tally{got})
			t.Logf("satark soak --seed %d --citizens %d --kills %d --mode %s\n%s", s.seed, s.citizens, s.kills, mode, table.String())
			if got.broken() || got.stories < s.citizens {
				t.Error(strings.Join(got.notes, "\n"))
			}
		})
	}
}

func TestSoakRefusesWhatCannotBe(t *testing.T) {
	for _, args := range []string{"--mode both --citizens 0", "--mode telepathy", "--kills -1", "more"} {
		var out, complaints strings.Builder
		err := runSoak(t.Context(), strings.Fields(args), terminal{out: &out, err: &complaints})
		if err == nil || out.Len() > 0 {
			t.Errorf("%s: error %v, output %q", args, err, out.String())
		}
	}
}

func TestTableHasAColumnForEachRun(t *testing.T) {
	one, two := &tally{name: "polling", kills: 7}, &tally{name: "webhook", kills: 8}
	two.add(answersLost, 3, "citizen %d", 1)
	var out strings.Builder
	printTallies(&out, []*tally{one, two})
	for _, want := range []string{"polling webhook", "kill -9 7 8", "answers lost 0 3", "secrets found 0 0"} {
		if !strings.Contains(squeezed(out.String()), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
	if one.broken() || !two.broken() || fmt.Sprint(two.notes) != "[webhook: answers lost: citizen 1]" {
		t.Errorf("broken %t and %t, notes %q", one.broken(), two.broken(), two.notes)
	}
}

func TestCueIsHeardAcrossTwoWrites(t *testing.T) {
	dir := t.TempDir()
	c, err := spawn(t.Context(), "sh", []string{"-c", `printf 'chat page  http://127.0.0'; printf '.1:99/\n'; echo more`}, nil, create(t, dir), sandboxCue)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.said(t.Context()); err != nil || got != "127.0.0.1:99" {
		t.Errorf("heard %q, %v", got, err)
	}
	<-c.ended
	if _, err := c.said(t.Context()); err != errEnded {
		t.Errorf("after the end: %v", err)
	}
}
