package dialogs

import (
	"slices"

	"satark/fraud"
)

// mostDropped is how many ids of deleted files a session remembers: a file still on its way
// here when its draft was deleted is deleted when it has come.
const mostDropped = 100

// discard deletes a draft with its files, but for those that are of a report as well.
func (t *turn) discard(d *Draft, shared []fraud.Evidence) {
	for _, file := range d.Evidence {
		same := func(other fraud.Evidence) bool { return other.ID == file.ID }
		if file.ID == "" || slices.ContainsFunc(shared, same) {
			continue
		}
		t.s.Dropped = append(t.s.Dropped, file.ID)
		t.effect(Effect{Kind: EffectErase, Evidence: &file})
	}
	if over := len(t.s.Dropped) - mostDropped; over > 0 {
		t.s.Dropped = t.s.Dropped[over:]
	}
	t.s.drop(d.ID)
}

// dropDraft deletes a draft on the citizen's word.
func (t *turn) dropDraft(id string) {
	d := t.s.draftByID(id)
	if d == nil {
		t.pressGone(id)
		return
	}
	var shared []fraud.Evidence
	if d.Number != "" { // its report keeps the files it had
		if !t.need(d.Number) {
			return
		}
		shared = t.in.Report.Evidence
	}
	t.discard(d, shared)
	t.say("dropped", nil, row(global("btn.home", "home")))
}
