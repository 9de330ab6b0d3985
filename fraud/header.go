package fraud

import (
	"regexp"
	"strings"
	"sync"
)

var headerShape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9]{3,11}(-[PSTG])?$`)
})

// Header is what the sender of a commercial SMS tells: VM-HDFCBK-S.
type Header struct {
	Operator string // operator's name, empty when the letter is unknown
	Circle   string // telecom circle's name, empty when the letter is unknown
	Body     string // the sender's registered name: HDFCBK
	Suffix   string // "P", "S", "T", "G", or empty on older messages
	Meaning  string // "promotional", "service", "transaction", "government", or empty
}

// HeaderParts takes a header apart. It is false when id is no header. A header is no
// proof of who sent the message: registered headers have been abused.
func HeaderParts(id Identifier) (Header, bool) {
	if id.Kind != KindHeader || !headerShape().MatchString(id.Value) {
		return Header{}, false
	}
	parts := strings.Split(id.Value, "-")
	h := Header{
		Operator: headerFact("operator", parts[0][:1]),
		Circle:   headerFact("circle", parts[0][1:]),
		Body:     parts[1],
	}
	if len(parts) == 3 {
		h.Suffix = parts[2]
		h.Meaning = headerFact("suffix", parts[2])
	}
	return h, true
}

// parseHeader takes a header with its two-letter prefix; spaces may stand for hyphens.
func parseHeader(s string) (value, why string) {
	v := strings.ToUpper(strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == '-' || r == ' ' || r == '_'
	}), "-"))
	switch {
	case len(v) < 6:
		return "", "short"
	case len(v) > 16:
		return "", "long"
	case !headerShape().MatchString(v):
		return "", "shape"
	}
	return v, ""
}

type headerEntry struct {
	Dated
	Part string `json:"part"` // operator, circle or suffix
	Code string `json:"code"`
	Name string `json:"name"`
}

var headerFacts = sync.OnceValue(func() []headerEntry { return readFacts[headerEntry]("headers.json") })

func headerFact(part, code string) string {
	for _, e := range headerFacts() {
		if e.Part == part && e.Code == code {
			return e.Name
		}
	}
	return ""
}
