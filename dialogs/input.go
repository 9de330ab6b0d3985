package dialogs

import (
	"time"

	"satark/fraud"
)

// InputKind is the shape of what the citizen did.
type InputKind string

// Kinds of input. A forwarded message or a caption is InputText or InputMedia
// with Forwarded set.
const (
	InputText    InputKind = "text"
	InputCommand InputKind = "command" // "/lost", "/start payload"
	InputPress   InputKind = "press"   // an inline button of ours
	InputMedia   InputKind = "media"
	InputContact InputKind = "contact"
	InputPlace   InputKind = "place"
	InputOther   InputKind = "other"  // stickers, dice, polls: answered politely
	InputEdited  InputKind = "edited" // the citizen edited an earlier message
)

// Input is one thing the citizen did, freed of Telegram and of secrets: the edge
// has scrubbed it before it gets here.
type Input struct {
	Kind InputKind
	At   time.Time // UTC, when it reached us: the only clock a dialogue sees

	Text    string // what was typed, a caption, or a forwarded text; secrets masked
	Command string // "start", "lost": lower case, without slash and @botname
	Payload string // what followed the command
	Data    string // callback data of the pressed button

	Media   *fraud.Evidence
	Album   string // media group: files sent together share it
	Refused string // why the edge refused a file: "executable", "type", "size"

	Contact   *Contact
	Place     *Place
	Forwarded *Origin

	Secrets []fraud.Secret // what the edge masked in Text
	Profile Profile

	// Number is a fresh, unguessable report number, used only if this turn files.
	Number fraud.Number
	// Report answers Outcome.Need: the report that the dialogue asked to see.
	Report *fraud.Report
}

// Profile is what Telegram says of the citizen.
type Profile struct {
	First, Last string
	Lang        string // a tag of the locales table, guessed from the app's language; "" when unknown
}

// Contact is a shared contact card.
type Contact struct {
	Phone string
	Name  string
	Own   bool // the citizen's own number, shared with Telegram's button
}

// Place is a shared location, in degrees.
type Place struct{ Latitude, Longitude float64 }

// Origin tells where a forwarded message came from, as far as Telegram shows it.
type Origin struct {
	At     time.Time // UTC
	Name   string
	Handle string // with @, when public
	ID     int64  // Telegram user or chat id, 0 when hidden
}
