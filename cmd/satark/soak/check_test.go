package soak

import (
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
	p     performance
	lines []store.Line
	shown []sandbox.Message
}

func aScene() *scene {
	p := newPlan(1, 1, talkTime())
	p.plants = []plant{{kind: fraud.SecretOTP, digits: "482913", typed: "482913", masked: "••••"}}
	s := &scene{p: performance{player: &player{plan: p, agreedAt: 2}}}
	s.p.deeds = []deed{
		{text: "/lost"},
		{data: "g:agree", told: true},
		{text: "500", told: true},
		{text: "OTP 482913", secret: true, told: true},
		{data: "g:resume:1", told: true, hasty: true},
		{text: "510", told: true},
	}
	for i, l := range []store.Line{
		{Who: "citizen", Data: "g:agree"}, {Who: "bot", Text: "<b>When</b> &amp; how?"},
		{Who: "citizen", Text: "500"}, {Who: "bot", Text: "To whom?"},
		{Who: "citizen", Text: "OTP ••••"}, {Who: "bot", Text: "Never tell it."},
		{Who: "citizen", Data: "g:resume:1"}, {Who: "bot", Text: "To whom?"},
		{Who: "citizen", Text: "510"}, {Who: "bot", Text: "Helpline 1930", Media: "contact"},
	} {
		l.At = talkTime().Add(time.Duration(i) * time.Second)
		s.lines = append(s.lines, l)
	}
	for i, text := range []string{"Home", "Notice", "When & how?", "To whom?", "Never tell it.", "To whom?"} {
		s.shown = append(s.shown, sandbox.Message{ID: i + 1, FromBot: true, Text: text})
	}
	s.shown = append(s.shown, sandbox.Message{ID: 7, FromBot: true, Contact: &sandbox.Contact{First: "Helpline", Phone: "1930"}})
	return s
}

// bot adds a message of the bot's to the screen at a place.
func (s *scene) bot(at int, text string) {
	s.shown = slices.Insert(s.shown, at, sandbox.Message{ID: 2 + at, FromBot: true, Text: text})
}

func TestChecksFindWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*scene)
		want  map[faultKind]int
	}{
		"nothing":              {func(*scene) {}, nil},
		"a line is lost":       {func(s *scene) { s.lines = slices.Delete(s.lines, 2, 3) }, map[faultKind]int{answersLost: 1}},
		"the secret's line":    {func(s *scene) { s.lines = slices.Delete(s.lines, 4, 5) }, map[faultKind]int{answersLost: 1}},
		"a turn ran twice":     {func(s *scene) { s.lines = append(s.lines, s.lines[2]) }, map[faultKind]int{answersDoubled: 1}},
		"two messages swap":    {func(s *scene) { s.lines[2], s.lines[8] = s.lines[8], s.lines[2] }, map[faultKind]int{outOfOrder: 2}},
		"haste is overtaken":   {func(s *scene) { s.lines[6], s.lines[8] = s.lines[8], s.lines[6] }, nil},
		"a reply is missing":   {func(s *scene) { s.shown = slices.Delete(s.shown, 4, 5) }, map[faultKind]int{repliesMissing: 1}},
		"a reply too many":     {func(s *scene) { s.bot(4, "To whom?") }, nil},
		"the notice again":     {func(s *scene) { s.bot(4, "Notice") }, nil},
		"nobody said that":     {func(s *scene) { s.bot(4, "Hello") }, map[faultKind]int{repliesUnknown: 1}},
		"replies overtake":     {func(s *scene) { s.shown[2], s.shown[4] = s.shown[4], s.shown[2] }, map[faultKind]int{outOfOrder: 1}},
		"a secret was kept":    {func(s *scene) { s.lines[4].Text = "OTP 482 913" }, map[faultKind]int{secretsFound: 1, answersLost: 1, answersDoubled: 1}},
		"the bot repeats it":   {func(s *scene) { s.bot(4, "४८२९१३?"); s.shown[4].Text = "४८२९१३?" }, map[faultKind]int{secretsFound: 1, repliesUnknown: 1}},
		"it stays in the chat": {func(s *scene) { s.shown = append(s.shown, sandbox.Message{ID: 9, Text: "OTP 482913"}) }, map[faultKind]int{secretsFound: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			s, got := aScene(), &Tally{}
			c.spoil(s)
			checkTurns(got, s.p, s.lines)
			checkReplies(got, s.p, s.lines, s.shown)
			if err := checkSecrets(got, s.p, store.Everything{Session: dialogs.Session{Lang: "en"}, Transcript: s.lines}, sandbox.Screen{Messages: s.shown}); err != nil {
				t.Fatal(err)
			}
			for k := range faultKinds {
				if got.faults[k] != c.want[k] {
					t.Errorf("%s: %d, want %d (%v)", k, got.faults[k], c.want[k], got.Notes)
				}
			}
		})
	}
}

func TestDoubledRepliesAreCounted(t *testing.T) {
	s, got := aScene(), &Tally{}
	s.bot(4, "To whom?")
	s.bot(4, "Notice")
	checkReplies(got, s.p, s.lines, s.shown)
	if got.twice != 2 {
		t.Errorf("%d replies doubled, want 2", got.twice)
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
	f := filed{story: &story{want: wanted{report: want, days: []int{0}}}, lang: "hi", before: talkTime()}
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
		if got := differences(f, talkTime(), r); !slices.Equal(got, c.want) {
			t.Errorf("%s: differences %v, want %v", name, got, c.want)
		}
	}
}
