package soak

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"

	"satark/bot/sandbox"
	"satark/store"
)

// checkCitizen compares what one citizen did and saw with what the store holds of them.
func checkCitizen(ctx context.Context, t *Tally, w *world, kept *store.Store, p performance) error {
	if p.err != nil {
		t.add(unfinished, 1, "citizen %d: %v", p.plan.id, p.err)
	}
	all, err := kept.Everything(ctx, p.plan.id)
	if err != nil {
		return err
	}
	screen, err := w.client.Screen(ctx, p.plan.id)
	if err != nil {
		return err
	}
	before := t.faults
	checkTurns(t, p, all.Transcript)
	checkReplies(t, p, all.Transcript, screen.Messages)
	if err := checkReports(ctx, t, kept, p, all.Reports); err != nil {
		return err
	}
	if err := checkSecrets(t, p, all, screen); err != nil {
		return err
	}
	if t.faults == before && p.err == nil {
		return nil
	}
	return w.keepForLooking(p, all, screen)
}

// checkTurns holds the transcript against what was done: everything once, in order. What
// was done in haste may have been overtaken when messages and presses come on ways of
// their own; among themselves they stay in order.
func checkTurns(t *Tally, p performance, lines []store.Line) {
	var done []deed
	for _, d := range p.deeds {
		if d.told {
			done = append(done, d)
		}
	}
	heard := slices.DeleteFunc(slices.Clone(lines), func(l store.Line) bool { return l.Who != "citizen" })
	place := make([]int, len(heard)) // of the deed a line tells of
	taken := make([]bool, len(done))
	for i, l := range heard {
		if place[i] = firstFree(done, taken, l); place[i] < 0 {
			t.add(answersDoubled, 1, "citizen %d: line %d of the transcript tells of nothing that was done", p.plan.id, i)
			continue
		}
		taken[place[i]] = true
	}
	for j, found := range taken {
		if !found {
			t.add(answersLost, 1, "citizen %d: deed %d of %d is not in the transcript", p.plan.id, j, len(done))
		}
	}
	checkOrder(t, p, done, place)
}

// firstFree is the first deed that l tells of and no line before it did, -1 for none.
func firstFree(done []deed, taken []bool, l store.Line) int {
	for j, d := range done {
		if !taken[j] && d.isTold(l) {
			return j
		}
	}
	return -1
}

// isTold reports whether a line of the transcript tells of the deed.
func (d deed) isTold(l store.Line) bool {
	if d.secret {
		return l.Data == "" && l.Text != d.text && (strings.Contains(l.Text, "••••") || strings.Contains(l.Text, "XXXX"))
	}
	return l.Text == d.text && l.Data == d.data && l.Media == d.media
}

func checkOrder(t *Tally, p performance, done []deed, place []int) {
	last := map[string]int{} // deed that came latest, on each way
	for _, at := range place {
		if at < 0 {
			continue
		}
		late := -1
		for _, way := range done[at].ways() {
			if at < last[way] {
				late = last[way]
			}
			last[way] = max(last[way], at)
		}
		if late >= 0 {
			t.add(outOfOrder, 1, "citizen %d: deed %d came after deed %d", p.plan.id, at, late)
		}
	}
}

// ways are the queues in which the deed has its place.
func (d deed) ways() []string {
	way := "messages"
	if d.press() {
		way = "presses"
	}
	if d.hasty {
		return []string{way}
	}
	return []string{way, "all"}
}

// checkReplies holds the screen against the transcript: everything the bot said, in order.
func checkReplies(t *Tally, p performance, lines []store.Line, shown []sandbox.Message) {
	var order []string
	left := map[string]int{} // what was said and has not been seen on the screen yet
	for _, l := range lines {
		if l.Who == "bot" {
			order = append(order, readable(l.Text))
			left[readable(l.Text)]++
		}
	}
	known := map[string]bool{} // what may be on the screen again
	next := 0
	for _, m := range shown {
		text := asSeen(m)
		switch {
		case !m.FromBot:
			continue
		case m.ID <= p.agreedAt: // nothing was recorded by then
		case left[text] > 0:
			left[text]--
		case known[text]:
			t.twice++
		default:
			t.add(repliesUnknown, 1, "citizen %d: message %d", p.plan.id, m.ID)
		}
		known[text] = true
		if m.ID > p.agreedAt && next < len(order) && order[next] == text {
			next++
		}
	}
	missing := 0
	for _, n := range left {
		missing += n
	}
	t.add(repliesMissing, missing, "citizen %d", p.plan.id)
	if missing == 0 && next < len(order) {
		t.add(outOfOrder, 1, "citizen %d: reply %d of %d did not come in its place", p.plan.id, next, len(order))
	}
}

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

// checkSecrets looks for the citizen's own secrets in all that is kept of them and in all
// that the bot said; their own messages with a secret have to be gone from the chat.
func checkSecrets(t *Tally, p performance, all store.Everything, screen sandbox.Screen) error {
	f := newFinder()
	for _, one := range p.plan.plants {
		f.number(one.digits, string(one.kind))
	}
	kept, err := json.Marshal(all)
	if err != nil {
		return err
	}
	t.searched += len(kept)
	found := f.in(kept)
	t.add(secretsFound, len(found), "citizen %d: %v in what is kept", p.plan.id, found)
	for _, m := range screen.Messages {
		if m.Deleted {
			continue
		}
		shown, err := json.Marshal(m)
		if err != nil {
			return err
		}
		found := f.in(shown)
		where := fmt.Sprintf("left in the chat in message %d", m.ID)
		t.add(secretsFound, len(found), "citizen %d: %v %s", p.plan.id, found, where)
	}
	return nil
}
