package soak

import (
	"html"
	"slices"
	"strings"
	"time"

	"satark/bot/sandbox"
)

// script is what the bot said, as it has to come up on the screen.
type script struct {
	lines []string
	deaf  []bool // may be missing
	next  int    // line that is to come next
	texts map[string]*saidText
	early int // things done again before anything was recorded: each may have been answered

	text string    // that came last
	run  time.Time // when it came first, if it came several times in a row
}

// saidText is one text that the bot said, or has said before anything was recorded.
type saidText struct {
	said, deaf int  // times; how many of those may be missing
	early      bool // said before anything was recorded
	seen       int
	first      time.Time
	last       time.Time
	out        []span // seen out of its place, since it was seen before
}

func newScript(story telling) *script {
	s := &script{texts: map[string]*saidText{}}
	for i, l := range story.lines {
		if l.Who != "bot" {
			continue
		}
		text := readable(l.Text)
		s.lines, s.deaf = append(s.lines, text), append(s.deaf, story.deaf[i])
		one := s.of(text)
		one.said++
		if story.deaf[i] {
			one.deaf++
		}
	}
	s.sort()
	return s
}

// sort puts what may be missing last where the same is said several times in a row: which
// of them came up cannot be told.
func (s *script) sort() {
	for from := 0; from < len(s.lines); {
		to, deaf := from, 0
		for ; to < len(s.lines) && s.lines[to] == s.lines[from]; to++ {
			if s.deaf[to] {
				deaf++
			}
		}
		for ; from < to; from++ {
			s.deaf[from] = from >= to-deaf
		}
	}
}

func (s *script) of(text string) *saidText {
	if s.texts[text] == nil {
		s.texts[text] = &saidText{}
	}
	return s.texts[text]
}

// see takes a text that came up on the screen. What is not recorded yet, at the
// beginning, may come any number of times later. It reports whether the bot has ever
// said that.
func (s *script) see(text string, at time.Time, recorded bool) bool {
	one := s.of(text)
	if recorded && one.said == 0 && one.last.IsZero() {
		return false
	}
	if text != s.text {
		s.text, s.run = text, at
	}
	if recorded && !s.advance(text) && !one.last.IsZero() {
		one.out = append(one.out, span{earlier(one.last, s.run), at, text})
	}
	if one.last = at; one.first.IsZero() {
		one.first = at
	}
	if one.seen++; !recorded {
		one.said++
		one.early = true
	}
	return true
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// advance goes on in the order in which things were said, past what may be missing. It
// reports whether the text had its turn.
func (s *script) advance(text string) bool {
	for i := s.next; i < len(s.lines); i++ {
		if s.lines[i] == text {
			s.next = i + 1
			return true
		}
		if !s.deaf[i] {
			return false
		}
	}
	return false
}

// missing is how many lines never came up that should have.
func (s *script) missing() (n int) {
	for _, one := range s.texts {
		n += max(0, one.said-one.seen-one.deaf)
	}
	return n
}

// doubled are the messages that came up once more than they were said, each with the
// time since it was seen before.
func (s *script) doubled() (all []span) {
	for text, one := range s.texts {
		n := one.seen - one.said
		if one.early { // the first of them were answers
			n -= s.early
			one.out = one.out[min(s.early, len(one.out)):]
		}
		for ; n > 0; n-- {
			if len(one.out) == 0 {
				all = append(all, span{one.first, one.last, text})
				continue
			}
			all, one.out = append(all, one.out[0]), one.out[1:]
		}
	}
	return all
}

// inOrder reports whether all lines came in the order in which they were said.
func (s *script) inOrder() bool { return !slices.Contains(s.deaf[s.next:], false) }

// replies holds the screen against the transcript: everything the bot said, in order.
func (e *evidence) replies(p performance, story telling, shown []sandbox.Message) {
	s := newScript(story)
	for _, d := range p.deeds {
		if d.hasty && !d.told {
			s.early++
		}
	}
	for _, m := range shown {
		recorded := p.agreed && m.ID > p.agreedAt
		if m.FromBot && !s.see(asSeen(m), m.At, recorded) {
			e.add(repliesUnknown, 1, "citizen %d: message %d", p.plan.id, m.ID)
		}
	}
	missing := s.missing()
	e.add(repliesMissing, missing, "citizen %d", p.plan.id)
	if missing == 0 && !s.inOrder() {
		e.add(outOfOrder, 1, "citizen %d: reply %d of %d did not come in its place", p.plan.id, s.next, len(s.lines))
	}
	doubled := s.doubled()
	e.twice += len(doubled)
	left := unexplained(doubled, append(slices.Clone(e.events), e.cut[p.plan.id]...))
	for _, one := range left {
		if slices.ContainsFunc(e.losses, one.over) {
			e.twiceAtLoss++
			continue
		}
		e.add(doubledTooOften, 1, "citizen %d: %s and %s", p.plan.id, one.from.Format(clockTime), one.to.Format(clockTime))
		if slices.ContainsFunc(e.repeats[p.plan.id], func(r sandbox.Repeat) bool {
			return !r.At.Before(one.from) && !r.At.After(one.to) && slices.Contains(story.said[r.Update], one.text)
		}) {
			e.add(sentAgain, 1, "citizen %d: %s", p.plan.id, one.to.Format(clockTime))
		}
	}
}

// clockTime is a moment, to be looked for in strikes.log.
const clockTime = "15:04:05.000"

// asSeen is the text of a message as the transcript has it.
func asSeen(m sandbox.Message) string {
	if m.Contact != nil {
		return readable(strings.TrimSpace(m.Contact.First+" "+m.Contact.Last) + " " + m.Contact.Phone)
	}
	return squeezed(m.Text)
}

// readable is HTML as it is read: without tags, with single blanks.
func readable(markup string) string {
	var b strings.Builder
	for markup != "" {
		text, rest, _ := strings.Cut(markup, "<")
		b.WriteString(text)
		_, markup, _ = strings.Cut(rest, ">")
	}
	return squeezed(html.UnescapeString(b.String()))
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }
