package soak

import (
	"fmt"
	"strings"
	"testing"
)

func TestTableHasAColumnForEachRun(t *testing.T) {
	one, two := &Tally{name: "polling", kills: 7}, &Tally{name: "webhook", kills: 8}
	two.add(answersLost, 3, "citizen %d", 1)
	var out strings.Builder
	Print(&out, []*Tally{one, two})
	for _, want := range []string{"polling webhook", "kill -9 7 8", "answers lost 0 3", "secrets found 0 0"} {
		if !strings.Contains(squeezed(out.String()), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
	if one.Broken() || !two.Broken() || fmt.Sprint(two.Notes) != "[webhook: answers lost: citizen 1]" {
		t.Errorf("broken %t and %t, notes %q", one.Broken(), two.Broken(), two.Notes)
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
