package dialogs

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"time"

	"satark/fraud"
)

// Session is the memory of one conversation. It is plain data: stored as JSON
// after each turn and read back before the next. Drafts hold codes and normal
// forms, never labels, so a change of language changes nothing in them.
type Session struct {
	Lang    string            `json:"lang,omitempty"`   // language spoken; "" before the first turn
	Chosen  bool              `json:"chosen,omitempty"` // the citizen chose Lang, it was not guessed
	Consent Consent           `json:"consent,omitzero"`
	Active  string            `json:"active,omitempty"`  // draft being filled, a key of Drafts
	Drafts  map[string]*Draft `json:"drafts,omitempty"`  // unfinished forms by draft id
	Pending string            `json:"pending,omitempty"` // draft that waits for triage or consent
	Aside   map[string]*Draft `json:"aside,omitempty"`   // drafts of forms this version does not know
	Await   *Await            `json:"await,omitempty"`   // a question outside any form
	Filed   []Filed           `json:"filed,omitempty"`   // reports, oldest first
	Serial  int               `json:"serial,omitempty"`  // drafts begun so far
	Source  string            `json:"source,omitempty"`  // campaign code of the deep link that brought them
	Contact bool              `json:"contact,omitempty"` // the share-contact keyboard is on the screen
	Burst   Burst             `json:"burst,omitzero"`
	Heard   time.Time         `json:"heard,omitzero"`    // UTC, the citizen's last message or press, to the hour
	Warned  time.Time         `json:"warned,omitzero"`   // UTC, when they were told that silence will erase what is kept
	Dropped []string          `json:"dropped,omitempty"` // ids of files whose draft was deleted, the newest last
}

// Consent is the privacy notice the citizen agreed to.
type Consent struct {
	Version int       `json:"v"`
	At      time.Time `json:"at"`              // UTC
	Vault   int       `json:"vault,omitempty"` // days the notice said a sealed copy outlives /forget
}

// Await is a question outside any form, such as the acknowledgement number.
type Await struct {
	What   string       `json:"what"` // "reference"
	Number fraud.Number `json:"number"`
	Desk   string       `json:"desk"`
}

// Filed is what the list of my reports shows.
type Filed struct {
	Number fraud.Number `json:"number"`
	Draft  string       `json:"draft"` // id of the draft it was made from: a second tap on submit finds it
	Route  fraud.Route  `json:"route"`
	Status fraud.Status `json:"status"`
	At     time.Time    `json:"at"`              // UTC
	Code   string       `json:"code,omitempty"`  // Chakshu category of a suspicion
	Total  fraud.Paise  `json:"total,omitempty"` // sum of a loss
}

// Burst remembers the last forwarded text or album, so that what Telegram
// delivers as several messages counts as one answer.
type Burst struct {
	Key   string    `json:"key,omitempty"` // answer it went to
	At    time.Time `json:"at,omitzero"`
	Album string    `json:"album,omitempty"`
}

// Draft is a form being filled. Answers are kept under "question" or, in the
// repeated group, "question.row" with rows counted from 1.
type Draft struct {
	ID       string            `json:"id"` // short, in every button of this draft
	Form     string            `json:"form"`
	Version  int               `json:"version"`      // form version it was begun with
	Begun    time.Time         `json:"begun"`        // UTC
	At       string            `json:"at,omitempty"` // answer asked for now; "" is the review
	Answers  map[string]Answer `json:"answers,omitempty"`
	Rows     int               `json:"rows,omitempty"`  // rows of the repeated group
	Trail    []string          `json:"trail,omitempty"` // answers in the order given, for Back
	Evidence []fraud.Evidence  `json:"evidence,omitempty"`
	Number   fraud.Number      `json:"number,omitempty"` // set when an existing report is amended
}

// Answer is one answer in normal form. Which fields are set follows from the
// kind of the question.
type Answer struct {
	Code    string             `json:"code,omitempty"` // chosen option
	Text    string             `json:"text,omitempty"`
	IDs     []fraud.Identifier `json:"ids,omitempty"`
	Amount  fraud.Paise        `json:"amount,omitempty"`
	Moment  *fraud.Moment      `json:"moment,omitempty"`
	Skipped string             `json:"skipped,omitempty"` // "skip" or "unknown"
	Shared  bool               `json:"shared,omitempty"`  // given with Telegram's share-contact button
	Read    bool               `json:"read,omitempty"`    // understood from what was sent, not asked
}

