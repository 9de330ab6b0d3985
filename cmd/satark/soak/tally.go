package soak

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Tally is what one run came to. All of faults has to be 0.
type Tally struct {
	name   string // how updates came
	faults [faultKinds]int
	// Stories is how many conversations came to their end.
	Stories  int
	deeds    int
	kills    int
	nudges   int           // asked again, for want of an answer
	secrets  int           // typed
	longest  time.Duration // that somebody waited for an answer
	twice    int           // messages that were sent twice: allowed after a kill
	searched int           // bytes looked through
	took     time.Duration
	// Notes are the first faults in words, without what citizens wrote.
	Notes []string
}

// faultKind is one way to break a promise.
type faultKind int

const (
	unfinished faultKind = iota
	answersLost
	answersDoubled
	outOfOrder
	reportsLost
	reportsDoubled
	reportsWrong
	repliesMissing
	repliesUnknown
	filesLost
	updatesParked
	secretsFound
	personsFound
	faultKinds // how many there are
)

func (k faultKind) String() string {
	return [faultKinds]string{
		"conversations that came to a stop", "answers lost", "answers doubled", "turns out of order",
		"reports lost", "reports doubled", "reports with a wrong field", "replies missing",
		"replies nobody recorded", "files lost", "updates parked", "secrets found",
		"names and numbers in the clear",
	}[k]
}

const mostNotes = 20

// add counts n faults of a kind and keeps the words for the first of them.
func (t *Tally) add(k faultKind, n int, format string, args ...any) {
	if n == 0 {
		return
	}
	t.faults[k] += n
	if len(t.Notes) < mostNotes {
		t.Notes = append(t.Notes, t.name+": "+k.String()+": "+fmt.Sprintf(format, args...))
	}
}

// Broken reports whether any promise was broken.
func (t *Tally) Broken() bool { return t.faults != [faultKinds]int{} }

// Print prints one table with a column for each run.
func Print(w io.Writer, all []*Tally) {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	row := func(name string, value func(*Tally) any) {
		fmt.Fprint(table, name, "\t")
		for _, t := range all {
			fmt.Fprint(table, value(t), "\t")
		}
		fmt.Fprintln(table)
	}
	row("", func(t *Tally) any { return t.name })
	row("kill -9", func(t *Tally) any { return t.kills })
	row("conversations", func(t *Tally) any { return t.Stories })
	row("messages and taps", func(t *Tally) any { return t.deeds })
	row("of them again, for want of an answer", func(t *Tally) any { return t.nudges })
	row("secrets typed", func(t *Tally) any { return t.secrets })
	row("longest wait for an answer, seconds", func(t *Tally) any { return fmt.Sprintf("%.1f", t.longest.Seconds()) })
	for k := range faultKinds {
		row(k.String(), func(t *Tally) any { return t.faults[k] })
	}
	row("replies doubled (allowed after a kill)", func(t *Tally) any { return t.twice })
	row("MB searched for secrets", func(t *Tally) any { return fmt.Sprintf("%.1f", float64(t.searched)/1e6) })
	row("seconds", func(t *Tally) any { return int(t.took.Seconds()) })
	_ = table.Flush() // an error of w is the terminal's
}
