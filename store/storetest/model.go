package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"satark/store"
)

// Model takes the same random steps on an engine and on a model of it, two processes
// and a few persons at a time, and compares every answer.
func Model(t *testing.T, fresh Fresh) {
	rapid.Check(t, func(rt *rapid.T) {
		place := fresh(t)
		engine, err := place.Open(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		defer engine.Close()
		m := &machine{t: t, engine: engine, now: start, model: newModel()}
		rt.Repeat(map[string]func(*rapid.T){
			"commit": m.commit, "lease": m.lease, "mark": m.mark, "wait": m.wait, "forget": m.forget,
			"trim": m.trim, "rewrap": m.rewrap, "leave": m.leave, "copy": m.copy, "": m.compare,
		})
	})
}

// model is what an engine promises, without any thought of how.
type model struct {
	persons map[string]*modelPerson
	seen    map[string]bool // person and update
}

type modelPerson struct {
	version string
	wrap    string
	lines   []string
	items   []*modelItem // by id
	owner   string       // who holds the line
	until   time.Time    // until when; or when the line may be tried again
}

type modelItem struct {
	id    string
	line  bool
	tries int
	owner string    // beside the line
	at    time.Time // beside the line
}

func newModel() *model { return &model{map[string]*modelPerson{}, map[string]bool{}} }

func (p *modelPerson) inLine() []*modelItem {
	return slices.DeleteFunc(slices.Clone(p.items), func(i *modelItem) bool { return !i.line })
}

func (p *modelPerson) find(id string) *modelItem {
	for _, item := range p.items {
		if item.id == id {
			return item
		}
	}
	return nil
}

// commit says what Commit must answer, and changes the model like it.
func (m *model) commit(c *store.Commit) (line bool, err error) {
	p := m.persons[c.Person]
	if p == nil {
		p = &modelPerson{wrap: string(c.Wrap)}
	}
	mark := fmt.Sprint(c.Person, c.Update)
	switch {
	case m.seen[mark]:
		return false, store.ErrSeen
	case p.version != c.Before:
		return false, store.ErrStale
	}
	m.persons[c.Person], m.seen[mark], p.version = p, true, c.After
	for _, l := range c.Lines {
		p.lines = append(p.lines, string(l))
	}
	line = slices.ContainsFunc(c.Items, func(i store.Item) bool { return i.Line }) && p.join(c)
	for _, i := range c.Items {
		p.items = append(p.items, newItem(c, i, line))
	}
	return line, nil
}

// join says whether new deliveries in line are leased, and leases the line.
func (p *modelPerson) join(c *store.Commit) bool {
	waiting := p.inLine()
	unknown := slices.ContainsFunc(waiting, func(i *modelItem) bool { return i.tries == 0 })
	mine := p.owner == c.Owner && p.until.After(c.Now) && !unknown
	if len(waiting) > 0 && !mine {
		return false
	}
	p.owner, p.until = c.Owner, c.Until
	return true
}

func newItem(c *store.Commit, i store.Item, line bool) *modelItem {
	item := &modelItem{id: i.ID, line: i.Line, at: i.Due}
	if i.Line && line {
		item.tries = 1
	}
	if !i.Line && !i.Due.After(c.Now) {
		item.tries, item.owner, item.at = 1, c.Owner, c.Until
	}
	return item
}

// lease returns what Lease must hand out, as "person id tries".
func (m *model) lease(l store.Leasing) []string {
	var out []string
	hand := func(person string, item *modelItem) {
		out = append(out, fmt.Sprint(person, " ", item.id, " ", item.tries))
		item.tries++
	}
	for name, p := range m.persons {
		if line := p.inLine(); len(line) > 0 && !p.until.After(l.Now) {
			p.owner, p.until = l.Owner, l.Until
			for _, item := range line {
				hand(name, item)
			}
		}
		for _, item := range p.items {
			if !item.line && !item.at.After(l.Now) {
				item.owner, item.at = l.Owner, l.Until
				hand(name, item)
			}
		}
	}
	slices.Sort(out)
	return out
}

// mark changes the model as Mark must change the engine.
func (m *model) mark(owner string, now time.Time, marks []store.Marked) {
	again := map[*modelPerson]time.Time{}
	for _, mark := range marks {
		p := m.persons[mark.Person]
		if p == nil {
			continue
		}
		item := p.find(mark.ID)
		switch {
		case item == nil:
		case mark.Done:
			p.items = slices.DeleteFunc(p.items, func(i *modelItem) bool { return i == item })
			if left := p.inLine(); item.line && !slices.ContainsFunc(left, func(i *modelItem) bool { return i.tries > 0 }) {
				p.owner, p.until = "", now
			}
		case item.line && mark.Again.After(again[p]):
			again[p] = mark.Again
		case !item.line && item.owner == owner:
			item.owner, item.at = "", mark.Again
		}
	}
	for p, at := range again {
		if p.owner == owner {
			p.owner, p.until = "", at
		}
	}
}

// machine takes the steps.
type machine struct {
	t      *testing.T
	engine store.Engine
	model  *model
	now    time.Time
	serial int
}

func (m *machine) commit(t *rapid.T) {
	m.serial++
	who := drawPerson(t)
	c := &store.Commit{
		Op: fmt.Sprint("op", m.serial), Person: who, Update: rapid.Int64Range(1, 40).Draw(t, "update"),
		After: fmt.Sprint("v.", m.serial), Wrap: []byte("key of " + who), Session: fmt.Append(nil, "s", m.serial),
		Now: m.now, SeenUntil: m.now.Add(72 * time.Hour), Owner: drawOwner(t), Until: m.now.Add(hold),
	}
	if p := m.model.persons[who]; p != nil && rapid.IntRange(0, 9).Draw(t, "stale") > 0 {
		c.Before = p.version
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "lines") {
		c.Lines = append(c.Lines, fmt.Append(nil, m.serial, "/", i))
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "items") {
		item := store.Item{ID: fmt.Sprintf("%05d-%d", m.serial, i), Due: m.now, Sealed: []byte("body")}
		if item.Line = rapid.Bool().Draw(t, "line"); !item.Line {
			item.Due = m.now.Add(time.Duration(rapid.IntRange(-1, 2).Draw(t, "due")) * hold)
		}
		c.Items = append(c.Items, item)
	}
	wantLine, want := m.model.commit(c)
	for range rapid.IntRange(1, 2).Draw(t, "attempts") {
		got, err := m.engine.Commit(m.t.Context(), c)
		if !errors.Is(err, want) || (want == nil && got.Line != wantLine) {
			t.Fatalf("commit: %+v, %v; want %v, %v", got, err, wantLine, want)
		}
	}
}

func (m *machine) lease(t *rapid.T) {
	l := store.Leasing{Owner: drawOwner(t), Now: m.now, Until: m.now.Add(hold), Limit: 1000}
	got, err := m.engine.Lease(m.t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	order := map[string]string{}
	for _, d := range got {
		names = append(names, fmt.Sprint(d.Person, " ", d.ID, " ", d.Tries))
		if string(d.Wrap) != m.model.persons[d.Person].wrap || string(d.Sealed) != "body" {
			t.Fatalf("leased %+v", d)
		}
		if d.Line && d.ID < order[d.Person] {
			t.Fatalf("%s comes after %s", d.ID, order[d.Person])
		} else if d.Line {
			order[d.Person] = d.ID
		}
	}
	slices.Sort(names)
	if want := m.model.lease(l); !slices.Equal(names, want) {
		t.Fatalf("leased %q, want %q", names, want)
	}
}

func (m *machine) mark(t *rapid.T) {
	var marks []store.Marked
	for name, p := range m.model.persons {
		for _, item := range p.items {
			marks = append(marks, store.Marked{Person: name, ID: item.id})
		}
	}
	slices.SortFunc(marks, func(a, b store.Marked) int { return strings.Compare(a.Person+a.ID, b.Person+b.ID) })
	marks = slices.DeleteFunc(marks, func(store.Marked) bool { return rapid.Bool().Draw(t, "spare") })
	for i := range marks {
		if marks[i].Done = rapid.Bool().Draw(t, "done"); !marks[i].Done {
			marks[i].Again = m.now.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "again")) * hold)
		}
	}
	owner := drawOwner(t)
	if err := m.engine.Mark(m.t.Context(), owner, m.now, marks); err != nil {
		t.Fatal(err)
	}
	m.model.mark(owner, m.now, marks)
}

