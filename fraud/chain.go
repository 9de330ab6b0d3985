package fraud

import "strings"

// chain is a row of digit runs with nothing but separators between them: a card number
// in groups of four is one chain of four runs.
type chain []span

const (
	chainSeparators = "-._,/"
	maxBlank        = 8 // bytes between two runs of a chain
	maxSigns        = 3 // of them signs
)

// chains finds the rows of digits in folded text.
func chains(text string) []chain {
	var all []chain
	var current chain
	for i := 0; i < len(text); {
		if text[i] < '0' || text[i] > '9' {
			i++
			continue
		}
		end := i
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		run := span{i, end}
		if len(current) > 0 && !joined(text, current[len(current)-1], run) {
			all = append(all, current)
			current = nil
		}
		current = append(current, run)
		i = end
	}
	if len(current) > 0 {
		all = append(all, current)
	}
	return all
}

func joined(text string, a, b span) bool {
	gap := text[a.end:b.start]
	signs := strings.Trim(gap, " \n")
	return len(gap) <= maxBlank && len(signs) <= maxSigns && strings.Trim(signs, chainSeparators+" ") == ""
}

func (c chain) span() span { return span{c[0].start, c[len(c)-1].end} }

// size is the number of digits.
func (c chain) size() int {
	n := 0
	for _, r := range c {
		n += r.end - r.start
	}
	return n
}

func (c chain) digits(text string) string {
	var b strings.Builder
	for _, r := range c {
		b.WriteString(text[r.start:r.end])
	}
	return b.String()
}

// even reports whether all runs but the last have one length and the last no more.
func (c chain) even() bool {
	first := c[0].end - c[0].start
	for i, r := range c {
		n := r.end - r.start
		if n != first && (i < len(c)-1 || n > first) {
			return false
		}
	}
	return true
}

// uniform reports whether one kind of separator parts all runs: blanks, or always the
// same sign. "500, 23/11/2026" is two numbers, not one.
func (c chain) uniform(text string) bool {
	kind := ""
	for i := 1; i < len(c); i++ {
		k := strings.Trim(text[c[i-1].end:c[i].start], " \n")
		if i > 1 && k != kind {
			return false
		}
		kind = k
	}
	return true
}

// windows calls visit with every part of the chain that has at least min and at most max
// digits, begins and ends with whole runs, and is parted by one kind of separator.
func (c chain) windows(text string, min, max int, visit func(chain)) {
	for i := range c {
		size := 0
		for j := i; j < len(c); j++ {
			size += c[j].end - c[j].start
			if size > max {
				break
			}
			if part := c[i : j+1]; size >= min && part.uniform(text) {
				visit(part)
			}
		}
	}
}

// without splits the chain where runs touch one of the spans.
func (c chain) without(spared []span) []chain {
	var parts []chain
	var current chain
	for _, r := range c {
		if overlapsAny(r, spared) {
			if len(current) > 0 {
				parts = append(parts, current)
			}
			current = nil
			continue
		}
		current = append(current, r)
	}
	if len(current) > 0 {
		parts = append(parts, current)
	}
	return parts
}

func overlapsAny(s span, all []span) bool {
	for _, t := range all {
		if s.overlaps(t) {
			return true
		}
	}
	return false
}
