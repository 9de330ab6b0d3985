package bot

import (
	"slices"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// Keep is how long each class of data outlives the last word of its citizen; 0 is until
// the citizen erases it. Nothing of a citizen with an open report goes unless they were
// warned WarnBefore before, and have been silent since.
type Keep struct {
	Drafts      time.Duration // unfinished answers with their files, and the session of whom nothing else is held
	Transcripts time.Duration
	Evidence    time.Duration // files; what is known of them stays with their report
	Reports     time.Duration // with their files
	// Parked is how long what failed for good waits for an operator. It is somebody's
	// words that nobody has answered yet: with 0 it waits for ever, and is counted.
	Parked time.Duration
}

// WarnBefore is how long before anything of a citizen with an open report is erased they
// are told, at the least.
const WarnBefore = 30 * 24 * time.Hour

// dataClass is one class of data, by its name in the catalogue.
type dataClass string

const (
	dataDrafts      dataClass = "drafts"
	dataTranscripts dataClass = "transcripts"
	dataEvidence    dataClass = "evidence"
	dataReports     dataClass = "reports"
)

// keeping is how long one class is kept.
type keeping struct {
	data  dataClass
	after time.Duration
}

func (k Keep) classes() []keeping {
	return []keeping{{dataDrafts, k.Drafts}, {dataTranscripts, k.Transcripts}, {dataEvidence, k.Evidence}, {dataReports, k.Reports}}
}

// holding is what the policy has to know of a citizen.
type holding struct {
	heard  time.Time // their last word; zero when nobody knows
	warned time.Time // when they were last told that silence erases; zero: never
	open   int       // reports that are neither closed nor withdrawn
	has    map[dataClass]bool
}

// ruling is what is to be done about a citizen now.
type ruling struct {
	warn   []dataClass // tell them that these go
	by     time.Time   // when the last of these may go
	erase  []dataClass
	forget bool // nothing would be left: the citizen goes as a whole
}

func (r ruling) nothing() bool { return r.warn == nil && r.erase == nil && !r.forget }

// due decides what is to be done about a citizen at now. Asked again it decides the same,
// and doing it again does no harm. Whose last word is not dated is left alone.
func due(k Keep, h holding, now time.Time) ruling {
	var r ruling
	if h.heard.IsZero() {
		return r
	}
	for _, c := range k.classes() {
		goes := h.heard.Add(c.after)
		switch {
		case c.after <= 0, !h.has[c.data]:
		case h.open > 0 && !h.told(goes):
			if !now.Before(goes.Add(-WarnBefore)) {
				r.warn = append(r.warn, c.data)
				r.by = latest(r.by, goes, now.Add(WarnBefore))
			}
		case now.Before(goes), h.open > 0 && now.Before(h.warned.Add(WarnBefore)):
		default:
			r.erase = append(r.erase, c.data)
		}
	}
	r.forget = k.Drafts > 0 && !now.Before(h.heard.Add(k.Drafts)) && h.leaves(r.erase) == 0
	return r
}

// told reports whether the last warning was of what goes at a time, and no word came since.
func (h holding) told(goes time.Time) bool {
	return h.warned.After(h.heard) && !h.warned.Before(goes.Add(-WarnBefore))
}

// leaves counts the classes that are still there when some are erased.
func (h holding) leaves(erased []dataClass) (n int) {
	for c, is := range h.has {
		if is && !slices.Contains(erased, c) {
			n++
		}
	}
	return n
}

func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }

// holdingOf reads off what the policy has to know. Whether there is a transcript is not
// known, so there is one.
func holdingOf(held store.Held) holding {
	h := holding{heard: heardOf(held), warned: held.Session.Warned, has: map[dataClass]bool{
		dataDrafts:      len(held.Session.Drafts)+len(held.Session.Aside) > 0,
		dataTranscripts: true,
		dataEvidence:    len(evidenceIDs(held.Session, held.Reports)) > 0,
		dataReports:     len(held.Reports) > 0,
	}}
	for _, r := range held.Reports {
		if open(r) {
			h.open++
		}
	}
	return h
}

func open(r fraud.Report) bool {
	return r.Status != fraud.StatusClosed && r.Status != fraud.StatusWithdrawn
}

// heardOf is when a citizen was last heard. Sessions of older versions do not tell; their
// last line does, or the last moment that is known.
func heardOf(held store.Held) time.Time {
	heard := latest(held.Session.Heard, held.HeardAt)
	if heard.IsZero() {
		return held.LastAt
	}
	return heard
}

// evidenceIDs names the files of a session's drafts and of reports.
func evidenceIDs(s dialogs.Session, reports []fraud.Report) []string {
	var ids []string
	add := func(all []fraud.Evidence) {
		for _, e := range all {
			if e.ID != "" && !slices.Contains(ids, e.ID) {
				ids = append(ids, e.ID)
			}
		}
	}
	for _, d := range draftsOf(s) {
		add(d.Evidence)
	}
	for _, r := range reports {
		add(r.Evidence)
	}
	return ids
}
