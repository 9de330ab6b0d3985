package soak

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"satark/bot/sandbox"
	"satark/fraud"
)

// plan is one pretend citizen with everything they are going to do, drawn from a seed.
type plan struct {
	id      int64
	born    time.Time // when it was drawn: "today" is counted from here
	profile sandbox.Profile
	cases   []*story
	plants  []plant
	words   []string // names and notes that no log and no dump may show
	phones  []string // ten digits each, of the citizen and of others
	rand    *rand.Rand
}

// story is one conversation of a plan, from the first word to the report.
type story struct {
	route   fraud.Route
	opening []opening
	said    map[string][]saying // by answer key: what is done there; the last one is the answer
	whims   map[string][]whim   // by answer key: what is done before that
	twice   bool                // taps twice on submit
	filed   bool                // tells afterwards that it was filed officially
	want    wanted
}

// opening is one step on the way to the first question.
type opening struct {
	text    string // typed, or forwarded
	forward bool
	press   string // callback data; a button that begins so will do
	until   string // a button that begins so has to be on the screen then; "": a question
}

// saying is one thing done at a question.
type saying struct {
	text    string
	press   string // code of an option; firstOption takes what stands first
	contact string // the own number, shared
	photo   string // name of a made-up file
	twice   bool   // tapped twice
}

const firstOption = "*"

// whim is something a citizen does at a question besides answering it.
type whim struct {
	kind   whimKind
	secret string // whimSecret: as typed
}

type whimKind string

const (
	whimWrong  whimKind = "wrong"    // types what cannot be the answer
	whimSecret whimKind = "secret"   // types a secret
	whimBack   whimKind = "back"     // goes back and keeps what stands there
	whimTongue whimKind = "language" // goes on in the other language
	whimHelp   whimKind = "help"     // looks at 1930 and comes back
	whimStop   whimKind = "stop"     // leaves and comes back
	whimDeaf   whimKind = "deaf"     // blocks the bot while it answers
)

// wanted is the report that has to come of a story. Moments are days before today.
type wanted struct {
	report   fraud.Report
	day      int   // -1: none was told
	days     []int // of each transaction
	suggests bool  // the category may have been read from the story
	photo    string
}

const atReview = "review" // key of the whims at the review

// newPlan draws citizen n of a run.
func newPlan(seed uint64, n int, now time.Time) *plan {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	p := &plan{id: 8_000_000 + int64(n), born: now, rand: r}
	p.profile = sandbox.Profile{First: p.name(), Last: p.name(), Lang: pick(r, "en", "hi"), Phone: "+91" + p.phone()}
	for range 1 + r.IntN(100)/80 {
		s := &story{said: map[string][]saying{}, whims: map[string][]whim{}, twice: chance(r, 40), filed: chance(r, 30)}
		if chance(r, 50) {
			p.suspicion(s)
		} else {
			p.loss(s)
		}
		p.whimsOf(s)
		p.cases = append(p.cases, s)
	}
	return p
}

// name draws a name nobody has, so that it can be looked for.
func (p *plan) name() string {
	var b strings.Builder
	for range 5 {
		b.WriteByte(pick(p.rand, []byte("bdghjklmnprtvz")...))
		b.WriteByte(pick(p.rand, []byte("aeiou")...))
	}
	name := b.String()
	p.words = append(p.words, name)
	return strings.ToUpper(name[:1]) + name[1:]
}

// phone draws ten digits of a mobile number.
func (p *plan) phone() string {
	digits := pick(p.rand, "6", "7", "8", "9") + randomDigits(p.rand, 9)
	p.phones = append(p.phones, digits)
	return digits
}

func (p *plan) plant() plant {
	one := newPlant(p.rand)
	p.plants = append(p.plants, one)
	return one
}

// telling is a sentence with a note to look for, and now and then with a secret. kept is
// how it has to stand in the report.
func (p *plan) telling(sentences ...string) (typed, kept string) {
	text := pick(p.rand, sentences...) + ", " + p.name()
	if !chance(p.rand, 25) {
		return text, text
	}
	secret := p.plant()
	text += " and read "
	return text + secret.within() + " to him", text + strings.Replace(secret.within(), secret.typed, secret.masked, 1) + " to him"
}

// mobile is a number of somebody else as people write it.
func (p *plan) mobile() (typed string, id fraud.Identifier) {
	d := p.phone()
	typed = pick(p.rand, "+91"+d, "+91 "+d[:5]+" "+d[5:], "+91-"+d)
	return inScript(p.rand, typed), fraud.Identifier{Kind: fraud.KindMobile, Value: "+91" + d}
}

// day draws when it happened: an option, or a date that is typed.
func (p *plan) day(options ...string) (saying, int) {
	if n := p.rand.IntN(len(options) + 1); n < len(options) {
		return saying{press: options[n], twice: chance(p.rand, 15)}, map[string]int{"today": 0, "yesterday": 1}[options[n]]
	}
	days := 2 + p.rand.IntN(6)
	return saying{text: p.born.In(fraud.IST).AddDate(0, 0, -days).Format("02/01/2006")}, days
}

func (p *plan) option(codes ...string) saying {
	return saying{press: pick(p.rand, codes...), twice: chance(p.rand, 15)}
}

// whimsOf adds what the citizen does besides answering.
func (p *plan) whimsOf(s *story) {
	for _, key := range append(formOrder(s), atReview) {
		for _, kind := range []whimKind{whimWrong, whimSecret, whimBack, whimTongue, whimHelp, whimStop} {
			if !chance(p.rand, 8) {
				continue
			}
			w := whim{kind: kind}
			if kind == whimSecret {
				w.secret = p.plant().alone(p.rand)
			}
			s.whims[key] = append(s.whims[key], w)
		}
	}
}

// unreachable lets some citizens block the bot for a moment. It is drawn apart, so that
// everything else stays as it is without.
func (p *plan) unreachable() {
	r := rand.New(rand.NewPCG(uint64(p.id), 403))
	for _, s := range p.cases {
		keys := formOrder(s)
		if chance(r, 10) {
			key := pick(r, keys...)
			s.whims[key] = append(s.whims[key], whim{kind: whimDeaf})
		}
	}
}

// formOrder is every key of a story in an order that is the same each time.
func formOrder(s *story) []string {
	var keys []string
	for _, id := range []string{
		"when", "mode", "bank", "amount", "utr", "txwhen", "to", "more", "contact", "suspects",
		"medium", "suspect", "details", "category", "name", "mobile", "place", "evidence",
	} {
		if s.said[id] != nil {
			keys = append(keys, id)
		}
		for row := 1; s.said[fmt.Sprintf("mode.%d", row)] != nil; row++ {
			if key := fmt.Sprintf("%s.%d", id, row); s.said[key] != nil {
				keys = append(keys, key)
			}
		}
	}
	return keys
}
