package soak

import (
	"context"
	"errors"
	"fmt"
	"time"

	"satark/bot/sandbox"
	"satark/fraud"
)

// deed is one thing a citizen did, as the transcript has to tell it.
type deed struct {
	update int64
	text   string
	data   string
	media  string
	secret bool      // text held a secret: the transcript has it masked
	hasty  bool      // done before the one before was answered
	told   bool      // done after the privacy notice was agreed to, so it is recorded
	deaf   bool      // done while the bot could not answer
	taken  time.Time // when it was known to be acknowledged
}

func (d deed) press() bool { return d.data != "" }

// String is the deed for a person to read.
func (d deed) String() string {
	words := fmt.Sprintf("%d %s%s%s", d.update, d.media, d.text, d.data)
	if d.hasty {
		words += " (in haste)"
	}
	return words
}

// secrets counts what was typed that nobody may keep.
func (p *player) secrets() (n int) {
	for _, d := range p.deeds {
		if d.secret {
			n++
		}
	}
	return n
}

// told lists what was done, for a person to read.
func (p *player) told() []string {
	all := make([]string, len(p.deeds))
	for i, d := range p.deeds {
		all[i] = d.String()
	}
	return all
}

// player lets one citizen go through the stories of a plan.
type player struct {
	plan    *plan
	client  *sandbox.Client
	screen  *sandbox.Follower
	content func(name string) ([]byte, error)
	thought time.Duration // between two deeds, on average
	hurry   func() bool   // whether it is time to come to an end

	deeds    []deed
	filings  []filed
	settled  int // deeds known to be acknowledged
	newest   int // newest message looked at
	spoken   int // newest of those that the bot sent: where presses come from
	agreed   bool
	agreedAt int             // newest message when the notice was agreed to
	lang     string          // spoken now
	done     map[string]bool // drafts of stories that are over
	answered map[string]bool // questions of the present story
	draft    string          // of the present story
	nudges   int
	deaf     bool
	longest  time.Duration // that an answer was waited for
}

func newPlayer(w *world, p *plan, hurry func() bool) *player {
	one := &player{plan: p, hurry: hurry, client: w.client, screen: w.client.Follow(p.id), content: w.trial.Content}
	if pace := w.trial.Pace; pace > 0 {
		one.thought = time.Duration(w.trial.Citizens) * time.Second / time.Duration(pace)
	}
	if w.trial.has(Telegram) {
		p.unreachable()
	}
	return one
}

// filed is what came of a story, as far as the citizen could see.
type filed struct {
	story    *story
	number   fraud.Number
	category fraud.Category // chosen, "" when it was not asked
	lang     string
	before   time.Time // it was submitted no later
}

var (
	// errSilent: no answer came, however long and however often it was asked for.
	errSilent = errors.New("the bot fell silent")
	// errLost: the bot asks what was not planned for.
	errLost = errors.New("the bot asked something unexpected")
)

const (
	nudgeAfter = 3 * time.Second // without a reply, a citizen tries once more
	mostNudges = 25
	desperate  = 4 // nudges after which a citizen answers again what was answered before
)

// send does one thing and writes it into the book.
func (p *player) send(ctx context.Context, a sandbox.Act, d deed) error {
	ids, err := p.client.Do(ctx, p.plan.id, a)
	if err != nil {
		return err
	}
	d.told, d.deaf = p.agreed, p.deaf
	for _, d.update = range ids {
		p.deeds = append(p.deeds, d)
	}
	return nil
}

// settle waits until the bot has taken everything that was done. What is done while
// something is still under way may overtake it, on Telegram too: what is to be compared
// afterwards has to be done in a certain order.
func (p *player) settle(ctx context.Context) error {
	for ; p.settled < len(p.deeds); p.settled++ {
		d := &p.deeds[p.settled]
		var err error
		switch d.taken, err = p.client.WaitAcknowledged(ctx, d.update); {
		case errors.Is(err, sandbox.ErrLost): // Telegram forgets a press in time
			d.told = false
		case err != nil:
			return err
		}
	}
	return nil
}

