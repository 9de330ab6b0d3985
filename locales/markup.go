package locales

import "strings"

// EscapeHTML makes a value safe inside a message: the four characters that mean
// something in Telegram's HTML become entities.
func EscapeHTML(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// First strong isolate and pop directional isolate (Unicode Bidirectional
// Algorithm, UAX #9).
const (
	fsi = "\u2068"
	pdi = "\u2069"
)

// Isolate keeps a number, a UPI id or a link in one piece inside text that runs
// right to left. In other languages, and in unknown ones, s stays as it is.
func (c *Catalogue) Isolate(tag, s string) string {
	if t, ok := c.byTag[tag]; ok && t.Direction == RightToLeft {
		return fsi + s + pdi
	}
	return s
}
