package fraud

// Invalid says why a citizen's words were not what was asked. It is a code, not
// a sentence: the edge renders "invalid.<What>.<Why>", falling back to
// "invalid.<What>", in the citizen's language. It never carries the input.
type Invalid struct {
	What string // what was expected: "mobile", "utr", "vpa", "amount", "moment" …
	Why  string // "empty", "short", "long", "chars", "start", "check", "future", "past", "ambiguous", "range", "shape"
}

func (e *Invalid) Error() string { return "fraud: not a valid " + e.What + ": " + e.Why }
