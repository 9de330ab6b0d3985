package dialogs

import (
	"strings"
	"time"

	"satark/fraud"
)

// formSuspected is the report of a fraud that was attempted: the questions of the
// Chakshu form, fewer where the answer can be read from what was sent.
const formSuspected = "suspected"

// chakshuWindow is how long Chakshu takes reports after the call or message
// (Chakshu portal: "within the last 30 days").
const chakshuWindow = 30 * 24 * time.Hour

func suspectedForm() *Form {
	return &Form{ID: formSuspected, Version: 1, Build: buildSuspected, Read: readSuspected, Questions: []Question{
		{ID: "medium", Kind: KindChoice, Options: options("opt.medium",
			"call", "sms", "whatsapp_call", "whatsapp_text", "telegram", "social", "email", "web", "app")},
		{ID: "suspect", Kind: KindIdentifier, Many: true, Suggest: suspectOptions, Variant: suspectWords, Kinds: []fraud.Kind{
			fraud.KindMobile, fraud.KindHeader, fraud.KindLandline, fraud.KindForeign, fraud.KindSeries, fraud.KindShortCode,
			fraud.KindTelegram, fraud.KindEmail, fraud.KindURL, fraud.KindVPA, fraud.KindHandle}, Options: options("opt.suspect", "hidden", "as91")},
		{ID: "details", Kind: KindText, Max: 3000},
		{ID: "category", Kind: KindChoice, Suggest: categoryOptions, Options: categoryOptions(nil, 0)},
		{ID: "when", Kind: KindMoment, Options: options("opt.when", "now", "today", "yesterday", "old")},
		{ID: "spoofed", Kind: KindChoice, Later: true, Applies: is("medium", "call"), Options: options("opt.yesno", "yes", "no")},
		{ID: "contacts", Kind: KindIdentifier, Many: true, Later: true, Skip: true, Kinds: []fraud.Kind{
			fraud.KindURL, fraud.KindMobile, fraud.KindLandline, fraud.KindForeign, fraud.KindSeries, fraud.KindVPA, fraud.KindEmail, fraud.KindTelegram}},
		{ID: "evidence", Kind: KindMedia, Later: true, Skip: true, Silent: true},
		{ID: "gave", Kind: KindChoice, Later: true, Options: options("opt.gave", "nothing", "secret", "app")},
		{ID: "name", Kind: KindText, Max: 80, Later: true, Skip: true, Check: checkName},
		{ID: "mobile", Kind: KindContact, Later: true, Skip: true},
	}}
}

// suspectWords asks for a number, a sender name or a handle, as the medium has it.
func suspectWords(d *Draft) string {
	switch m := mediumOf(d.Answers["medium"].Code); m {
	case fraud.MediumCall, fraud.MediumSMS, fraud.MediumWhatsApp:
		return string(m)
	}
	return "other"
}

// suspectOptions: a number may be hidden; a foreign call may have been shown as
// +91, which is another desk's business as well.
func suspectOptions(d *Draft, _ int) []Option {
	hidden := Option{Code: "hidden", Key: "opt.suspect.hidden", Wide: true}
	if d.code("medium", "call") && !d.has("spoofed") {
		return []Option{hidden, {Code: "as91", Key: "opt.suspect.as91", Wide: true}}
	}
	return []Option{hidden}
}

// categoryOptions puts the categories the story speaks of first.
func categoryOptions(d *Draft, _ int) []Option {
	var opts []Option
	seen := map[fraud.Category]bool{}
	add := func(c fraud.Category) {
		if !seen[c] {
			seen[c] = true
			opts = append(opts, Option{Code: string(c), Key: "category." + string(c), Wide: true})
		}
	}
	if d != nil {
		for _, c := range fraud.Suggest(d.Answers["details"].Text) {
			add(c)
		}
	}
	for _, c := range fraud.Categories() {
		add(c)
	}
	return opts
}

// readSuspected reads from the story what would otherwise be asked: the category,
// and the links and numbers it told the citizen to use.
func readSuspected(d *Draft, key string) {
	switch {
	case key == "suspect" && d.code("suspect", "as91"):
		delete(d.Answers, "suspect")
		d.Answers["spoofed"] = Answer{Code: "yes", Read: true}
	case key == "details":
		readStory(d)
	}
}

