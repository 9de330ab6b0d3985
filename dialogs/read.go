package dialogs

import (
	"slices"
	"strings"
	"unicode"

	"satark/fraud"
)

// read makes an answer of a message, by the kind of the question.
func (t *turn) read(d *Draft, q *Question, row int) (Answer, error) {
	text := strings.TrimSpace(t.in.Text)
	if code, ok := t.pick(t.optionsOf(d, q, row), text); ok && !(q.Kind == KindMoney || q.Kind == KindIdentifier && digitsOnly(text)) {
		if a, ok := t.chosen(d, q, row, code); ok {
			return a, nil
		}
	}
	switch q.Kind {
	case KindIdentifier:
		return t.readIdentifiers(q, text)
	case KindMoney:
		p, err := fraud.ParsePaise(text)
		return Answer{Amount: p}, err
	case KindMoment:
		m, err := fraud.ParseMoment(text, t.in.At)
		return Answer{Moment: &m}, err
	case KindText:
		return t.readText(q, text)
	case KindMedia:
		return t.readMedia(d, text)
	case KindContact:
		return t.readMobile(text)
	case KindPlace:
		return readPlace(text)
	}
	return Answer{}, &fraud.Invalid{What: "choice", Why: "shape"}
}

func digitsOnly(s string) bool { return s != "" && strings.Trim(fraud.Fold(s), "0123456789 ") == "" }

// readIdentifiers takes the whole text as one identifier, or else whatever
// identifiers of the right kinds stand in it.
func (t *turn) readIdentifiers(q *Question, text string) (Answer, error) {
	if c := t.in.Contact; c != nil && !c.Own {
		text = c.Phone
	}
	if h := t.origin(q); text == "" && !h.IsZero() {
		return Answer{IDs: []fraud.Identifier{h}}, nil
	}
	id, err := fraud.Parse(text, exact(q.Kinds, text)...)
	if err == nil {
		return Answer{IDs: []fraud.Identifier{id}}, nil
	}
	if ids := identifiersIn(text, q.Kinds); len(ids) > 0 {
		if !q.Many {
			ids = ids[:1]
		}
		return Answer{IDs: ids}, nil
	}
	if free := slices.Contains(q.Kinds, fraud.KindHandle); free && !digitsOnly(text) && !strings.ContainsAny(text, "@") {
		if id, err := fraud.Parse(text, fraud.KindHandle); err == nil {
			return Answer{IDs: []fraud.Identifier{id}}, nil
		}
	}
	return Answer{}, err
}

// identifiersIn finds all identifiers of the kinds in text, and takes bare words that
// can be nothing else: an account number beside its IFSC needs no word before it.
func identifiersIn(text string, kinds []fraud.Kind) []fraud.Identifier {
	found := fraud.Find(text)
	at := 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) {
		start := at + strings.Index(text[at:], word)
		at = start + len(word)
		if overlaps(found, start, at) || !slices.Contains(kinds, fraud.KindAccount) {
			continue
		}
		if id, err := fraud.Parse(word, fraud.KindAccount); err == nil {
			found = append(found, fraud.Found{Identifier: id, Start: start, End: at})
		}
	}
	slices.SortFunc(found, func(a, b fraud.Found) int { return a.Start - b.Start })
	return ofKinds(found, kinds)
}

func overlaps(found []fraud.Found, start, end int) bool {
	return slices.ContainsFunc(found, func(f fraud.Found) bool { return f.Start < end && start < f.End })
}

// exact leaves out the kinds that fit almost any word: a free name is the last
// resort, and a Telegram handle is one only with its @ or link.
func exact(kinds []fraud.Kind, text string) []fraud.Kind {
	var keep []fraud.Kind
	for _, k := range kinds {
		if k == fraud.KindHandle || k == fraud.KindTelegram && !strings.ContainsAny(text, "@/") {
			continue
		}
		keep = append(keep, k)
	}
	return keep
}

// origin is the public handle a forwarded message came from, if the question
// takes one.
func (t *turn) origin(q *Question) fraud.Identifier {
	if t.in.Forwarded == nil || t.in.Forwarded.Handle == "" {
		return fraud.Identifier{}
	}
	for _, k := range q.Kinds {
		if k == fraud.KindTelegram {
			id, err := fraud.Parse(t.in.Forwarded.Handle, k)
			if err == nil {
				return id
			}
		}
	}
	return fraud.Identifier{}
}

func ofKinds(found []fraud.Found, kinds []fraud.Kind) []fraud.Identifier {
	var ids []fraud.Identifier
	seen := map[fraud.Identifier]bool{}
	for _, f := range found {
		for _, k := range kinds {
			if f.Kind == k && !seen[f.Identifier] {
				seen[f.Identifier] = true
				ids = append(ids, f.Identifier)
			}
		}
	}
	return ids
}

func (t *turn) readText(q *Question, text string) (Answer, error) {
	if text == "" && t.in.Media != nil && (t.in.Media.Kind == "voice" || t.in.Media.Kind == "audio") {
		return Answer{Code: "voice"}, nil
	}
	if plain(text) == "" {
		return Answer{}, &fraud.Invalid{What: "text", Why: "empty"}
	}
	return Answer{Text: clip(text, q.Max)}, nil
}

// readMedia hears that there are no more files; the files themselves are kept by
// answer as they come.
func (t *turn) readMedia(d *Draft, text string) (Answer, error) {
	if len(d.Evidence) > 0 && (t.e.words.is("done", text) || t.e.words.is("no", text)) {
		return Answer{Code: "done"}, nil
	}
	return Answer{}, &fraud.Invalid{What: "media", Why: "shape"}
}

func (t *turn) readMobile(text string) (Answer, error) {
	shared := t.in.Contact != nil && t.in.Contact.Own
	if t.in.Contact != nil {
		text = t.in.Contact.Phone
		if !strings.HasPrefix(text, "+") {
			text = "+" + text
		}
	}
	id, err := fraud.Parse(text, fraud.KindMobile, fraud.KindForeign)
	if err != nil {
		return Answer{}, err
	}
	return Answer{IDs: []fraud.Identifier{id}, Shared: shared}, nil
}

// readPlace takes "Jaipur, Rajasthan", a state alone, or a PIN code.
func readPlace(text string) (Answer, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '،' || r == '-' })
	for i := len(parts) - 1; i >= 0; i-- {
		if s, err := fraud.ParseState(parts[i]); err == nil {
			rest := append(append([]string{}, parts[:i]...), parts[i+1:]...)
			return Answer{Code: s.Code, Text: clip(strings.TrimSpace(strings.Join(rest, ", ")), 80)}, nil
		}
	}
	words := strings.Fields(text)
	for n := min(3, len(words)-1); n >= 1; n-- {
		if s, err := fraud.ParseState(strings.Join(words[len(words)-n:], " ")); err == nil {
			return Answer{Code: s.Code, Text: clip(strings.Join(words[:len(words)-n], " "), 80)}, nil
		}
	}
	if pin := strings.ReplaceAll(fraud.Fold(strings.TrimSpace(text)), " ", ""); len(pin) == 6 && digitsOnly(pin) && pin[0] != '0' {
		return Answer{Text: pin}, nil
	}
	_, err := fraud.ParseState(text)
	if err == nil {
		err = &fraud.Invalid{What: "state", Why: "shape"}
	}
	return Answer{}, err
}

// clip cuts text to n characters at most (0: 4000).
func clip(s string, n int) string {
	if n == 0 {
		n = 4000
	}
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimSpace(string(r[:n]))
}
