package soak

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// finder looks for what must not be there in any heap of bytes: a database, a log, a
// page of metrics.
type finder struct {
	digits  map[string]string // digits in ASCII → what they are
	words   map[string]string // lower case, at least shortestWord letters → what they are
	lengths []int             // of digits that are found inside a longer run too
	now     string            // the first digits of moments of these days, in Unix seconds
}

const (
	shortestWord = 8  // letters; shorter words turn up by chance
	foundInside  = 10 // digits; shorter numbers turn up inside longer ones by chance
)

// newFinder makes a finder that finds nothing yet. Moments around now are no numbers.
func newFinder(now time.Time) *finder {
	return &finder{digits: map[string]string{}, words: map[string]string{}, now: fmt.Sprint(now.Unix())[:4]}
}

// add makes the finder look for something.
func (f *finder) number(digits, what string) {
	f.digits[digits] = what
	if n := len(digits); n >= foundInside && !slices.Contains(f.lengths, n) {
		f.lengths = append(f.lengths, n)
	}
}

func (f *finder) word(word, what string) {
	if len(word) >= shortestWord {
		f.words[strings.ToLower(word)] = what
	}
}

// in names what was found in text, each once.
func (f *finder) in(text []byte) []string {
	found, _ := f.read(bytes.NewReader(text)) // that reader does not fail
	return found
}

// read names what was found in all that r has, each once. Digits count in every script,
// and so do groups of them with a blank, a hyphen or a point between.
func (f *finder) read(r io.Reader) ([]string, error) {
	s := sieve{finder: f, found: map[string]bool{}}
	text := bufio.NewReaderSize(r, 1<<16)
	for {
		r, _, err := text.ReadRune()
		if err != nil {
			s.rune(utf8.RuneError)
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return slices.Sorted(maps.Keys(s.found)), err
		}
		s.rune(r)
	}
}

// sieve is one pass over a text.
type sieve struct {
	*finder
	found  map[string]bool
	strict digitRun // digits without anything between
	loose  digitRun // digits with single separators between
	gap    bool
	word   []byte
	last   rune
}

// digitRun is digits in a row. glued says that a letter touches them: they are part of a
// hash or of a name then.
type digitRun struct {
	digits []byte
	glued  bool
}

func (s *sieve) rune(r rune) {
	if isLatin(r) {
		s.word = append(s.word, byte(r|0x20))
	} else {
		s.endWord()
	}
	if d, ok := digitOf(r); ok {
		s.strict.add(d, s.last)
		s.loose.add(d, s.last)
		s.gap = false
	} else if s.look(&s.strict, r); !s.gap && strings.ContainsRune(" -.\u00a0", r) {
		s.gap = true
	} else {
		s.look(&s.loose, r)
		s.gap = false
	}
	s.last = r
}

func isLatin(r rune) bool { return r < utf8.RuneSelf && r|0x20 >= 'a' && r|0x20 <= 'z' }

func (r *digitRun) add(digit byte, last rune) {
	if len(r.digits) == 0 {
		r.glued = isLatin(last)
	}
	r.digits = append(r.digits, digit)
}

func (s *sieve) endWord() {
	if len(s.word) >= shortestWord {
		if what := s.words[string(s.word)]; what != "" {
			s.found[what] = true
		}
	}
	s.word = s.word[:0]
}

// look takes a whole run of digits that ends before next, and what is long enough
// inside it. Short ones are passed over in a hash: there any digits turn up by chance.
func (s *sieve) look(r *digitRun, next rune) {
	all := r.digits
	if what := s.digits[string(all)]; what != "" && (len(all) >= foundInside || !r.glued && !isLatin(next)) {
		s.found[what] = true
	}
	if s.isMoment(all) {
		r.digits = r.digits[:0]
		return
	}
	for _, n := range s.lengths {
		for i := 0; i+n <= len(all); i++ {
			if what := s.digits[string(all[i:i+n])]; what != "" {
				s.found[what] = true
			}
		}
	}
	r.digits = r.digits[:0]
}

// isMoment tells times of these days, in seconds or in a thousandth, a millionth or a
// billionth of them: of those there are so many that any number is found inside them.
func (s *sieve) isMoment(digits []byte) bool {
	switch len(digits) {
	case 10, 13, 16, 19:
		return string(digits[:len(s.now)]) == s.now
	}
	return false
}

// digitOf is the ASCII digit of a digit in any of our scripts.
func digitOf(r rune) (byte, bool) {
	for _, zero := range digitZeros {
		if r >= zero && r <= zero+9 {
			return byte('0' + r - zero), true
		}
		if r < utf8.RuneSelf {
			break
		}
	}
	return 0, false
}