// think lets some time go by, as people do before they answer.
func (p *player) think(ctx context.Context) error {
	if p.thought <= 0 || p.hurry() {
		return nil
	}
	return pause(ctx, time.Duration(p.plan.rand.Int64N(2*int64(p.thought))))
}

// move is one thing to do and what has to be on the screen afterwards.
type move struct {
	act   sandbox.Act
	deed  deed
	twice bool // tapped twice
	until func(sight) bool
	// again says whether doing it once more changes nothing.
	again bool
	// unsure says that any question of the form will do in the end, where an answer may
	// have been lost for good.
	unsure bool
}

// do makes a move and returns what was waited for. Whoever sees no answer taps again, as
// people do.
func (p *player) do(ctx context.Context, m move) (sight, error) {
	if err := p.settle(ctx); err != nil {
		return sight{}, err
	}
	if err := p.think(ctx); err != nil {
		return sight{}, err
	}
	mark := p.newest
	if err := p.send(ctx, m.act, m.deed); err != nil {
		return sight{}, err
	}
	if m.twice {
		second := m.deed
		second.hasty = true
		if err := p.send(ctx, m.act, second); err != nil {
			return sight{}, err
		}
	}
	begun := time.Now()
	for n := range mostNudges {
		s, ok, err := p.watch(ctx, mark, m.until)
		if err == nil && !ok && m.unsure && n >= desperate {
			s, ok, err = p.despair(ctx, mark)
		}
		p.longest = max(p.longest, time.Since(begun))
		if err != nil || ok {
			return s, err
		}
		if err := p.nudge(ctx, m, n); err != nil {
			return sight{}, err
		}
	}
	return sight{}, fmt.Errorf("%w after %s", errSilent, m.what())
}

// despair takes whatever the form asks, when everything was taken and nothing more has
// been said for a while: the bot has forgotten an answer.
func (p *player) despair(ctx context.Context, mark int) (found sight, ok bool, err error) {
	if err := p.settle(ctx); err != nil {
		return found, false, err
	}
	err = p.screen.Wait(ctx, func(list []sandbox.Message) bool {
		found, ok = newestSight(list, mark, p.anything)
		return true
	})
	return found, ok && time.Since(found.at) > nudgeAfter/2, err
}

func (m move) what() string {
	switch {
	case m.deed.secret:
		return "a secret"
	case m.deed.press():
		return "the press of " + m.deed.data
	}
	return fmt.Sprintf("the message %q", m.deed.text)
}

// watch waits for a message after mark that is what until says, for as long as a citizen
// has patience.
func (p *player) watch(ctx context.Context, mark int, until func(sight) bool) (found sight, ok bool, err error) {
	patient, cancel := context.WithTimeout(ctx, nudgeAfter)
	defer cancel()
	err = p.screen.Wait(patient, func(list []sandbox.Message) bool {
		p.note(list)
		found, ok = newestSight(list, mark, until)
		return ok
	})
	switch {
	case ok:
		return found, true, nil
	case ctx.Err() != nil:
		return found, false, ctx.Err()
	case patient.Err() != nil:
		return found, false, nil
	}
	return found, false, err
}

func (p *player) note(list []sandbox.Message) {
	for _, m := range list {
		p.newest = max(p.newest, m.ID)
		if m.FromBot {
			p.spoken = max(p.spoken, m.ID)
		}
	}
}

func newestSight(list []sandbox.Message, mark int, until func(sight) bool) (sight, bool) {
	for i := len(list) - 1; i >= 0 && list[i].ID > mark; i-- {
		if s, ok := look(list[i]); ok && until(s) {
			return s, true
		}
	}
	return sight{}, false
}

// nudge asks once more: the same tap, or, where a form is open, its button to go on.
func (p *player) nudge(ctx context.Context, m move, n int) error {
	p.nudges++
	d, a := m.deed, m.act
	d.hasty = true
	if p.draft != "" && (n%2 == 1 || !m.again) {
		d = deed{data: "g:resume:" + p.draft, hasty: true}
		a = sandbox.Act{Kind: sandbox.ActPress, Data: d.data, Message: p.spoken}
	} else if !m.again {
		return nil
	}
	return p.send(ctx, a, d)
}
