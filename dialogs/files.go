package dialogs

import (
	"strings"
	"time"
)

const (
	mostFiles = 20              // a case needs no more; the bank's statement is one file
	burstGap  = 5 * time.Second // forwarded messages that come this close are one answer
)

// keepFile adds the file of this input to the draft's evidence and has it fetched.
func (t *turn) keepFile(d *Draft) {
	t.s.Burst = Burst{At: t.in.At, Album: t.in.Album}
	if len(d.Evidence) >= mostFiles {
		t.leadWith("files_full", Args{"Most": mostFiles})
		return
	}
	file := *t.in.Media
	d.Evidence = append(d.Evidence, file)
	t.effect(Effect{Kind: EffectFetch, Evidence: &file})
}

// continues takes the rest of an album, and forwarded messages that follow each
// other at once, as part of the answer before: silently, for one answer gets one
// reply.
func (t *turn) continues(d *Draft, f *Form) bool {
	b := t.s.Burst
	if b.Album != "" && b.Album == t.in.Album && t.in.Media != nil {
		t.keepFile(d)
		return true
	}
	prev, ok := d.Answers[b.Key]
	if !ok || t.in.Forwarded == nil || t.in.Text == "" || t.in.At.Sub(b.At) > burstGap {
		return false
	}
	q, _ := f.locate(b.Key)
	if q == nil || q.Kind != KindText || prev.Text == "" || strings.Contains(prev.Text, t.in.Text) {
		return false
	}
	prev.Text = clip(prev.Text+"\n"+t.in.Text, q.Max)
	d.Answers[b.Key] = prev
	t.s.Burst.At = t.in.At
	if f.Read != nil {
		f.Read(d, b.Key)
	}
	return true
}

// absorb keeps a sentence that was typed where a button was expected: it becomes
// the story if there is none yet. It reports whether it did.
func (t *turn) absorb(d *Draft) bool {
	f := t.e.forms[d.Form]
	q, _ := f.locate(d.At)
	text := strings.TrimSpace(t.in.Text)
	if q == nil || q.Kind != KindChoice || d.has("details") || len(strings.Fields(text)) < 4 {
		return false
	}
	d.put("details", Answer{Text: clip(text, f.question("details").Max), Read: true})
	if f.Read != nil {
		f.Read(d, "details")
	}
	return true
}
