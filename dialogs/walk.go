package dialogs

import "iter"

// each walks the questions that apply in the order they are asked, the repeated
// group once a row, with the row (0 outside the group).
func (f *Form) each(d *Draft) iter.Seq2[*Question, int] {
	return func(yield func(*Question, int) bool) {
		for i := 0; i < len(f.Questions); i++ {
			end, rows := i, 0
			if f.Questions[i].Group {
				end, rows = f.groupEnd(i), max(d.Rows, 1)
			}
			for row := min(rows, 1); row <= rows; row++ {
				for j := i; j <= end; j++ {
					if q := &f.Questions[j]; q.applies(d, row) && !yield(q, row) {
						return
					}
				}
			}
			i = end
		}
	}
}

// groupEnd is the index of the last question of the group that starts at i.
func (f *Form) groupEnd(i int) int {
	for i+1 < len(f.Questions) && f.Questions[i+1].Group {
		i++
	}
	return i
}

// next returns the key of the first question that applies and has no answer, ""
// when the form is complete. Asking for what is missing, rather than following a
// pointer, is what lets answers arrive in any order: read from a forwarded
// message, changed in the review, or given before a restart.
func (f *Form) next(d *Draft) string {
	for q, row := range f.each(d) {
		if key := q.key(row); !q.Later && !d.has(key) {
			return key
		}
	}
	return ""
}

func (d *Draft) has(key string) bool { _, ok := d.Answers[key]; return ok }

// put stores an answer and remembers it for Back.
func (d *Draft) put(key string, a Answer) {
	d.Answers[key] = a
	for i, k := range d.Trail {
		if k == key {
			d.Trail = append(d.Trail[:i], d.Trail[i+1:]...)
			break
		}
	}
	d.Trail = append(d.Trail, key)
}

// advance moves to the next open question, or to the review.
func (f *Form) advance(d *Draft) {
	d.Rows = max(d.Rows, 1)
	d.At = f.next(d)
}

// back steps to the answer given before the one asked for now, keeping it, and
// reports whether there was one. From a complete form it goes to the review.
func (f *Form) back(d *Draft) bool {
	if d.At != "" && f.next(d) == "" {
		d.At = ""
		return true
	}
	last := len(d.Trail) - 1
	for i, k := range d.Trail {
		if k == d.At {
			last = i - 1
			break
		}
	}
	for ; last >= 0; last-- {
		if q, _ := f.locate(d.Trail[last]); q != nil {
			d.At = d.Trail[last]
			return true
		}
	}
	return false
}

// shown lists the keys of all answered questions that apply, in the order of the
// form: what the review shows.
func (f *Form) shown(d *Draft) []string {
	var keys []string
	for q, row := range f.each(d) {
		if key := q.key(row); d.has(key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// progress counts the question on the screen among those answered and those that
// are open as things stand.
func (f *Form) progress(d *Draft) (step, of int) {
	for q, row := range f.each(d) {
		key := q.key(row)
		if key != d.At && (q.Silent && q.Kind == KindChoice || q.Later && !d.has(key)) {
			continue
		}
		if of++; key == d.At {
			step = of
		}
	}
	return max(step, 1), max(of, 1)
}
