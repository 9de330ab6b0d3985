package soak

import (
	"fmt"
	"strings"
	"testing"
)

func TestTableHasAColumnForEachRun(t *testing.T) {
	one := &Tally{name: "file-polling", struck: map[Fault]int{Kill: 7}}
	two := &Tally{name: "redis-webhook", struck: map[Fault]int{Kill: 8}}
	two.add(answersLost, 3, "citizen %d", 1)
	var out strings.Builder
	Print(&out, []*Tally{one, two})
	for _, want := range []string{"file-polling redis-webhook", "struck by kill 7 8", "answers lost 0 3", "secrets found 0 0"} {
		if !strings.Contains(squeezed(out.String()), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
	if one.Broken() || !two.Broken() || fmt.Sprint(two.Notes) != "[redis-webhook: answers lost: citizen 1]" {
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
	if !c.hasSaid() || !c.isOver() || c.meant.Load() {
		t.Error("it has said it, and ended by itself")
	}
	if got, err := c.said(t.Context()); got != "127.0.0.1:99" && err != errEnded {
		t.Errorf("after the end: %q, %v", got, err)
	}
}