func readStory(d *Draft) {
	text := d.Answers["details"].Text
	if old, ok := d.Answers["category"]; !ok || old.Read {
		if s := fraud.Suggest(text); len(s) > 0 {
			d.Answers["category"] = Answer{Code: string(s[0]), Read: true}
		}
	}
	if old, ok := d.Answers["contacts"]; ok && !old.Read {
		return
	}
	known := map[fraud.Identifier]bool{}
	for _, id := range d.Answers["suspect"].IDs {
		known[id] = true
	}
	var ids []fraud.Identifier
	for _, id := range ofKinds(fraud.Find(text), contactKinds) {
		if !known[id] {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		d.Answers["contacts"] = Answer{IDs: ids, Read: true}
	}
}

var contactKinds = []fraud.Kind{fraud.KindURL, fraud.KindMobile, fraud.KindLandline, fraud.KindForeign, fraud.KindSeries, fraud.KindVPA, fraud.KindEmail, fraud.KindTelegram}

// readMessage fills a fresh draft with what the first message says: who sent it, by
// which medium, and the story.
func readMessage(f *Form, d *Draft, in Input, words lexicon) {
	text := strings.TrimSpace(in.Text)
	found := fraud.Find(text)
	if text == "" || len(found) == 0 && len(fraud.Suggest(text)) == 0 && len(strings.Fields(text)) < 4 && in.Forwarded == nil {
		return
	}
	if code, sender := senderOf(in, found); code != "" {
		d.put("medium", Answer{Code: code, Read: true})
		d.put("suspect", Answer{IDs: []fraud.Identifier{sender}, Read: true})
	} else if m := words.mediumNamed(text); m != "" && in.Forwarded == nil {
		d.put("medium", Answer{Code: m, Read: true})
		readCaller(d, found)
	}
	if len(strings.Fields(text)) > 2 || in.Forwarded != nil {
		d.put("details", Answer{Text: clip(text, f.question("details").Max), Read: true})
		readStory(d)
	}
}

// senderOf is who a message names as its sender: the header of an SMS in the text or
// as the name it was forwarded from, or the public handle of a Telegram chat.
func senderOf(in Input, found []fraud.Found) (medium string, sender fraud.Identifier) {
	if headers := ofKinds(found, []fraud.Kind{fraud.KindHeader}); len(headers) > 0 {
		return "sms", headers[0]
	}
	if in.Forwarded == nil {
		return "", fraud.Identifier{}
	}
	if id, err := fraud.Parse(in.Forwarded.Name, fraud.KindHeader); err == nil {
		return "sms", id
	}
	if id, err := fraud.Parse(in.Forwarded.Handle, fraud.KindTelegram); err == nil {
		return "telegram", id
	}
	return "", fraud.Identifier{}
}

// readCaller takes the only phone number of a story as the caller's.
func readCaller(d *Draft, found []fraud.Found) {
	ids := ofKinds(found, []fraud.Kind{fraud.KindMobile, fraud.KindForeign, fraud.KindLandline, fraud.KindSeries})
	if len(ids) == 1 {
		d.put("suspect", Answer{IDs: ids, Read: true})
	}
}

func buildSuspected(d *Draft, at time.Time) fraud.Report {
	s := &fraud.Suspicion{
		Medium:    mediumOf(d.Answers["medium"].Code),
		Voice:     d.code("medium", "whatsapp_call"),
		Category:  fraud.Category(d.Answers["category"].Code),
		Suspect:   d.Answers["suspect"].IDs,
		Contacts:  d.Answers["contacts"].IDs,
		ShownAs91: d.code("spoofed", "yes"),
		Details:   d.Answers["details"].Text,
		Old:       d.code("when", "old"),
	}
	if m := d.Answers["when"].Moment; m != nil {
		s.At, s.Exact = m.At, m.Exact
	}
	return fraud.Report{Route: fraud.RouteSuspected, Suspicion: s, Reporter: person(d), Decision: fraud.Decide(suspectedSituation(d, at))}
}

func mediumOf(code string) fraud.Medium {
	head, _, _ := strings.Cut(code, "_")
	return fraud.Medium(head)
}

func suspectedSituation(d *Draft, at time.Time) fraud.Situation {
	s := fraud.Situation{
		Medium:       mediumOf(d.Answers["medium"].Code),
		Visible:      len(d.Answers["suspect"].IDs) > 0,
		ShownAs91:    d.code("spoofed", "yes"),
		SharedSecret: d.code("gave", "secret", "app"),
	}
	if m := d.Answers["when"].Moment; m != nil {
		s.Age = at.Sub(m.At)
	}
	if d.code("when", "old") {
		s.Age = chakshuWindow + 24*time.Hour
	}
	return s
}

// person reads who is reporting, as far as they said.
func person(d *Draft) fraud.Person {
	p := fraud.Person{Name: d.Answers["name"].Text}
	if a := d.Answers["mobile"]; len(a.IDs) > 0 {
		p.Mobile, p.Verified = a.IDs[0], a.Shared
	}
	if a := d.Answers["email"]; len(a.IDs) > 0 {
		p.Email = a.IDs[0]
	}
	place := d.Answers["place"]
	p.State, p.District = place.Code, place.Text
	if len(place.Text) == 6 && digitsOnly(place.Text) {
		p.District, p.Pincode = "", place.Text
	}
	return p
}

// warnings are lines of the review about where the report can go.
func (f *Form) warnings(d *Draft, at time.Time) []Text {
	if f.ID != formSuspected {
		return nil
	}
	s := suspectedSituation(d, at)
	switch {
	case s.Medium.Chakshu() && s.Age > chakshuWindow:
		return []Text{{Key: "note.too_old"}}
	case s.Medium.Chakshu() && !s.Visible:
		return []Text{{Key: "note.no_number"}}
	case !s.Medium.Chakshu():
		return []Text{{Key: "note.not_chakshu"}}
	}
	return nil
}
