package main

import "strings"

// Fault says what is wrong with one thing an operator set, and how to mend it. It
// never holds a secret's value.
type Fault struct {
	Name string // the variable, or the part of the system
	What string // continues the name: "is not set"
	Cure string // what to do, as a command to the reader
}

// Error is one line: name, what is wrong, how to mend it.
func (f *Fault) Error() string { return f.Name + " " + f.What + ": " + f.Cure }

func fault(what, cure string) error { return &Fault{What: what, Cure: cure} }

// Faults are all faults at once, so that an operator mends them in one go.
type Faults []*Fault

// Error is one line a fault.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// add appends err, which every parser returns as a *Fault, under name.
func (f Faults) add(name string, err error) Faults {
	if err == nil {
		return f
	}
	one, ok := err.(*Fault)
	if !ok {
		one = &Fault{What: "is at fault (" + err.Error() + ")", Cure: "see --help"}
	}
	return append(f, &Fault{Name: name, What: one.What, Cure: one.Cure})
}
