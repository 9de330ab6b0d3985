package dialogs

import (
	"time"

	"satark/fraud"
)

// Outcome is everything one turn decided. Nothing has happened yet: the edge
// commits it as a whole, then sends.
type Outcome struct {
	Session Session
	Replies []Reply
	// Toast is the catalogue key of the short answer to a button press; "" is silent.
	Toast string
	// Report is the report this turn created or changed, nil when none.
	Report *fraud.Report
	// Created says that Report is new, and its number must be claimed.
	Created bool
	Effects []Effect
	// Unrecorded asks the edge to keep no words of this turn in the transcript:
	// the citizen has not agreed to the privacy notice yet.
	Unrecorded bool
	// Need asks for a report: the edge loads it and runs the same input again with
	// Input.Report set. All other fields are then meaningless.
	Need fraud.Number
}

// Reply is one message to the citizen, still without words: a catalogue key and
// its arguments, rendered at the edge in Session.Lang.
//
// Its text is, each part on lines of its own with an empty line between the
// parts: Lead (one line each), Key, Lines (one line each), Foot.
type Reply struct {
	Lead  []Text `json:"lead,omitempty"`
	Key   string `json:"key"`
	Args  Args   `json:"args,omitempty"`
	Lines []Text `json:"lines,omitempty"`
	Foot  *Text  `json:"foot,omitempty"`
	// Count selects the plural form when the message has plural forms.
	Count *int `json:"count,omitempty"`
	// Rows is the inline keyboard, top to bottom.
	Rows [][]Button `json:"rows,omitempty"`
	// Ask opens or closes the keyboard that shares the citizen's own contact.
	Ask Ask `json:"ask,omitempty"`
	// Card sends a contact card that can be tapped to call, instead of a text.
	Card *Card `json:"card,omitempty"`
	// Replace edits the message whose button was pressed, where there is one.
	Replace bool `json:"replace,omitempty"`
}

// Text is one line of a reply: a catalogue key and its arguments.
type Text struct {
	Key  string `json:"key"`
	Args Args   `json:"args,omitempty"`
}

// Args are the values of a message's placeholders. A value is one of: string
// (escaped by the edge), int, fraud.Paise, time.Time (shown in IST), When,
// fraud.Identifier (shown by its Display, isolated in right-to-left text),
// fraud.Number, Label, []Label.
type Args map[string]any

// Label is a catalogue key to be rendered in place, in the citizen's language.
type Label string

// When is a moment with its precision: only the date is shown unless Exact.
type When struct {
	At    time.Time
	Exact bool
}

// Ask controls the reply keyboard.
type Ask string

// Values of Ask.
const (
	AskNothing Ask = ""
	AskContact Ask = "contact" // one button: share my number; label key "btn.share_contact"
	AskRemove  Ask = "remove"  // take the reply keyboard away
)

// Card is a contact card: a short number that can be tapped to call.
type Card struct {
	Phone   string `json:"phone"`    // "1930"
	NameKey string `json:"name_key"` // catalogue key of the card's name
}

// Button is one inline button. Exactly one of Data, URL and Copy is set.
type Button struct {
	Key  string `json:"key"` // catalogue key of its label
	Args Args   `json:"args,omitempty"`
	Text string `json:"text,omitempty"` // literal label instead of Key, e.g. an autonym
	Data string `json:"data,omitempty"` // callback data, at most 64 bytes, ASCII
	URL  string `json:"url,omitempty"`
	Copy string `json:"copy,omitempty"` // text to copy, at most 256 characters
}

// EffectKind names what is to be done besides talking.
type EffectKind string

// Effects.
const (
	// EffectDelete deletes the citizen's own message (it held a secret).
	EffectDelete EffectKind = "delete"
	// EffectFetch downloads Evidence into the blob store.
	EffectFetch EffectKind = "fetch"
	// EffectPack sends the packs of Outcome.Report.
	EffectPack EffectKind = "pack"
	// EffectRemind says Reply at time At, unless the report is closed by then.
	EffectRemind EffectKind = "remind"
	// EffectMenu sets the chat's command menu in Session.Lang.
	EffectMenu EffectKind = "menu"
	// EffectErase deletes the bytes of Evidence, whose draft is deleted.
	EffectErase EffectKind = "erase"
	// EffectExport sends the citizen everything we hold of them, as files.
	EffectExport EffectKind = "export"
	// EffectForget destroys the citizen's key and records after the replies are sent, and
	// tells them when it is done.
	EffectForget EffectKind = "forget"
)

// Effect is one thing to be done besides talking.
type Effect struct {
	Kind     EffectKind
	Evidence *fraud.Evidence // EffectFetch, EffectErase
	At       time.Time       // EffectRemind, UTC
	Reply    *Reply          // EffectRemind
	Number   fraud.Number    // EffectRemind, EffectPack
}
