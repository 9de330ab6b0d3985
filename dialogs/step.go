package dialogs

import (
	"time"

	"satark/fraud"
)

// Config is what the engine needs of the world.
type Config struct {
	// Languages in the order they are offered.
	Languages []Language
	// Words are the words of one list ("panic", "yes", "no", "back", "skip",
	// "cancel", "dont_know", "done", "help", and "medium_call" and its like: how a
	// story names the way they came) in all languages.
	Words func(list string) []string
	// Label is the text of a catalogue key, to recognise a label that was typed
	// instead of tapped; "" when there is none.
	Label func(tag, key string) string
	// Promises are what the notice and /forget tell of keeping and erasing.
	Promises Promises
}

// Language is one language that can be chosen.
type Language struct {
	Tag     string
	Autonym string
	Name    string // in English
}

// Engine walks conversations. It holds no state and may be used concurrently.
type Engine struct {
	languages []Language
	words     lexicon
	label     func(tag, key string) string
	promises  Promises
	forms     map[string]*Form
	typed     map[string][]string // option label key → the label in every language, plain
}

// New makes an engine.
func New(c Config) *Engine {
	e := &Engine{languages: c.Languages, words: newLexicon(c.Words), label: c.Label, promises: c.Promises, forms: map[string]*Form{}}
	for _, f := range forms() {
		e.forms[f.ID] = f
	}
	e.typed = e.typedLabels()
	return e
}

// forms are all forms of this version.
func forms() []*Form { return []*Form{suspectedForm(), lossForm()} }

// turn is one step in progress.
type turn struct {
	e    *Engine
	s    Session
	in   Input
	out  Outcome
	lead []Text // lines that open the next reply
}

// Step answers one input. It never fails: whatever is sent, the citizen gets a
// reply and keeps what they had. The given session is not changed.
func (e *Engine) Step(s Session, in Input) Outcome {
	t := &turn{e: e, s: s.clone(), in: in}
	t.s.settle(e.forms)
	t.hear()
	t.greetLanguage()
	t.dispatch()
	if t.out.Need != "" {
		return Outcome{Need: t.out.Need, Session: s}
	}
	t.out.Session = t.s
	t.out.Unrecorded = t.s.Consent.Version == 0
	return t.out
}

// heardEvery is how exactly a session knows when its citizen was last heard: silence is
// counted in days.
const heardEvery = time.Hour

func (t *turn) hear() {
	if t.in.At.Sub(t.s.Heard) >= heardEvery {
		t.s.Heard = t.in.At.UTC()
	}
}

// dispatch decides who answers. Help comes before everything but a button.
func (t *turn) dispatch() {
	t.warnOfSecrets()
	switch t.in.Kind {
	case InputCommand:
		t.command()
	case InputPress:
		t.press()
	case InputEdited:
		t.say("edited", nil)
		t.resume()
	case InputOther:
		t.leadWith("other_kind", nil)
		t.resume()
	default:
		t.message()
	}
}

// message answers text, files, contacts and places.
func (t *turn) message() {
	switch {
	case t.in.Refused != "":
		t.leadWith("refused."+t.in.Refused, nil)
		t.resume()
	case t.in.Text != "" && t.isPanic(t.in.Text):
		t.emergency()
	case t.onlySecret():
		t.resume()
	case t.in.Kind == InputText && t.spokenCommand():
	case t.s.Await != nil && t.in.Kind == InputText:
		t.awaited()
	case t.s.draft() != nil:
		t.answer()
	default:
		t.entrance()
	}
}

func (t *turn) isPanic(text string) bool {
	return fraud.Panic(text) || t.e.words.is("panic", text)
}

// Expecting tells the edge what the question on the screen asks for, so that
// fraud.Scrub can tell a transaction number from an Aadhaar number.
func (e *Engine) Expecting(s Session) fraud.Expect {
	if s.Await != nil {
		return fraud.Expect{Digits: true}
	}
	d := s.draft()
	if d == nil || e.forms[d.Form] == nil {
		return fraud.Expect{}
	}
	q, row := e.forms[d.Form].locate(d.At)
	if q == nil {
		return fraud.Expect{}
	}
	x := fraud.Expect{Digits: q.Kind == KindMoney || q.Kind == KindMoment || q.Kind == KindPlace || q.Kind == KindIdentifier || q.Kind == KindContact || q.Kind == KindChoice}
	for _, k := range q.Kinds {
		x.UTR = x.UTR || k == fraud.KindUTR
		x.Account = x.Account || k == fraud.KindAccount
	}
	for _, key := range []string{"when", rowKey("txwhen", row)} {
		if m := d.Answers[key].Moment; m != nil {
			x.Around = append(x.Around, m.At)
		}
	}
	return x
}
