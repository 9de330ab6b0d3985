package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// tally is what one run came to. All of faults has to be 0.
type tally struct {
	name     string // how updates came
	faults   [faultKinds]int
	stories  int
	deeds    int
	kills    int
	nudges   int           // asked again, for want of an answer
	secrets  int           // typed
	longest  time.Duration // that somebody waited for an answer
	twice    int           // messages that were sent twice: allowed after a kill
	searched int           // bytes looked through
	took     time.Duration
	notes    []string // the first faults in words, without what citizens wrote
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
func (t *tally) add(k faultKind, n int, format string, args ...any) {
	if n == 0 {
		return
	}
	t.faults[k] += n
	if len(t.notes) < mostNotes {
		t.notes = append(t.notes, t.name+": "+k.String()+": "+fmt.Sprintf(format, args...))
	}
}

func (t *tally) broken() bool { return t.faults != [faultKinds]int{} }

// printTallies prints one table with a column for each run.
func printTallies(w io.Writer, all []*tally) {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	row := func(name string, value func(*tally) any) {
		fmt.Fprint(table, name, "\t")
		for _, t := range all {
			fmt.Fprint(table, value(t), "\t")
		}
		fmt.Fprintln(table)
	}
	row("", func(t *tally) any { return t.name })
	row("kill -9", func(t *tally) any { return t.kills })
	row("conversations", func(t *tally) any { return t.stories })
	row("messages and taps", func(t *tally) any { return t.deeds })
	row("of them again, for want of an answer", func(t *tally) any { return t.nudges })
	row("secrets typed", func(t *tally) any { return t.secrets })
	row("longest wait for an answer, seconds", func(t *tally) any { return fmt.Sprintf("%.1f", t.longest.Seconds()) })
	for k := range faultKinds {
		row(k.String(), func(t *tally) any { return t.faults[k] })
	}
	row("replies doubled (allowed after a kill)", func(t *tally) any { return t.twice })
	row("MB searched for secrets", func(t *tally) any { return fmt.Sprintf("%.1f", float64(t.searched)/1e6) })
	row("seconds", func(t *tally) any { return int(t.took.Seconds()) })
	_ = table.Flush() // an error of w is the terminal's
}
