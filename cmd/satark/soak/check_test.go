package soak

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// scene is a short talk as it should be, to be spoilt in one place.
type scene struct {
	evidence
	p     performance
	lines []store.Line
	shown []sandbox.Message
}

func aScene() *scene {
	p := newPlan(1, 1, talkTime())
	p.plants = []plant{{kind: fraud.SecretOTP, digits: "482913", typed: "482913", masked: "••••"}}
	s := &scene{p: performance{player: &player{plan: p, agreed: true, agreedAt: 2}}}
	s.evidence = evidence{Tally: &Tally{}, w: &world{}, cut: map[int64][]event{}, repeats: map[int64][]sandbox.Repeat{}}
	s.p.deeds = []deed{
		{text: "/lost"},
		{data: "g:agree", told: true},
		{text: "500", told: true},
		{text: "OTP 482913", secret: true, told: true},
		{data: "g:resume:1", told: true, hasty: true},
		{text: "510", told: true},
	}
	for i := range s.p.deeds {
		s.p.deeds[i].update = int64(i)
	}
	for i, l := range []store.Line{
		{Who: "citizen", Data: "g:agree"}, {Who: "bot", Text: "<b>When</b> &amp; how?"},
		{Who: "citizen", Text: "500"}, {Who: "bot", Text: "To whom?"},
		{Who: "citizen", Text: "OTP ••••"}, {Who: "bot", Text: "Never tell it."},
		{Who: "citizen", Data: "g:resume:1"}, {Who: "bot", Text: "To whom?"},
		{Who: "citizen", Text: "510"}, {Who: "bot", Text: "Helpline 1930", Media: "contact"},
	} {
		l.At = moment(i)
		s.lines = append(s.lines, l)
	}
	for i, text := range []string{"Home", "Notice", "When & how?", "To whom?", "Never tell it.", "To whom?"} {
		s.shown = append(s.shown, sandbox.Message{ID: i + 1, At: moment(i + 1), FromBot: true, Text: text})
	}
	s.shown = append(s.shown, sandbox.Message{ID: 7, At: moment(7), FromBot: true, Contact: &sandbox.Contact{First: "Helpline", Phone: "1930"}})
	return s
}

// moment is a second of the talk.
func moment(n int) time.Time { return talkTime().Add(time.Duration(n) * time.Second) }

// bot adds a message of the bot's to the screen at a place.
func (s *scene) bot(at int, text string) {
	s.shown = slices.Insert(s.shown, at, sandbox.Message{ID: 2 + at, At: moment(at), FromBot: true, Text: text})
}

// befalls says that a fault struck at some second.
func (s *scene) befalls(f Fault, at int) {
	s.events = append(s.events, event{f, moment(at), moment(at)})
}

func (s *scene) check(t *testing.T) {
	t.Helper()
	s.replies(s.p, s.turns(s.p, s.lines), s.shown)
	all := store.Everything{Session: dialogs.Session{Lang: "en"}, Transcript: s.lines}
	if err := s.secrets(s.p, all, sandbox.Screen{Messages: s.shown}); err != nil {
		t.Fatal(err)
	}
}

func TestChecksFindWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*scene)
		want  map[faultKind]int
	}{
		"nothing":            {func(*scene) {}, nil},
		"a line is lost":     {func(s *scene) { s.lines = slices.Delete(s.lines, 2, 3) }, map[faultKind]int{answersLost: 1}},
		"the secret's line":  {func(s *scene) { s.lines = slices.Delete(s.lines, 4, 5) }, map[faultKind]int{answersLost: 1}},
		"a turn ran twice":   {func(s *scene) { s.lines = append(s.lines, s.lines[2]) }, map[faultKind]int{answersDoubled: 1}},
		"two messages swap":  {func(s *scene) { s.lines[2], s.lines[8] = s.lines[8], s.lines[2] }, map[faultKind]int{outOfOrder: 2}},
		"haste is overtaken": {func(s *scene) { s.lines[6], s.lines[8] = s.lines[8], s.lines[6] }, nil},
		"a reply is missing": {func(s *scene) { s.shown = slices.Delete(s.shown, 4, 5) }, map[faultKind]int{repliesMissing: 1}},
		"a reply too many":   {func(s *scene) { s.bot(4, "To whom?") }, map[faultKind]int{doubledTooOften: 1}},
		"the notice again":   {func(s *scene) { s.bot(4, "Notice") }, map[faultKind]int{doubledTooOften: 1}},
		"the notice again, asked for twice": {func(s *scene) {
			s.p.deeds = slices.Insert(s.p.deeds, 1, deed{text: "/lost", hasty: true})
			s.bot(4, "Notice")
		}, nil},
		"nobody said that":     {func(s *scene) { s.bot(4, "Hello") }, map[faultKind]int{repliesUnknown: 1}},
		"replies overtake":     {func(s *scene) { s.shown[2], s.shown[4] = s.shown[4], s.shown[2] }, map[faultKind]int{outOfOrder: 1}},
		"a secret was kept":    {func(s *scene) { s.lines[4].Text = "OTP 482 913" }, map[faultKind]int{secretsFound: 1, answersLost: 1, answersDoubled: 1}},
		"the bot repeats it":   {func(s *scene) { s.bot(4, "४८२९१३?") }, map[faultKind]int{secretsFound: 1, repliesUnknown: 1}},
		"it stays in the chat": {func(s *scene) { s.shown = append(s.shown, sandbox.Message{ID: 9, Text: "OTP 482913"}) }, map[faultKind]int{secretsFound: 1}},
		"deaf, and no reply": {func(s *scene) {
			s.p.deeds[2].deaf = true
			s.shown = slices.Delete(s.shown, 3, 4)
		}, nil},
		"deaf, and the same is said again": {func(s *scene) {
			s.p.deeds[2].deaf = true
			again := []store.Line{{Who: "citizen", Data: "g:resume:1"}, {Who: "bot", Text: "To whom?"}}
			s.lines = slices.Insert(s.lines, 4, again...)
			s.p.deeds = slices.Insert(s.p.deeds, 3, deed{data: "g:resume:1", told: true})
		}, nil},
		"deaf, and another reply is missing": {func(s *scene) {
			s.p.deeds[2].deaf = true
			s.shown = slices.Delete(s.shown, 4, 5)
		}, map[faultKind]int{repliesMissing: 1}},
		"a turn ran twice when it came again": {func(s *scene) {
			s.repeats[s.p.plan.id] = []sandbox.Repeat{{At: moment(2), Update: 2}}
			s.lines = append(s.lines, s.lines[2:4]...)
			s.bot(7, "To whom?")
		}, map[faultKind]int{answersDoubled: 1, sentAgain: 1}},
		"sent twice when it came again": {func(s *scene) {
			s.repeats[s.p.plan.id] = []sandbox.Repeat{{At: moment(6), Update: 4}}
			s.bot(6, "To whom?")
		}, map[faultKind]int{doubledTooOften: 1, sentAgain: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			s := aScene()
			c.spoil(s)
			s.check(t)
			for k := range faultKinds {
				if s.faults[k] != c.want[k] {
					t.Errorf("%s: %d, want %d (%v)", k, s.faults[k], c.want[k], s.Notes)
				}
			}
		})
	}
}

// A kill explains one doubled reply of a chat that was sent before and after it, and so
// does a call whose answer was lost.
func TestDoubledRepliesAreExplained(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*scene)
		left  int
	}{
		"by a kill between":       {func(s *scene) { s.befalls(Kill, 4) }, 1},
		"by two kills":            {func(s *scene) { s.befalls(Kill, 4); s.befalls(Kill, 4) }, 0},
		"not by a kill before":    {func(s *scene) { s.befalls(Kill, 1); s.befalls(Kill, 1) }, 2},
		"not by a kill after":     {func(s *scene) { s.befalls(Kill, 9); s.befalls(Kill, 9) }, 2},
		"by an answer of its own": {func(s *scene) { s.cut[s.p.plan.id] = []event{{Telegram, moment(4), moment(4)}} }, 1},
		"not by another chat's":   {func(s *scene) { s.cut[1] = []event{{Telegram, moment(4), moment(4)}} }, 2},
	} {
		s := aScene()
		s.bot(4, "To whom?") // at 4, first said at 4
		s.bot(5, "To whom?")
		c.spoil(s)
		s.check(t)
		if s.twiceAtLoss > 0 || s.twice != 2 || s.faults[doubledTooOften] != c.left {
			t.Errorf("%s: %d doubled, %d of them too often; want %d", name, s.twice, s.faults[doubledTooOften], c.left)
		}
	}
}

