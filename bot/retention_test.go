package bot

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

const day = 24 * time.Hour

// usual is the policy that an operator gets who says nothing.
var usual = Keep{Drafts: 365 * day, Transcripts: 365 * day, Evidence: 365 * day, Reports: 1095 * day}

func classes(names ...dataClass) map[dataClass]bool {
	has := map[dataClass]bool{}
	for _, n := range names {
		has[n] = true
	}
	return has
}

func TestDue(t *testing.T) {
	heard := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	after := func(days int) time.Time { return heard.Add(time.Duration(days) * day) }
	all := classes(dataDrafts, dataTranscripts, dataEvidence, dataReports)
	open := func(warned time.Time) holding { return holding{heard: heard, warned: warned, open: 1, has: all} }
	closed := holding{heard: heard, has: all}
	never := time.Time{}
	most := []dataClass{dataDrafts, dataTranscripts, dataEvidence}

	for name, c := range map[string]struct {
		keep   Keep
		held   holding
		day    int
		warn   []dataClass
		by     int
		erase  []dataClass
		forget bool
	}{
		"nothing is old":                             {usual, closed, 364, nil, 0, nil, false},
		"a year of silence":                          {usual, closed, 365, nil, 0, most, false},
		"three years":                                {usual, closed, 1095, nil, 0, append(slices.Clone(most), dataReports), true},
		"no policy":                                  {Keep{}, closed, 99999, nil, 0, nil, false},
		"a citizen without anything":                 {usual, holding{heard: heard, has: classes(dataTranscripts)}, 365, nil, 0, []dataClass{dataTranscripts}, true},
		"a session goes with the drafts only":        {Keep{Transcripts: day}, holding{heard: heard, has: classes(dataTranscripts)}, 9, nil, 0, []dataClass{dataTranscripts}, false},
		"nobody knows when":                          {usual, holding{has: all}, 99999, nil, 0, nil, false},
		"open: a month and a day before":             {usual, open(never), 334, nil, 0, nil, false},
		"open: a month before":                       {usual, open(never), 335, most, 365, nil, false},
		"open: never warned, long past":              {usual, open(never), 5000, append(slices.Clone(most), dataReports), 5030, nil, false},
		"open: warned in time":                       {usual, open(after(335)), 365, nil, 0, most, false},
		"open: warned, the month is not over":        {usual, open(after(340)), 369, nil, 0, nil, false},
		"open: warned late, the month is over":       {usual, open(after(340)), 370, nil, 0, most, false},
		"open: warned before the citizen spoke":      {usual, open(heard.Add(-time.Hour)), 365, most, 395, nil, false},
		"open: the report itself needs its own word": {usual, open(after(335)), 1065, []dataClass{dataReports}, 1095, most, false},
		"open: and had it":                           {usual, open(after(1065)), 1095, nil, 0, append(slices.Clone(most), dataReports), true},
		"open: reports for ever":                     {Keep{Drafts: 365 * day, Transcripts: 365 * day}, open(after(335)), 365, nil, 0, []dataClass{dataDrafts, dataTranscripts}, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := due(c.keep, c.held, after(c.day))
			if !slices.Equal(r.warn, c.warn) || !slices.Equal(r.erase, c.erase) || r.forget != c.forget {
				t.Errorf("warn %v erase %v forget %v, want %v %v %v", r.warn, r.erase, r.forget, c.warn, c.erase, c.forget)
			}
			if c.by != 0 && !r.by.Equal(after(c.by)) {
				t.Errorf("by %s, want day %d", r.by, c.by)
			}
		})
	}
}

// However policy, silence and walks fall, nothing of a citizen with an open report goes
// that was not told of WarnBefore, and told since the last word.
func TestNothingOpenGoesUnwarned(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		days := func(name string) time.Duration { return time.Duration(rapid.IntRange(0, 200).Draw(rt, name)) * day }
		k := Keep{Drafts: days("drafts"), Transcripts: days("transcripts"), Evidence: days("evidence"), Reports: days("reports")}
		now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
		h := holding{heard: now, open: 1, has: classes(dataDrafts, dataTranscripts, dataEvidence, dataReports)}
		told := map[dataClass]time.Time{}
		for range 400 {
			now = now.Add(time.Duration(rapid.IntRange(1, 60).Draw(rt, "hours")) * time.Hour)
			if rapid.IntRange(0, 199).Draw(rt, "speaks") == 0 {
				h.heard, told = now, map[dataClass]time.Time{}
			}
			r := due(k, h, now)
			for _, c := range r.warn {
				told[c] = now
			}
			if r.warn != nil {
				h.warned = now
			}
			for _, c := range r.erase {
				if at, ok := told[c]; !ok || now.Sub(at) < WarnBefore {
					rt.Fatalf("%s goes at %s, told of at %s", c, now, at)
				}
				h.has[c] = c == dataTranscripts
			}
			if r.forget && h.leaves(r.erase) > 0 {
				rt.Fatal("forgotten with something left")
			}
		}
	})
}

func TestSurvey(t *testing.T) {
	heard := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	report := []fraud.Report{{Number: "SK-1111-1111", Status: fraud.StatusFiled}, {Number: "SK-2222-2222", Status: fraud.StatusPrepared}}
	closed := []fraud.Report{{Number: "SK-3333-3333", Status: fraud.StatusWithdrawn}}
	people := []store.Held{
		{Session: dialogs.Session{Heard: heard}, Reports: report},
		{Session: dialogs.Session{Heard: heard, Warned: heard.Add(336 * day)}, Reports: report[:1]},
		{Session: dialogs.Session{Heard: heard.Add(300 * day)}, Reports: report},
		{Session: dialogs.Session{Heard: heard}, Reports: closed},
		{LastAt: heard, Reports: report[:1]}, // of a version whose sessions do not tell
	}
	for days, want := range map[int]Survey{
		300:  {Persons: 5},
		340:  {Persons: 5, Warned: 1, OpenSoon: 4},
		500:  {Persons: 5, OpenSoon: 3}, // nobody walked: two were never told
		1066: {Persons: 5, OpenSoon: 6},
	} {
		var got Survey
		now := heard.Add(time.Duration(days) * day)
		for _, h := range people {
			if h.Session.Warned.After(now) {
				h.Session.Warned = time.Time{}
			}
			got.add(usual, h, now)
		}
		if got != want {
			t.Errorf("day %d: %+v, want %+v", days, got, want)
		}
	}
}
