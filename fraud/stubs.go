package fraud


// Found is an identifier and where it stood in the text, in bytes.
type Found struct {
	Identifier
	Start, End int
}

// Find returns every identifier in text, left to right, without overlaps. Input is
// capped at 4096 bytes' worth of work.
func Find(text string) []Found { panic("stub") }

// Suggest returns the categories text speaks of, best first, at most three; empty when none.
// A word list: the floor under the later model.
func Suggest(text string) []Category { panic("stub") }

// SubFor suggests the sub-category for a way of paying and a story.
func SubFor(m Mode, text string) SubCategory { panic("stub") }

// MoneyMoved reports whether text says that money already left ("paise kat gaye",
// "Rs 5000 debited", "पैसे कट गए").
func MoneyMoved(text string) bool { panic("stub") }

// State is a state or union territory.
type State struct{ Code, Name string }

// States in alphabetical order of their English names, all 36.
func States() []State { panic("stub") }

// ParseState finds a state by its name in English or an Indian-script name, or its code.
func ParseState(s string) (State, error) { panic("stub") }
