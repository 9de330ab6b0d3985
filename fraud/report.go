// Package fraud holds the nouns and rules of reporting fraud in India: the
// identifiers a scammer leaves behind, money and moments as citizens write
// them, the official categories, the table that decides which desk a case
// belongs to, and the clocks that start when money is lost.
//
// It knows no Telegram, no store and no language: whatever a citizen reads is
// a code here and a sentence in package locales. Facts that may change live
// in fraud/facts as dated data with their sources.
package fraud

import (
	"encoding/json"
	"time"
)

// IST is Indian Standard Time, UTC+05:30 without daylight saving. Every date a
// citizen types or reads is in IST; every stored time is UTC.
var IST = time.FixedZone("IST", 5*3600+1800)

// Report is one case as the citizen told it. It is complete in itself: packs,
// staff and connectors read nothing else.
type Report struct {
	Number  Number    `json:"number"`
	Route   Route     `json:"route"`
	Status  Status    `json:"status"`
	Lang    string    `json:"lang"`    // BCP 47 tag the citizen spoke when filing
	Form    string    `json:"form"`    // form the answers belong to
	Version int       `json:"version"` // version of that form
	Created time.Time `json:"created"` // UTC
	Updated time.Time `json:"updated"` // UTC, the last amendment or change of status

	Suspicion *Suspicion `json:"suspicion,omitempty"` // set when Route is RouteSuspected
	Loss      *Loss      `json:"loss,omitempty"`      // set when Route is RouteLoss
	Reporter  Person     `json:"reporter"`
	Evidence  []Evidence `json:"evidence,omitempty"`
	Decision  Decision   `json:"decision"`          // the row of the decision table and why
	Filings   []Filing   `json:"filings,omitempty"` // what the citizen told us of official filings

	// Answers are the dialogue's own answers, so that a report can be amended
	// with the form it was made with. Opaque outside package dialogs.
	Answers json.RawMessage `json:"answers,omitempty"`
}

// Route says which of the two kinds of report this is.
type Route string

// The two routes that end in a report; everything else ends in an answer card.
const (
	RouteSuspected Route = "suspected" // a fraud was attempted, no money moved: Chakshu
	RouteLoss      Route = "loss"      // money moved: bank, 1930, cybercrime.gov.in
)

// Status is what we know of a report, never more (a citizen's "I filed it" is
// StatusFiled, not a registration we could vouch for).
type Status string

// The states in the order they are reached.
const (
	StatusPrepared  Status = "prepared" // complete here, packs handed to the citizen
	StatusFiled     Status = "filed"    // the citizen told us they filed it officially
	StatusClosed    Status = "closed"
	StatusWithdrawn Status = "withdrawn" // the citizen withdrew it here; official filings are theirs
)

// Suspicion is what the Chakshu form asks (domain: Chakshu form, steps 1 to 6).
type Suspicion struct {
	Medium    Medium       `json:"medium"`
	Voice     bool         `json:"voice,omitempty"` // WhatsApp: a call, not a message
	Category  Category     `json:"category"`
	Suspect   []Identifier `json:"suspect,omitempty"`     // the number, header or handle it came from; empty when none was visible
	Contacts  []Identifier `json:"contacts,omitempty"`    // numbers and links the message told the citizen to use
	ShownAs91 bool         `json:"shown_as_91,omitempty"` // a foreign caller shown with +91: also RICWIN
	At        time.Time    `json:"at"`                    // UTC
	Exact     bool         `json:"exact,omitempty"`       // At has a clock time, not only a date
	Old       bool         `json:"old,omitempty"`         // more than 30 days ago by the citizen's own word, At unknown
	Details   string       `json:"details"`
}

// Loss is what 1930 and the NCRP financial-fraud form ask.
type Loss struct {
	At           time.Time     `json:"at"` // UTC, first debit as the citizen remembers it
	Exact        bool          `json:"exact,omitempty"`
	Sub          SubCategory   `json:"sub"` // NCRP sub-category
	Transactions []Transaction `json:"transactions"`
	Suspects     []Identifier  `json:"suspects,omitempty"`
	Contact      Medium        `json:"contact,omitempty"` // how the fraudster first reached the citizen
	Details      string        `json:"details"`
}

// Total is the sum of all transactions, in paise.
func (l Loss) Total() Paise {
	var sum Paise
	for _, t := range l.Transactions {
		sum += t.Amount
	}
	return sum
}

// Transaction is one debit: one row of the portal's money trail.
type Transaction struct {
	Mode   Mode         `json:"mode"`
	Bank   string       `json:"bank,omitempty"` // bank or wallet debited, as the citizen wrote it
	Amount Paise        `json:"amount"`
	UTR    Identifier   `json:"utr,omitzero"` // zero when the citizen does not know it yet
	At     time.Time    `json:"at,omitzero"`  // UTC
	Exact  bool         `json:"exact,omitempty"`
	To     []Identifier `json:"to,omitempty"` // VPA, account, IFSC or number that received it
}

// Mode is how the money left.
type Mode string

// Modes, as asked of the citizen.
const (
	ModeUPI        Mode = "upi"
	ModeCard       Mode = "card"
	ModeNetBanking Mode = "netbanking"
	ModeWallet     Mode = "wallet"
	ModeAePS       Mode = "aeps"
	ModeCash       Mode = "cash"
	ModeCrypto     Mode = "crypto"
	ModeOther      Mode = "other"
)

// Person is the citizen who reports. Everything here is personal: masked by
// default for staff, sealed at rest.
type Person struct {
	Name     string     `json:"name,omitempty"`
	Mobile   Identifier `json:"mobile,omitzero"`
	Verified bool       `json:"verified,omitempty"` // Mobile came from Telegram's own share-contact button
	Email    Identifier `json:"email,omitzero"`
	State    string     `json:"state,omitempty"` // code of a state or union territory, as in States
	District string     `json:"district,omitempty"`
	Pincode  string     `json:"pincode,omitempty"` // six digits
}

// Evidence is one file the citizen gave. The bytes live in the blob store; the
// hash is of the original as received.
type Evidence struct {
	ID     string    `json:"id"`             // our key in the blob store; empty until fetched
	FileID string    `json:"file_id"`        // Telegram's handle, good for fetching again
	Kind   string    `json:"kind"`           // photo, document, voice, audio, video
	Name   string    `json:"name,omitempty"` // file name as sent
	MIME   string    `json:"mime,omitempty"`
	Size   int64     `json:"size,omitempty"`   // bytes
	SHA256 string    `json:"sha256,omitempty"` // hex
	At     time.Time `json:"at,omitzero"`      // UTC
}

// Filing is an official filing the citizen told us of. We cannot verify it and
// never say that we did.
type Filing struct {
	Desk      string     `json:"desk"` // "1930", "ncrp", "chakshu", "bank"
	Reference Identifier `json:"reference,omitzero"`
	At        time.Time  `json:"at"` // UTC, when they told us
}
