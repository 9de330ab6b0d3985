package filing

import (
	"errors"
	"slices"
	"time"

	"satark/fraud"
)

// ErrEmpty: the report holds neither a suspicion nor a loss, so that no desk could use it.
var ErrEmpty = errors.New("filing: report without a case")

// Packs makes the messages that let the citizen file r themselves, in the language of
// lang, as things stand at now (UTC).
//
// For a loss: what to read to 1930, the clocks, the cyber crime portal's form field by
// field, and a word on Chakshu where that is open too. For a suspected fraud: the form
// of each desk that its row of the decision table names. Errors are ErrEmpty and those
// of Words.
func Packs(words Words, r fraud.Report, lang string, now time.Time) ([]Message, error) {
	b := &book{words: words, report: r, lang: lang, now: now}
	switch {
	case r.Route == fraud.RouteLoss && r.Loss != nil:
		b.loss(*r.Loss)
	case r.Route == fraud.RouteSuspected && r.Suspicion != nil:
		b.suspected(*r.Suspicion)
	default:
		return nil, ErrEmpty
	}
	if b.err != nil {
		return nil, b.err
	}
	return b.out, nil
}

// suspected adds the packs of a fraud that was attempted.
func (b *book) suspected(s fraud.Suspicion) {
	for _, desk := range b.desks(s) {
		switch desk {
		case fraud.DeskRICWIN:
			b.ricwin(s)
		case fraud.DeskSpam:
			b.spam(s)
		case fraud.DeskChakshu:
			b.chakshu(s)
		case fraud.DeskSuspect:
			b.reportSuspect(s)
		}
	}
}

// desks are the doors of a suspected fraud that we can make a form for, in the order of
// its row. Where the row names none, or Chakshu's days have passed since it was decided,
// the door is the one that is open now.
func (b *book) desks(s fraud.Suspicion) []fraud.Desk {
	now := b.open(s.Medium, s.At, len(s.Suspect) > 0)
	var out []fraud.Desk
	for _, desk := range slices.Concat(b.report.Decision.Primary, b.report.Decision.Also) {
		switch {
		case desk == fraud.DeskRICWIN, desk == fraud.DeskSpam:
			out = append(out, desk)
		case (desk == fraud.DeskChakshu || desk == fraud.DeskSuspect) && !slices.Contains(out, now):
			out = append(out, now)
		}
	}
	nothing := now == fraud.DeskSuspect && len(suspects(b.report)) == 0
	if len(out) > 1 && nothing {
		return slices.DeleteFunc(out, func(d fraud.Desk) bool { return d == now })
	}
	if len(out) == 0 {
		return []fraud.Desk{now}
	}
	return out
}

// open is the desk for what came by m at the time at: Chakshu where it takes the medium,
// shows a sender and is not too late, the portal's Report Suspect otherwise.
func (b *book) open(m fraud.Medium, at time.Time, visible bool) fraud.Desk {
	d := fraud.Decide(fraud.Situation{Medium: m, Visible: visible, Age: b.now.Sub(at)})
	if slices.Contains(d.Primary, fraud.DeskChakshu) {
		return fraud.DeskChakshu
	}
	return fraud.DeskSuspect
}
