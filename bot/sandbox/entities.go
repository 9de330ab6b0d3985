package sandbox

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Entity is a special part of a text. Offset and Length count UTF-16 code units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
}

// utf16Len counts UTF-16 code units.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += units(r)
	}
	return n
}

// units is 2 for what needs a surrogate pair in UTF-16, else 1.
func units(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// trimText drops white space at both ends, as the server does, and moves the
// entities along; those left empty are dropped.
func trimText(text string, list []Entity) (string, []Entity) {
	left := strings.TrimLeft(text, " \t\r\n\v\f")
	cut := utf16Len(text[:len(text)-len(left)])
	out := strings.TrimRight(left, " \t\r\n\v\f")
	size := utf16Len(out)
	kept := list[:0:0]
	for _, e := range list {
		from, to := max(e.Offset-cut, 0), min(e.Offset+e.Length-cut, size)
		if to > from {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	return out, kept
}

// sortEntities puts outer entities before inner ones.
func sortEntities(list []Entity) {
	slices.SortStableFunc(list, func(a, b Entity) int {
		return cmp.Or(a.Offset-b.Offset, b.Length-a.Length)
	})
}

// detectors find what the server marks by itself. Each first group is the entity.
var detectors = []struct {
	kind string
	re   *regexp.Regexp
	hint string // the text must hold one of these bytes for a match
}{
	{"url", regexp.MustCompile(`(?i)(?:^|[^\w@./-])((?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?()\[\]'…।])`), "."},
	{"email", regexp.MustCompile(`(?:^|[^\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)`), "@"},
	{"url", regexp.MustCompile(`(?i)(?:^|[^\w@./-])((?:[a-z0-9-]+\.)+(?:in|com|org|net|info|me|co|io|app|xyz|top|shop|online|site|ly|link|click|live|vip|icu)(?:/[^\s<>"]*[^\s<>".,;:!?()\[\]'…।])?)(?:$|[^\w.-])`), "."},
	{"mention", regexp.MustCompile(`(?:^|[^\w@./])(@[A-Za-z]\w{3,31})`), "@"},
	{"bot_command", regexp.MustCompile(`(?:^|[^\w/<>@.:-])(/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?:$|[^\w/])`), "/"},
	{"phone_number", regexp.MustCompile(`(?:^|[^\w+])(\+\d[\d -]{8,14}\d)`), "+"},
}

// detect adds the entities that Telegram finds by itself: links, addresses,
// mentions, commands and international phone numbers, outside of those given.
func detect(text string, given []Entity) []Entity {
	list := slices.Clone(given)
	for _, d := range detectors {
		if !strings.Contains(text, d.hint) {
			continue
		}
		for at := 0; at < len(text); {
			m := d.re.FindStringSubmatchIndex(text[at:])
			if m == nil {
				break
			}
			from, to := at+m[2], at+m[3]
			e := Entity{Type: d.kind, Offset: utf16Len(text[:from]), Length: utf16Len(text[from:to])}
			if !overlaps(list, e) {
				list = append(list, e)
			}
			at = to
		}
	}
	sortEntities(list)
	return list
}

// overlaps lets a found entity lie inside plain styling only.
func overlaps(list []Entity, e Entity) bool {
	return slices.ContainsFunc(list, func(o Entity) bool {
		if o.Offset+o.Length <= e.Offset || e.Offset+e.Length <= o.Offset {
			return false
		}
		switch o.Type {
		case "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote":
			return false
		}
		return true
	})
}

// splitText cuts what a citizen typed into pieces of at most limit UTF-16 units,
// as Telegram's own apps do.
func splitText(text string, limit int) []string {
	var pieces []string
	start, size := 0, 0
	for i, r := range text {
		if size+units(r) > limit {
			pieces = append(pieces, text[start:i])
			start, size = i, 0
		}
		size += units(r)
	}
	return append(pieces, text[start:])
}
