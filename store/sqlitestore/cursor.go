package sqlitestore

import (
	"errors"
	"strings"
)

// errCursor: what Walk was given is no cursor of this engine.
var errCursor = errors.New("sqlitestore: not a place in this store to go on from: begin anew")

// section is a part of what Walk hands out.
type section string

// The sections, in order. What a person's dossier refers to comes after it, so that it is
// there: a number is claimed before its report is written.
const (
	persons section = "person" // dossier, seen marks and what is parked, a person at a time
	claims  section = "claim"
	marks   section = "index"
	parked  section = "parked" // of unknown persons
	names   section = "name"
)

// next is the section after s: "" after the last one, and after what is none.
func (s section) next() section {
	switch s {
	case persons:
		return claims
	case claims:
		return marks
	case marks:
		return parked
	case parked:
		return names
	}
	return ""
}

// cursor is where Walk goes on: in a section, behind what a and b name. Its text is
// theirs with a space between: no key holds one.
type cursor struct {
	section section
	a, b    string
}

func parseCursor(text string) (cursor, error) {
	if text == "" {
		return cursor{section: persons}, nil
	}
	parts := strings.Split(text, " ")
	if len(parts) != 3 {
		return cursor{}, errCursor
	}
	c := cursor{section(parts[0]), parts[1], parts[2]}
	known := c.section.next() != "" || c.section == names
	if !known || (c.b != "" && c.section != marks) {
		return cursor{}, errCursor
	}
	return c, nil
}

// String is "" when there is no section left.
func (c cursor) String() string {
	if c.section == "" {
		return ""
	}
	return string(c.section) + " " + c.a + " " + c.b
}
