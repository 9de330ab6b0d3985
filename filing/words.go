package filing

import (
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"satark/fraud"
)

// ownWords is the citizen's story for the narrative in at most limit characters, or a
// sentence that says where it is; "" when there is none or no room.
func ownWords(r fraud.Report, limit int) string {
	story := story(r)
	if story == "" {
		return ""
	}
	if !latin(story) {
		said := "My statement in " + tongue(r.Lang) + " is with me and can be given to the officer."
		if length(said) > limit {
			return ""
		}
		return said
	}
	const lead = "In my own words: "
	room := limit - length(lead)
	if room < 40 {
		return ""
	}
	own := clipPlain(plain(fraud.Fold(story)), room)
	if own == "" {
		return ""
	}
	return lead + own
}

// clipPlain shortens s to limit characters at a word and closes it with a full stop.
func clipPlain(s string, limit int) string {
	if length(s) < limit {
		return closed(s)
	}
	return closed(plain(clip(s, limit-1)))
}

// closed is s with a full stop at its end.
func closed(s string) string {
	for s != "" {
		last := rune(s[len(s)-1])
		if unicode.IsLetter(last) || unicode.IsDigit(last) || last == ')' {
			return s + "."
		}
		s = s[:len(s)-1]
	}
	return ""
}

// story is what the citizen wrote about the case.
func story(r fraud.Report) string {
	switch {
	case r.Loss != nil:
		return r.Loss.Details
	case r.Suspicion != nil:
		return r.Suspicion.Details
	}
	return ""
}

// tongue is the English name of the language of a tag. Who talks to us in English may
// still have written in another script: then it is only "my own language".
func tongue(tag string) string {
	parsed, err := language.Parse(tag)
	base, _ := parsed.Base()
	name := display.English.Languages().Name(base)
	if err != nil || name == "" || base.String() == "en" {
		return "my own language"
	}
	return plain(name)
}
