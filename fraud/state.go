package fraud

import (
	"strings"
	"sync"
	"unicode"
)

// State is a state or union territory.
type State struct {
	Code  string // as on vehicle plates: MH
	Name  string // in English
	Hindi string
}

type stateEntry struct {
	Dated
	Name  string   `json:"name"`
	Hindi string   `json:"hindi"`
	Also  []string `json:"also"`
}

var stateFacts = sync.OnceValue(func() []stateEntry { return readFacts[stateEntry]("states.json") })

// States in alphabetical order of their English names, all 36.
func States() []State {
	entries := stateFacts()
	all := make([]State, len(entries))
	for i, e := range entries {
		all[i] = State{e.ID, e.Name, e.Hindi}
	}
	return all
}

// stateNames maps every known spelling to its place in stateFacts.
var stateNames = sync.OnceValue(func() map[string]int {
	names := map[string]int{}
	for i, e := range stateFacts() {
		for _, n := range append([]string{e.ID, e.Name, e.Hindi}, e.Also...) {
			names[stateKey(n)] = i
		}
	}
	return names
})

// ParseState finds a state by its code, its name in English, Hindi or its own language, an
// old or short name, or a spelling one letter off (two in long names). It returns
// *Invalid{"state", "empty"}, {"state", "ambiguous"} when two states are equally near, or
// {"state", "shape"}.
func ParseState(s string) (State, error) {
	if len(s) > 200 {
		return State{}, &Invalid{"state", "shape"}
	}
	key := stateKey(s)
	if key == "" {
		return State{}, &Invalid{"state", "empty"}
	}
	i, ok := stateNames()[key]
	if !ok {
		var why string
		if i, why = nearestState([]rune(key)); why != "" {
			return State{}, &Invalid{"state", why}
		}
	}
	return States()[i], nil
}

// stateKey keeps the letters of a name, without the words people leave out.
func stateKey(s string) string {
	s = wordKey(s)
	for _, w := range [...]string{" and ", " & ", " और ", " state", " राज्य"} {
		s = strings.ReplaceAll(s, w, " ")
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, s)
}

func nearestState(key []rune) (index int, why string) {
	allowed := 0
	switch {
	case len(key) >= 9:
		allowed = 2
	case len(key) >= 5:
		allowed = 1
	}
	best := allowed + 1
	for name, i := range stateNames() {
		switch d := distance(key, []rune(name), allowed); {
		case d < best:
			best, index, why = d, i, ""
		case d == best && d <= allowed && i != index:
			why = "ambiguous"
		}
	}
	if best > allowed {
		return 0, "shape"
	}
	return index, why
}

// distance is how many letters must be added, dropped, changed or swapped with their
// neighbour, or limit+1 when more than limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	older, old, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range old {
		old[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(old[j]+cost, old[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
		older, old, row = old, row, older
	}
	return min(old[len(b)], limit+1)
}
