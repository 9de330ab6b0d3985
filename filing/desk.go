package filing

import "satark/fraud"

// link is the button that opens a desk's page.
func (b *book) link(key string, d fraud.Desk) Link {
	return Link{Label: b.text(key, nil), URL: d.Info().URL}
}

// phone is a desk's number, to be read or dialled.
func (b *book) phone(d fraud.Desk) string {
	return b.words.Isolate(b.lang, escape(d.Info().Phone))
}
