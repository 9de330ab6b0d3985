package store

import (
	"context"
	"time"
)

// Engine is what a database does beneath Store. It sees opaque bytes and keyed
// hashes: persons, report numbers and identifiers are 32 lower-case hexadecimal
// digits, so an engine can leak neither who wrote nor what was written.
//
// For every method:
//   - what was answered with a nil error survives the end of the process, and the loss
//     of power as far as Check says the database promises it;
//   - an error other than those of this package means nothing about whether the change
//     took place: it may be asked again, and every change may be asked twice, but for what
//     Spend takes and the lines that Trim cuts. Those a client of the database that repeats
//     an operation by itself must not do twice;
//   - byte slices belong to the caller, going in and coming out;
//   - times are UTC and kept to the millisecond.
//
// All methods may be called at the same time.
type Engine interface {
	// Person returns the record of one person, the zero Person when there is none.
	Person(ctx context.Context, person string) (Person, error)

	// Commit writes all of c or nothing. The checks come in this order:
	//  1. c.Update was committed for c.Person by the same c.Op: answer what was
	//     answered then, change nothing;
	//  2. it was committed by another Op: ErrSeen;
	//  3. the person's version is not c.Before: ErrStale.
	// The mark that c.Update was seen is kept until c.SeenUntil at least, and
	// outlives Forget.
	//
	// Side deliveries that are due at c.Now are leased to c.Owner until c.Until. Those
	// in line are leased when the line was empty, or was held by c.Owner as a whole, whose
	// lease is then renewed; else they wait for Lease behind what stands before them.
	Commit(ctx context.Context, c *Commit) (Committed, error)

	// Claim takes a report number for a person, for good. It returns ErrTaken when
	// another person holds it, and nil as often as the same person asks.
	Claim(ctx context.Context, number, person string) error
	// Holder returns the person that holds a number, or ErrNotFound.
	Holder(ctx context.Context, number string) (person string, err error)

	// Report returns one report of a person, or ErrNotFound.
	Report(ctx context.Context, person, number string) ([]byte, error)
	// Reports returns all reports of a person, in no order.
	Reports(ctx context.Context, person string) ([]Record, error)
	// Lines returns at most n lines of a person's transcript, in the order they were
	// committed, leaving out the first after. A negative n means all.
	Lines(ctx context.Context, person string, after, n int) ([][]byte, error)

	// Lease hands deliveries that are due to l.Owner and to nobody else until l.Until,
	// the longest due first. A person's line is leased as a whole, in the order of the
	// ids: as long as one holds it, no other gets any part of it. When the answer is
	// lost, what was leased comes back after l.Until.
	Lease(ctx context.Context, l Leasing) ([]Leased, error)
	// Mark removes the deliveries that are done, whoever holds them. The others go
	// back, due at Again, if owner still holds them; a line goes back as a whole, due
	// at the latest Again among its marks. A line in which only deliveries are left that
	// were never leased is due at now, for its holder may not know of them. Unknown ids
	// are ignored.
	Mark(ctx context.Context, owner string, now time.Time, marks []Marked) error

	// Beat says that the process b.Owner lives, and will be believed to until b.Until.
	// It frees the leases of whoever has not said so in time, and of every other
	// process at the same b.Place, for only one can be there. What is freed is due at
	// b.Now. An engine that only one process can use frees all that others hold.
	Beat(ctx context.Context, b Beating) (Standing, error)
	// Leave is the end of a process that ends well: it is no longer believed to live,
	// and what it still holds is due at now.
	Leave(ctx context.Context, owner string, now time.Time) error
	// Spend takes one from the allowance kept under name: burst at once, and one more
	// every so long. It answers 0, or how long until there is one to take, and takes
	// nothing then. An allowance may be forgotten when the process ends.
	Spend(ctx context.Context, name string, now time.Time, every time.Duration, burst int) (wait time.Duration, err error)

	// Forget removes the person's record with the wrapped key, the transcript, the
	// reports and the deliveries. Numbers stay taken, by nobody. Seen marks stay.
	Forget(ctx context.Context, person string) error
	// Trim removes some reports of a person and so many of the first lines of the
	// transcript, all of them when there are fewer. Numbers stay taken, by nobody. The
	// person's version stays as it is.
	Trim(ctx context.Context, person string, reports []string, lines int) error
	// Rewrap puts a person's key, wrapped anew, in the place of old. It answers whether
	// wrap is what is kept now: not when the person was forgotten or old is not kept.
	Rewrap(ctx context.Context, person string, old, wrap []byte) (bool, error)

	// Park keeps something sealed by its id until Unpark; parking it again replaces it.
	Park(ctx context.Context, p ParkedRecord) error
	// Parked returns all that is parked, by rising id.
	Parked(ctx context.Context) ([]ParkedRecord, error)
	// Unpark drops what is parked under an id; there may be nothing.
	Unpark(ctx context.Context, id string) error

	// Index adds a report number to the sets of some marks, and takes it from others.
	Index(ctx context.Context, number string, add, drop []string) error
	// Indexed counts the report numbers in the set of one mark.
	Indexed(ctx context.Context, mark string) (int, error)

	// Kept returns what is kept under a name, or ErrNotFound.
	Kept(ctx context.Context, name string) ([]byte, error)
	// Once keeps value under name if there is none yet, and returns what is kept.
	Once(ctx context.Context, name string, value []byte) ([]byte, error)
	// Replace puts value in the place of old, and answers whether value is what is
	// kept now.
	Replace(ctx context.Context, name string, old, value []byte) (bool, error)

	// People hands out all persons, about n at a time. The cursor "" begins; the next
	// one is "" at the end. Who is there from beginning to end comes once at least.
	People(ctx context.Context, cursor string, n int) (some []Wrapped, next string, err error)
	// Walk hands out everything that is kept, about n entries at a time, as People
	// does. A person's dossier is of one moment. Leases, allowances and who lives are
	// not handed out.
	Walk(ctx context.Context, cursor string, n int) (some []Entry, next string, err error)
	// Import writes entries, each as a whole, in the place of what is kept under the
	// same key; doing it again changes nothing. What is imported is leased to nobody.
	Import(ctx context.Context, entries []Entry) error
	// Stats counts what is kept; the counts may be a moment apart from one another.
	Stats(ctx context.Context, now time.Time) (Stats, error)
	// Check says what the database really promises, with what is wrong first.
	Check(ctx context.Context) ([]Finding, error)
	// Close ends the use of the engine. Calls under way are finished first.
	Close() error
}

