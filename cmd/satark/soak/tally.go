package soak

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Tally is what one trial came to. All of faults has to be 0.
type Tally struct {
	name   string
	trial  Trial
	faults [faultKinds]int
	// Stories is how many conversations came to their end.
	Stories      int
	deeds        int
	struck       map[Fault]int
	deaths       int           // processes of the bot that nobody ended
	nudges       int           // asked again, for want of an answer
	secretsTyped int           //
	longest      time.Duration // that somebody waited for an answer
	longestStop  time.Duration // that a process took to end when it was asked to
	repeats      int           // updates that were delivered again
	cut          int           // calls that were carried out and whose answer was lost
	twice        int           // messages that were sent twice: allowed after a kill
	twiceAtLoss  int           // of them, those that a failover or a wrong clock explains
	window       time.Duration // how long before the end of a master an answer was taken that is lost
	searched     int           // bytes looked through
	took         time.Duration
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
	doubledTooOften
	sentAgain
	deliveriesMissing
	filesLost
	parkedLeft
	secretsFound
	personsFound
	diedAlone
	cried
	stopsSlow
	faultKinds // how many there are
)

func (k faultKind) String() string {
	return [faultKinds]string{
		"conversations that came to a stop", "answers lost", "answers doubled", "turns out of order",
		"reports lost", "reports doubled", "reports with a wrong field", "replies missing",
		"replies nobody recorded", "replies doubled more than once a kill and chat", "sends caused by an update that came again",
		"deliveries missing", "files lost", "parked", "secrets found",
		"names and numbers in the clear", "processes that ended by themselves", "panics and data races", "stops that took more than 10 s",
	}[k]
}

const mostNotes = 40

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

// Print prints one table with a column for each trial.
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
	row("replicas", func(t *Tally) any { return t.trial.replicas() })
	for _, one := range faultTable() {
		if struck(all, one.fault) {
			row("struck by "+string(one.fault), func(t *Tally) any { return t.struck[one.fault] })
		}
	}
	row("calls of Telegram that fail, %", func(t *Tally) any { return t.failing() })
	row("calls whose answer was lost", func(t *Tally) any { return t.cut })
	row("updates that came again", func(t *Tally) any { return t.repeats })
	row("conversations at a time", func(t *Tally) any { return t.trial.Citizens })
	row("conversations", func(t *Tally) any { return t.Stories })
	row("messages and taps", func(t *Tally) any { return t.deeds })
	row("of them again, for want of an answer", func(t *Tally) any { return t.nudges })
	row("secrets typed", func(t *Tally) any { return t.secretsTyped })
	row("longest wait for an answer, seconds", func(t *Tally) any { return fmt.Sprintf("%.1f", t.longest.Seconds()) })
	row("longest stop when asked to, seconds", func(t *Tally) any { return fmt.Sprintf("%.1f", t.longestStop.Seconds()) })
	for k := range faultKinds {
		row(k.String(), func(t *Tally) any { return t.faults[k] })
	}
	row("advisories doubled", func(*Tally) any { return "not there yet" })
	row("replies doubled (allowed: one a kill and chat)", func(t *Tally) any { return t.twice })
	row("of them at a failover or by a wrong clock", func(t *Tally) any { return t.twiceAtLoss })
	row("window of what was lost, ms", func(t *Tally) any { return t.window.Milliseconds() })
	row("MB searched for secrets", func(t *Tally) any { return fmt.Sprintf("%.1f", float64(t.searched)/1e6) })
	row("seconds", func(t *Tally) any { return int(t.took.Seconds()) })
	_ = table.Flush() // an error of w is the terminal's
}

func struck(all []*Tally, f Fault) bool {
	for _, t := range all {
		if t.struck[f] > 0 {
			return true
		}
	}
	return false
}

func (t *Tally) failing() string {
	if !t.trial.has(Telegram) {
		return "0"
	}
	return fmt.Sprintf("%g", 100*t.trial.Telegram)
}
