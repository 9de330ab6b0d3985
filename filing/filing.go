// Package filing gets a case to the right desk.
//
// No desk in India takes a report from a program: Chakshu and the cyber crime
// portal ask the citizen for an OTP and a captcha, 1930 asks for a voice. So what
// can be done today is to make the citizen's own filing quick and hard to get
// wrong. Packs turns a report into messages: what to read aloud to 1930, and one
// message for each field of the official form, in the form's own order, ready to
// copy. It sends nothing to anyone and says so in the first message of each pack.
//
// Everything here is a pure function of the report, the language and the moment,
// so that a pack may be made again at any time and comes out the same.
package filing

import (
	"time"

	"satark/fraud"
)

// Message is one message to the citizen.
type Message struct {
	HTML  string // Telegram HTML, at most MessageUnits UTF-16 units
	Copy  string // what a copy button puts on the clipboard, at most CopyUnits UTF-16 units; "" for no button
	Links []Link // buttons under the message, one a row
}

// Link is a button that opens an official page.
type Link struct{ Label, URL string }

// Words is what the packs need of the catalogue. Text is the message under a key as
// Telegram HTML with its placeholders filled; it does not escape, so values are escaped
// here. Date and DateTime show a moment in IST. Isolate keeps a number whole inside
// right-to-left text. A missing key or language is an error.
type Words interface {
	Text(tag, key string, args map[string]any) (string, error)
	Date(tag string, t time.Time) (string, error)
	DateTime(tag string, t time.Time) (string, error)
	Isolate(tag, s string) string
}

// Telegram's limits (core.telegram.org/bots/api: sendMessage, CopyTextButton).
const (
	MessageUnits = 4096
	CopyUnits    = 256
)

// suspects returns every identifier the citizen gave of the other side, without
// repeats, in the order given.
func suspects(r fraud.Report) []fraud.Identifier {
	var all []fraud.Identifier
	if r.Suspicion != nil {
		all = append(all, r.Suspicion.Suspect...)
		all = append(all, r.Suspicion.Contacts...)
	}
	if r.Loss != nil {
		all = append(all, r.Loss.Suspects...)
		for _, t := range r.Loss.Transactions {
			all = append(all, t.To...)
		}
	}
	return distinct(all)
}

// distinct drops zero and repeated identifiers.
func distinct(all []fraud.Identifier) []fraud.Identifier {
	seen := map[fraud.Identifier]bool{{}: true}
	var out []fraud.Identifier
	for _, id := range all {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
