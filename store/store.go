// Package store keeps what citizens told us, and promises not to lose it.
//
// Store is the whole contract for the rest of the program: typed, sealed and
// the same on every engine. Engine is what a database has to do beneath it; it
// sees opaque bytes and keyed hashes only, so that no engine can leak what it
// never had. See store/storetest for the suite that holds every engine to it.
//
// A turn is committed as a whole, with the mark that its update was seen and with the
// deliveries it calls for; only then is anything sent. A delivery is leased to one
// process at a time, by the commit itself when it is due at once, and stays until it is
// marked. A process that dies between acting and marking leaves its leases to end, and
// what it held is handed out again with Tries above zero: whoever acts decides by the
// kind whether to repeat it (a reply: yes) or to call its fate unknown (an advisory).
//
// The main path: Load, Commit, and for what was not leased at once Lease, then Mark.
//
// Beside it: Beat says that a process lives and which one is first; Rekey changes the
// operator's key while turns go on; Backup, Restore and Move carry all of it elsewhere,
// records sealed as they are; Each and Trim are for whoever decides how long things are
// kept, and Forget destroys a person's key, with a Vault after a copy was locked away.
package store

import (
	"errors"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store/seal"
)

// Errors a caller acts on. All others are faults of the engine: try again later.
var (
	// ErrSeen: this update was committed before. Nothing was written; acknowledge it.
	ErrSeen = errors.New("store: update already committed")
	// ErrStale: the chat moved on since it was loaded. Load again and run the turn again.
	ErrStale = errors.New("store: chat changed since it was loaded")
	// ErrTaken: another person holds this report number. Draw a new one.
	ErrTaken = errors.New("store: report number taken")
	// ErrNotFound: there is no such thing.
	ErrNotFound = errors.New("store: not found")
)

// Chat is one person's conversation as loaded. It belongs to the caller, who may keep
// it in memory between turns: Commit refuses it with ErrStale when it is out of date.
type Chat struct {
	ID      int64  // Telegram chat id
	Version uint64 // 0: never seen before
	Session dialogs.Session

	person string    // keyed hash of ID: what the engine knows the person by
	life   string    // from the first commit to Forget: see version
	said   time.Time // when the last line of the transcript was said
	heard  time.Time // when the citizen said the last of theirs
	box    *seal.Box // the person's own key, unwrapped
	wrap   []byte    // the same key wrapped, to be kept with the records
}

// Turn is everything one update changes. Commit writes all of it or nothing.
type Turn struct {
	Chat    *Chat
	Update  int64 // Telegram update id; negative for turns we started ourselves
	Session dialogs.Session
	At      time.Time // UTC
	Lines   []Line    // transcript, in order
	Reports []fraud.Report
	// Claims are numbers of new reports among Reports; each must be unclaimed, or
	// claimed by this same chat.
	Claims     []fraud.Number
	Deliveries []Delivery // in the order they are to be sent
}

// Line is one line of a transcript.
type Line struct {
	At    time.Time `json:"at"`
	Who   string    `json:"who"`  // "citizen", "bot", later "staff"
	Text  string    `json:"text"` // scrubbed
	Media string    `json:"media,omitempty"`
	Data  string    `json:"data,omitempty"` // callback data of a press
}

// Delivery is one thing to be done after the commit: a message to send, a file to
// fetch, a reminder for later. It is kept until it is marked done. Those of kind "send"
// that are due at once stand in line with the chat's others; all else has its own time.
type Delivery struct {
	ID     string       // set by Commit: unique, ordered within a chat
	Chat   int64        // Telegram chat id
	Kind   string       // "send", "fetch", "remind" …: the caller's own
	Due    time.Time    // UTC; zero: at once
	Body   []byte       // sealed at rest
	Tries  int          // how often it was leased before
	Number fraud.Number // the report it belongs to, if any
	Leased time.Time    // until when this process may act on it, UTC; zero: not yet. Set by Commit and Lease
}

// Mark is what became of a delivery.
type Mark struct {
	ID    string
	Chat  int64
	Done  bool      // gone for good: delivered, or pointless
	Again time.Time // when not Done: next try, UTC
	Cause string    // why it failed, without personal data
}

// Parked is what could not be handled, kept for an operator: an update that made its turn
// fail for good, or a delivery that could not be made.
type Parked struct {
	ID     string // of the update, in decimals, or of the delivery
	Kind   string // ParkedUpdate, or the delivery's kind
	Chat   int64  // 0 when unknown
	At     time.Time
	Cause  string       // without personal data
	Number fraud.Number // the report that a delivery belongs to, if any
	Body   []byte       // the update or the delivery's body, sealed at rest
}

// ParkedUpdate is the kind of a parked update.
const ParkedUpdate = "update"

// Everything is all we hold of one person: the answer to /mydata.
type Everything struct {
	Session    dialogs.Session
	Transcript []Line
	Reports    []fraud.Report
}
