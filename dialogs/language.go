package dialogs

import "strings"

// greetLanguage guesses the language of the first turn from the app's. It is only a
// guess: many people's phones speak English while they do not.
func (t *turn) greetLanguage() {
	if t.s.Lang != "" && t.e.knows(t.s.Lang) {
		return
	}
	t.s.Lang = t.e.languages[0].Tag
	if t.e.knows(t.in.Profile.Lang) {
		t.s.Lang = t.in.Profile.Lang
	}
}

func (e *Engine) knows(tag string) bool {
	for _, l := range e.languages {
		if l.Tag == tag {
			return true
		}
	}
	return false
}

// languageNamed finds the language whose own or English name is the whole text; ""
// if none.
func (e *Engine) languageNamed(text string) string {
	want := plain(text)
	if want == "" {
		return ""
	}
	for _, l := range e.languages {
		if plain(l.Autonym) == want || plain(l.Name) == want {
			return l.Tag
		}
	}
	return ""
}

func (t *turn) languageMenu() {
	var rows [][]Button
	var half []Button
	for _, l := range t.e.languages {
		name := l.Autonym
		if l.Tag == t.s.Lang {
			name = "✓ " + name
		}
		if half = append(half, Button{Text: name, Data: "g:lang:" + l.Tag}); len(half) == 2 {
			rows, half = append(rows, half), nil
		}
	}
	if half != nil {
		rows = append(rows, half)
	}
	t.say("language", nil, rows...)
	t.offerResume()
}

func (t *turn) languagePressed(tag string) {
	if tag == "" {
		t.languageMenu()
		return
	}
	if !t.e.knows(tag) {
		t.stale()
		return
	}
	t.setLanguage(tag)
}

// setLanguage changes every word from here on and not one answer, then shows again
// what was on the screen.
func (t *turn) setLanguage(tag string) {
	t.s.Lang, t.s.Chosen = tag, true
	t.effect(Effect{Kind: EffectMenu})
	t.leadWith("language_set", nil)
	d := t.s.draftByID(t.s.Pending)
	switch {
	case t.s.draft() != nil || t.s.Await != nil:
		t.resume()
	case d != nil && strings.HasPrefix(d.Form, formSuspected) && !d.has("gave"):
		key := "triage"
		if !d.empty() {
			key = "understood"
		}
		t.triage(d, key)
	case d != nil:
		t.askConsent(d)
	default:
		t.home()
	}
}