func TestWindowOfWhatWasLost(t *testing.T) {
	s := aScene()
	s.losses = []event{{Failover, moment(10), moment(11)}}
	s.p.deeds[2].taken = moment(9).Add(700 * time.Millisecond)
	s.lines = slices.Delete(s.lines, 2, 3)
	s.check(t)
	if s.window != 300*time.Millisecond {
		t.Errorf("a window of %s", s.window)
	}
}

func TestFailoversExplainAnyNumber(t *testing.T) {
	s := aScene()
	s.bot(4, "To whom?")
	s.bot(5, "To whom?")
	s.losses = []event{{Failover, moment(4), moment(5)}}
	s.check(t)
	if s.twice != 2 || s.twiceAtLoss != 2 || s.faults[doubledTooOften] != 0 {
		t.Errorf("%d doubled, %d of them at a failover, %d too often", s.twice, s.twiceAtLoss, s.faults[doubledTooOften])
	}
}

func TestNumbersAreLookedForOnTheScreen(t *testing.T) {
	shown := []sandbox.Message{{Text: "SK-7F3K-92QX"}, {FromBot: true, Text: "your number is SK-AAAA-BBBB."}}
	if isShown("SK-7F3K-92QX", shown) || !isShown("SK-AAAA-BBBB", shown) {
		t.Error("a number counts when the bot has said it")
	}
}

func TestReportsAreComparedFieldByField(t *testing.T) {
	upi := fraud.Identifier{Kind: fraud.KindVPA, Value: "x@ybl"}
	report := func() fraud.Report {
		return fraud.Report{
			Route: fraud.RouteLoss, Lang: "hi", Status: fraud.StatusPrepared, Reporter: fraud.Person{Name: "Asha"},
			Loss: &fraud.Loss{At: talkTime(), Details: "d", Transactions: []fraud.Transaction{{Mode: fraud.ModeUPI, Amount: 5, To: []fraud.Identifier{upi}, At: talkTime()}}},
		}
	}
	want := report()
	want.Loss.Transactions[0].At = time.Time{}
	f := filed{story: &story{want: wanted{report: want, days: []int{0}}}, lang: "hi"}
	for name, c := range map[string]struct {
		spoil func(*fraud.Report)
		want  []string
	}{
		"nothing":  {func(*fraud.Report) {}, nil},
		"language": {func(r *fraud.Report) { r.Lang = "en" }, []string{"language"}},
		"name":     {func(r *fraud.Report) { r.Reporter.Name = "" }, []string{"reporter"}},
		"amount":   {func(r *fraud.Report) { r.Loss.Transactions[0].Amount++ }, []string{"transaction.1"}},
		"to":       {func(r *fraud.Report) { r.Loss.Transactions[0].To = nil }, []string{"transaction.1"}},
		"day":      {func(r *fraud.Report) { r.Loss.At = r.Loss.At.AddDate(0, 0, -1) }, []string{"when"}},
		"row":      {func(r *fraud.Report) { r.Loss.Transactions = nil }, []string{"transactions"}},
		"details":  {func(r *fraud.Report) { r.Loss.Details = "" }, []string{"details"}},
		"filings":  {func(r *fraud.Report) { r.Filings = make([]fraud.Filing, 2) }, []string{"filings"}},
		"kind":     {func(r *fraud.Report) { r.Loss = nil }, []string{"kind"}},
	} {
		r := report()
		c.spoil(&r)
		if got := differences(f, dayCheck{from: talkTime(), to: talkTime()}, r); !slices.Equal(got, c.want) {
			t.Errorf("%s: differences %v, want %v", name, got, c.want)
		}
	}
}

func TestUnexplainedLeavesEachEventToOne(t *testing.T) {
	at := func(from, to int) span { return span{moment(from), moment(to), ""} }
	strike := func(n int) event { return event{Kill, moment(n), moment(n)} }
	for _, c := range []struct {
		doubled []span
		events  []event
		left    []span
	}{
		{nil, []event{strike(1)}, nil},
		{[]span{at(0, 2), at(0, 9)}, []event{strike(1), strike(5)}, nil},
		{[]span{at(0, 9), at(0, 2)}, []event{strike(1), strike(5)}, nil},
		{[]span{at(0, 2), at(1, 3)}, []event{strike(1)}, []span{at(1, 3)}},
		{[]span{at(3, 4)}, []event{strike(1), strike(5)}, []span{at(3, 4)}},
	} {
		if got := unexplained(c.doubled, c.events); fmt.Sprint(got) != fmt.Sprint(c.left) {
			t.Errorf("%v of %v with %v", got, c.doubled, c.events)
		}
	}
}
