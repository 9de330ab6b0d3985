package dialogs

// next returns the key of the first question that applies and has no answer, ""
// when the form is complete. Asking for what is missing, rather than following a
// pointer, is what lets answers arrive in any order: read from a forwarded
// message, changed in the review, or given before a restart.
func (f *Form) next(d *Draft) string {
	for i := 0; i < len(f.Questions); i++ {
		q := &f.Questions[i]
		if q.Group {
			if key := f.nextInGroup(i, d); key != "" {
				return key
			}
			i = f.groupEnd(i)
			continue
		}
		if key := q.ID; !q.Later && !d.has(key) && q.applies(d, 0) {
			return key
		}
	}
	return ""
}

// nextInGroup walks the rows of the group that starts at question i.
func (f *Form) nextInGroup(i int, d *Draft) string {
	if d.Rows == 0 {
		d.Rows = 1
	}
	end := f.groupEnd(i)
	for row := 1; row <= d.Rows; row++ {
		for j := i; j <= end; j++ {
			q := &f.Questions[j]
			if key := q.key(row); !q.Later && !d.has(key) && q.applies(d, row) {
				return key
			}
		}
	}
	return ""
}

// groupEnd is the index of the last question of the group that starts at i.
func (f *Form) groupEnd(i int) int {
	for i+1 < len(f.Questions) && f.Questions[i+1].Group {
		i++
	}
	return i
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
func (f *Form) advance(d *Draft) { d.At = f.next(d) }

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
	for i := 0; i < len(f.Questions); i++ {
		q := &f.Questions[i]
		if !q.Group {
			if d.has(q.ID) && q.applies(d, 0) {
				keys = append(keys, q.ID)
			}
			continue
		}
		end := f.groupEnd(i)
		for row := 1; row <= d.Rows; row++ {
			for j := i; j <= end; j++ {
				if g := &f.Questions[j]; d.has(g.key(row)) && g.applies(d, row) {
					keys = append(keys, g.key(row))
				}
			}
		}
		i = end
	}
	return keys
}
