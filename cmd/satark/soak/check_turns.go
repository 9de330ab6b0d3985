package soak

import (
	"strings"
	"time"

	"satark/store"
)

// telling is a transcript that was compared with what was done.
type telling struct {
	lines []store.Line
	deaf  []bool             // by line: the bot could not say it, perhaps
	said  map[int64][]string // what was answered to an update
}

// turns holds the transcript against what was done: everything once, in order. What was
// done in haste may have been overtaken when messages and presses come on ways of their
// own; among themselves they stay in order.
func (e *evidence) turns(p performance, lines []store.Line) telling {
	var done []deed
	for _, d := range p.deeds {
		if d.told {
			done = append(done, d)
		}
	}
	story := telling{lines, make([]bool, len(lines)), map[int64][]string{}}
	place := []int{} // of the deeds that lines of the citizen tell of
	taken := make([]bool, len(done))
	for i, l := range lines {
		if l.Who != "citizen" {
			continue
		}
		at := firstFree(done, taken, l)
		place = append(place, at)
		if at < 0 {
			e.add(answersDoubled, 1, "citizen %d: line %d of the transcript tells of nothing that was done", p.plan.id, i)
			e.again(p, lines[i+1:])
			continue
		}
		taken[at] = true
		story.said[done[at].update] = answers(lines[i+1:])
		if done[at].deaf {
			story.deafen(i)
		}
	}
	for j, found := range taken {
		if !found {
			e.add(answersLost, 1, "citizen %d: deed %d of %d is not in the transcript", p.plan.id, j, len(done))
			e.lost(done[j])
		}
	}
	e.order(p, done, place)
	return story
}

// deafen marks what was said before and after the line of a citizen who could not be
// answered.
func (s telling) deafen(line int) {
	for i := line - 1; i >= 0 && s.lines[i].Who != "citizen"; i-- {
		s.deaf[i] = true
	}
	for i := line + 1; i < len(s.lines) && s.lines[i].Who != "citizen"; i++ {
		s.deaf[i] = true
	}
}

// again counts what was said in a turn that ran twice, when an update came again.
func (e *evidence) again(p performance, after []store.Line) {
	if len(e.repeats[p.plan.id]) == 0 {
		return
	}
	e.add(sentAgain, len(answers(after)), "citizen %d: a turn ran twice", p.plan.id)
}

// answers are the texts that the bot said before the citizen did something else.
func answers(after []store.Line) (texts []string) {
	for _, l := range after {
		if l.Who == "citizen" {
			break
		}
		texts = append(texts, readable(l.Text))
	}
	return texts
}

// lost measures how long before the end of a master an answer was taken that it took
// with it.
func (e *evidence) lost(d deed) {
	for _, one := range e.losses {
		if one.what != Failover {
			continue
		}
		if before := one.from.Sub(d.taken); before < time.Minute && !d.taken.After(one.to) {
			e.window = max(e.window, before)
		}
	}
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

func (e *evidence) order(p performance, done []deed, place []int) {
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
			e.add(outOfOrder, 1, "citizen %d: deed %d came after deed %d", p.plan.id, at, late)
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
