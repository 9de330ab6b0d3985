package filing

import "satark/fraud"

// ricwin adds what RICWIN takes: a call from abroad that showed an Indian number, or
// none. It is told by phone or on the portal; there is one thing to say.
func (b *book) ricwin(s fraud.Suspicion) {
	m := Message{
		Links: []Link{b.link("pack.link.ricwin", fraud.DeskRICWIN)},
	}
	number := first(s.Suspect, isPhone)
	shownAs := b.text("pack.ricwin.hidden", nil)
	if !number.IsZero() {
		shownAs = b.code(formValue(number))
		m.Copy = copyable(formValue(number))
	}
	m.HTML = b.text("pack.ricwin", args{
		"Helpline": b.phone(fraud.DeskRICWIN), "Shown": shownAs, "When": b.when(s.At, s.Exact),
	})
	b.add(m)
}