func (s *Session) draft() *Draft { return s.Drafts[s.Active] }

// begin adds a fresh draft of form f. Drafts in which nothing was answered yet
// make room for it; no other draft is touched.
func (s *Session) begin(f *Form, at time.Time) *Draft {
	for id, d := range s.Drafts {
		if d.empty() {
			s.drop(id)
		}
	}
	s.Serial++
	id := strconv.FormatInt(int64(s.Serial), 36)
	d := &Draft{ID: id, Form: f.ID, Version: f.Version, Begun: at, Answers: map[string]Answer{}}
	if s.Drafts == nil {
		s.Drafts = map[string]*Draft{}
	}
	s.Drafts[id] = d
	return d
}

func (d *Draft) empty() bool { return len(d.Answers) == 0 && len(d.Evidence) == 0 }

// drop forgets a draft.
func (s *Session) drop(id string) {
	delete(s.Drafts, id)
	if s.Active == id {
		s.Active = ""
	}
	if s.Pending == id {
		s.Pending = ""
	}
}

// unfinished lists the drafts that hold something, the newest first.
func (s *Session) unfinished() []*Draft {
	var list []*Draft
	for _, d := range s.Drafts {
		if !d.empty() {
			list = append(list, d)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if len(a.ID) != len(b.ID) { // base 36 serials: longer is later
			return len(a.ID) > len(b.ID)
		}
		return a.ID > b.ID
	})
	return list
}

// unfinishedOf is the newest unfinished draft of a form that amends no report.
func (s *Session) unfinishedOf(form string) *Draft {
	for _, d := range s.unfinished() {
		if d.Form == form && d.Number == "" {
			return d
		}
	}
	return nil
}

func (s *Session) filedByDraft(id string) (Filed, bool) {
	for _, f := range s.Filed {
		if f.Draft == id {
			return f, true
		}
	}
	return Filed{}, false
}

func (s *Session) filed(n fraud.Number) *Filed {
	for i := range s.Filed {
		if s.Filed[i].Number == n {
			return &s.Filed[i]
		}
	}
	return nil
}

// clone copies everything a turn may change, so that Step leaves its argument
// alone and a stale turn can be run again.
func (s Session) clone() Session {
	drafts := make(map[string]*Draft, len(s.Drafts))
	for id, d := range s.Drafts {
		if d == nil {
			continue
		}
		c := *d
		c.Answers = maps.Clone(d.Answers)
		if c.Answers == nil {
			c.Answers = map[string]Answer{}
		}
		c.Trail = slices.Clone(d.Trail)
		c.Evidence = slices.Clone(d.Evidence)
		drafts[id] = &c
	}
	s.Drafts = drafts
	s.Aside = maps.Clone(s.Aside)
	s.Filed = slices.Clone(s.Filed)
	s.Dropped = slices.Clone(s.Dropped)
	if s.Await != nil {
		a := *s.Await
		s.Await = &a
	}
	return s
}

// draftByID finds a draft by the id in a button; nil for "" or one that is gone.
func (s *Session) draftByID(id string) *Draft { return s.Drafts[id] }

// settle makes a session of any age safe to walk: a draft whose form this version
// does not know is set aside rather than lost, and comes back when it is known.
func (s *Session) settle(forms map[string]*Form) {
	for id, d := range s.Aside {
		if d != nil && forms[d.Form] != nil && s.Drafts[id] == nil {
			s.Drafts[id] = d
			delete(s.Aside, id)
		}
	}
	for id, d := range s.Drafts {
		d.ID, d.Rows = id, min(d.Rows, mostRows)
		if forms[d.Form] != nil {
			continue
		}
		if s.Aside == nil {
			s.Aside = map[string]*Draft{}
		}
		s.Aside[id] = d
		s.drop(id)
	}
}