// Person is the record of one person as an engine keeps it.
type Person struct {
	Version string // compared for equality only; "": there is no such person
	Wrap    []byte // the person's key, wrapped
	Session []byte
}

// Commit is a turn as an engine sees it.
type Commit struct {
	Op     string // random: the same for every attempt at this one commit
	Person string
	Update int64

	Before, After string // versions; Before is "" for a person's first commit
	Wrap          []byte // counts in a person's first commit only: see Rewrap
	Session       []byte
	Lines         [][]byte
	Reports       []Record
	Items         []Item

	Now       time.Time
	SeenUntil time.Time
	Owner     string    // the process that will act on what is due
	Until     time.Time // until when it may
}

// Committed is what became of a commit.
type Committed struct {
	// Line says that the deliveries in line are leased to the owner.
	Line bool
}

// Record is a sealed record and its key.
type Record struct {
	Key    string // keyed hash of a report number
	Sealed []byte
}

// Item is a delivery as an engine sees it.
type Item struct {
	ID     string // unique; ids of one person sort as they are to be delivered; no spaces
	Line   bool   // in line with the person's others, else at its own time
	Due    time.Time
	Sealed []byte
}

// Leasing asks for deliveries.
type Leasing struct {
	Owner string
	Now   time.Time
	Until time.Time
	Limit int // how many lines and single deliveries at most, 1 at least
}

// Leased is a delivery handed out.
type Leased struct {
	Item          // Due is not kept: zero
	Person string // whose it is
	Wrap   []byte // that person's key, wrapped
	Tries  int    // how often it was leased before
}

// Marked is what became of a delivery.
type Marked struct {
	Person, ID string
	Done       bool
	Again      time.Time
}

// ParkedRecord is something parked as an engine sees it.
type ParkedRecord struct {
	ID     string // no spaces
	Person string // "" when unknown
	Sealed []byte
}

// Beating is a sign of life.
type Beating struct {
	Owner string
	// Place is where the process runs: two that live are never at the same. "" is no
	// place, and may be shared.
	Place string
	Now   time.Time
	Until time.Time
}

// Standing is how a process stands among those that share the store.
type Standing struct {
	Alive int  // how many live, this one among them
	First bool // whether this one has lived longest: for what only one shall do
}

// Wrapped is a person and the person's key, wrapped.
type Wrapped struct {
	Person string
	Wrap   []byte
}

// Entry is one thing that is kept, for a backup or for another engine. One of its parts
// is set.
type Entry struct {
	Dossier *Dossier      `json:"dossier,omitempty"`
	Claim   *Claim        `json:"claim,omitempty"`
	Index   *Indexing     `json:"index,omitempty"`
	Seen    *Seen         `json:"seen,omitempty"`
	Parked  *ParkedRecord `json:"parked,omitempty"`
	Name    *Named        `json:"name,omitempty"`
}

// Dossier is all of one person, but for seen marks.
type Dossier struct {
	Person  string
	Record  Person
	Lines   [][]byte
	Reports []Record
	Items   []Pending
}

// Pending is a delivery not yet done. Due is when somebody may act on it next.
type Pending struct {
	Item
	Tries int
}

// Claim is who holds a report number; Person is "" when nobody does any more.
type Claim struct{ Number, Person string }

// Indexing is one report number under one mark.
type Indexing struct{ Mark, Number string }

// Seen is the mark that an update was committed.
type Seen struct {
	Person string
	Update int64
	Op     string
	Line   bool // what the commit answered
	Until  time.Time
}

// Named is what Once and Replace keep.
type Named struct {
	Name  string
	Value []byte
}

// Stats counts what a store holds.
type Stats struct {
	Persons    int
	Reports    int
	Lines      int
	Deliveries int       // not yet done
	Due        int       // of those, lines and single deliveries that wait for Lease
	Oldest     time.Time // since when the longest of them has waited, UTC; zero when none
	Parked     int
}

// Finding is one thing Check found.
type Finding struct {
	Level Level
	What  string // a fact, in one English sentence
	Mend  string // what to do about it; "" when nothing
}

// Level is how grave a finding is.
type Level string

// Levels, rising.
const (
	Fine    Level = "fine"
	Warning Level = "warning"
	Fault   Level = "fault"
)