func (m *machine) wait(t *rapid.T) {
	m.now = m.now.Add(rapid.SampledFrom([]time.Duration{time.Millisecond, hold / 2, hold}).Draw(t, "wait"))
}

func (m *machine) forget(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "really") > 0 {
		return
	}
	who := drawPerson(t)
	if err := m.engine.Forget(m.t.Context(), who); err != nil {
		t.Fatal(err)
	}
	delete(m.model.persons, who)
}

// compare reads all that can be read.
func (m *machine) compare(t *rapid.T) {
	want := store.Stats{}
	for _, who := range slices.Sorted(maps.Keys(m.model.persons)) {
		p := m.model.persons[who]
		want.Persons++
		want.Lines += len(p.lines)
		want.Deliveries += len(p.items)
		rec, err := m.engine.Person(m.t.Context(), who)
		if err != nil || rec.Version != p.version || string(rec.Wrap) != p.wrap || "v."+strings.TrimPrefix(string(rec.Session), "s") != p.version {
			t.Fatalf("person: %+v, %v; want version %s", rec, err, p.version)
		}
		lines, err := m.engine.Lines(m.t.Context(), who, 0, -1)
		if err != nil || !slices.EqualFunc(lines, p.lines, func(a []byte, b string) bool { return string(a) == b }) {
			t.Fatalf("lines: %q, %v; want %q", lines, err, p.lines)
		}
	}
	got, err := m.engine.Stats(m.t.Context(), start.Add(-1000*hold))
	if err != nil || got != want {
		t.Fatalf("stats: %+v, %v; want %+v", got, err, want)
	}
}

func drawPerson(t *rapid.T) string { return person(rapid.IntRange(1, 3).Draw(t, "person")) }

func drawOwner(t *rapid.T) string { return rapid.SampledFrom([]string{"a", "b"}).Draw(t, "owner") }
