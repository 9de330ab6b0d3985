package dialogs

import (
	"strconv"
	"strings"
	"time"

	"satark/fraud"
)

// Kind is what a question wants to hear.
type Kind string

// Kinds of questions.
const (
	KindChoice     Kind = "choice"
	KindIdentifier Kind = "identifier"
	KindMoney      Kind = "money"
	KindMoment     Kind = "moment"
	KindText       Kind = "text"
	KindMedia      Kind = "media"
	KindContact    Kind = "contact" // the citizen's own mobile
	KindPlace      Kind = "place"
)

// Form is a conversation as data. Answers outlive it: bump Version whenever a
// question changes its meaning, and keep a session of the old version in
// testdata/sessions.
type Form struct {
	ID        string
	Version   int
	Questions []Question
	// Build makes the report of a complete draft. It reads answers only.
	Build func(d *Draft, at time.Time) fraud.Report
	// Read fills in what an answer tells about other questions; nil reads nothing.
	Read func(d *Draft, key string)
}

// Question is one thing asked. Its words are "q.<form>.<id>" in the catalogue, its
// line in the review "line.<id>".
type Question struct {
	ID      string
	Kind    Kind
	Options []Option
	Kinds   []fraud.Kind // KindIdentifier: what may be given, the likeliest first
	Many    bool         // KindIdentifier: several may be given at once
	Max     int          // KindText: most characters kept
	Skip    bool         // may be skipped
	Unknown bool         // "I don't know" is an answer
	Group   bool         // part of the repeated group, asked once a row
	Later   bool         // not asked in line; offered in the review
	Silent  bool         // no line in the review
	// Applies says whether the question is asked at all; nil is always.
	Applies func(d *Draft, row int) bool
	// Suggest orders options by what is known; nil keeps the order of Options.
	Suggest func(d *Draft, row int) []Option
	// Variant picks other words for the question; nil is always the same.
	Variant func(d *Draft) string
	// Check refuses an answer that is well formed but cannot be; nil accepts.
	Check func(d *Draft, row int, a Answer, now time.Time) *fraud.Invalid
}

// Option is one choice: a code that is stored and a catalogue key that is shown.
type Option struct {
	Code string
	Key  string
	Wide bool   // a row of its own
	Text string // literal label, for proper names that are the same in every language
}

// options makes options with codes under one catalogue prefix.
func options(prefix string, codes ...string) []Option {
	list := make([]Option, len(codes))
	for i, c := range codes {
		list[i] = Option{Code: c, Key: prefix + "." + c}
	}
	return list
}

// names makes options of proper names, in every language the same.
func names(list ...string) []Option {
	opts := make([]Option, len(list))
	for i, n := range list {
		opts[i] = Option{Code: n, Text: n}
	}
	return opts
}

func (f *Form) question(id string) *Question {
	for i := range f.Questions {
		if f.Questions[i].ID == id {
			return &f.Questions[i]
		}
	}
	return nil
}

// key names the answer to a question in a row.
func (q *Question) key(row int) string {
	if !q.Group {
		return q.ID
	}
	return q.ID + "." + strconv.Itoa(row)
}

// locate finds the question and row an answer key stands for; nil when this
// version of the form has no such question.
func (f *Form) locate(key string) (*Question, int) {
	id, tail, grouped := strings.Cut(key, ".")
	q := f.question(id)
	if q == nil || q.Group != grouped {
		return nil, 0
	}
	row, err := strconv.Atoi(tail)
	if grouped && (err != nil || row < 1) {
		return nil, 0
	}
	return q, row
}

func (q *Question) option(code string) *Option {
	for i := range q.Options {
		if q.Options[i].Code == code {
			return &q.Options[i]
		}
	}
	return nil
}

func (q *Question) applies(d *Draft, row int) bool { return q.Applies == nil || q.Applies(d, row) }

// is makes a condition: the answer to question id is one of the codes.
func is(id string, codes ...string) func(*Draft, int) bool {
	return func(d *Draft, _ int) bool { return d.code(id, codes...) }
}

// code reports whether the answer under key is one of the codes.
func (d *Draft) code(key string, codes ...string) bool {
	got := d.Answers[key].Code
	for _, c := range codes {
		if got == c {
			return true
		}
	}
	return false
}

func rowKey(id string, row int) string { return id + "." + strconv.Itoa(row) }
