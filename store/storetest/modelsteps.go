package storetest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

func (m *machine) trim(t *rapid.T) {
	who, n := drawPerson(t), rapid.IntRange(0, 4).Draw(t, "lines")
	if err := m.engine.Trim(m.t.Context(), who, nil, n); err != nil {
		t.Fatal(err)
	}
	if p := m.model.persons[who]; p != nil {
		p.lines = p.lines[min(n, len(p.lines)):]
	}
}

func (m *machine) rewrap(t *rapid.T) {
	m.serial++
	who, p := drawPerson(t), &modelPerson{}
	if known := m.model.persons[who]; known != nil {
		p = known
	}
	old, wrap := p.wrap, fmt.Sprint("key ", m.serial, " of ", who)
	if rapid.Bool().Draw(t, "another") {
		old = "another"
	}
	want := p.version != "" && old == p.wrap
	for range rapid.IntRange(1, 2).Draw(t, "attempts") {
		got, err := m.engine.Rewrap(m.t.Context(), who, []byte(old), []byte(wrap))
		if err != nil || got != want {
			t.Fatalf("wrap %q anew as %q: %v, %v; want %v", old, wrap, got, err, want)
		}
	}
	if want {
		p.wrap = wrap
	}
}

// leave gives back what a process holds.
func (m *machine) leave(t *rapid.T) {
	owner := drawOwner(t)
	if err := m.engine.Leave(m.t.Context(), owner, m.now); err != nil {
		t.Fatal(err)
	}
	m.model.free(func(holder string) bool { return holder == owner }, m.now)
}

// free ends leases: what they were for is due at a time, if it was not before.
func (m *model) free(whose func(owner string) bool, at time.Time) {
	for _, p := range m.persons {
		if p.owner != "" && whose(p.owner) && len(p.inLine()) > 0 {
			p.owner, p.until = "", earlier(p.until, at)
		}
		for _, item := range p.items {
			if item.owner != "" && whose(item.owner) {
				item.owner, item.at = "", earlier(item.at, at)
			}
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// copy imports all that is kept in its own place: only leases are gone.
func (m *machine) copy(t *rapid.T) {
	for cursor := ""; ; {
		some, next, err := m.engine.Walk(m.t.Context(), cursor, 2)
		if err == nil {
			err = m.engine.Import(m.t.Context(), some)
		}
		if err != nil {
			t.Fatal(err)
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	for _, p := range m.model.persons {
		p.owner = ""
		for _, item := range p.items {
			item.owner = ""
		}
	}
}
