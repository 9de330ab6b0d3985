package main

import (
	"fmt"
	"strings"
)

// A script is a talk as text, one talk a file:
//
//	# a comment
//	> what the citizen types, or /command
//	> [label of a button to press, on the latest message that has it]
//	> {contact +919876543210}   {photo NAME}   {forward FROM} text   {wait 24h}   {twice} [label]
//	< what the bot says
//	  and its further lines
//	< [one row | of buttons] [the next row]
//	< {contact 1930} name   {document NAME}   {edited} text   {deleted}   {toast} text
//
// A file is right when playing its ">" lines gives the same file again.
type script []turnOf

// turnOf is one thing the citizen did and all that came of it.
type turnOf struct {
	notes []string // comment lines before it, as written
	act   act
	said  []string // the bot's side, one entry per "<", further lines after \n
}

// act is one thing a citizen does.
type act struct {
	verb string // "", "press", or the word in braces
	arg  string // what follows the word in braces
	text string // typed, or the button's label
}

// parseAct reads what follows ">".
func parseAct(line string) (act, error) {
	if label, ok := strings.CutPrefix(line, "["); ok && strings.HasSuffix(label, "]") {
		return act{verb: "press", text: strings.TrimSuffix(label, "]")}, nil
	}
	if !strings.HasPrefix(line, "{") {
		return act{text: line}, nil
	}
	inside, text, ok := strings.Cut(line[1:], "}")
	if !ok {
		return act{}, fmt.Errorf("no closing brace in %q", line)
	}
	verb, arg, _ := strings.Cut(inside, " ")
	if verb == "" || verb == "press" {
		return act{}, fmt.Errorf("nothing to do in %q", line)
	}
	return act{verb: verb, arg: strings.TrimSpace(arg), text: strings.TrimSpace(text)}, nil
}

// String is the act as parseAct reads it.
func (a act) String() string {
	switch a.verb {
	case "":
		return a.text
	case "press":
		return "[" + a.text + "]"
	}
	inside := strings.TrimSpace(a.verb + " " + a.arg)
	return strings.TrimSpace("{" + inside + "} " + a.text)
}

// parseScript reads a file. An empty line belongs to a message when a further line
// of that message follows it.
func parseScript(text string) (script, error) {
	var s script
	var notes []string
	var open *string // the message that further lines belong to
	blanks := 0
	for n, line := range strings.Split(text, "\n") {
		mark, rest := "", ""
		if len(line) > 0 {
			mark, rest = line[:1], strings.TrimPrefix(line[1:], " ")
		}
		switch {
		case strings.TrimSpace(line) == "":
			blanks++
			continue
		case mark == "#":
			notes, open = append(notes, line), nil
		case mark == ">":
			s = append(s, turnOf{notes: notes, act: act{text: rest}})
			notes, open = nil, &s[len(s)-1].act.text
		case mark == "<" && len(s) > 0:
			last := &s[len(s)-1]
			last.said = append(last.said, rest)
			open = &last.said[len(last.said)-1]
		case strings.HasPrefix(line, "  ") && open != nil:
			*open += strings.Repeat("\n", blanks+1) + line[2:]
		default:
			return nil, fmt.Errorf("line %d is none of >, < and #: %q", n+1, line)
		}
		blanks = 0
	}
	return s, s.readActs()
}

// readActs parses the acts, whose further lines are known only now.
func (s script) readActs() error {
	for i := range s {
		parsed, err := parseAct(s[i].act.text)
		if err != nil {
			return err
		}
		s[i].act = parsed
	}
	return nil
}

// String is the script as a file.
func (s script) String() string {
	var b strings.Builder
	for i, t := range s {
		if i > 0 {
			b.WriteString("\n")
		}
		for _, note := range t.notes {
			b.WriteString(note + "\n")
		}
		writeMarked(&b, ">", t.act.String())
		for _, message := range t.said {
			writeMarked(&b, "<", message)
		}
	}
	return b.String()
}

func writeMarked(b *strings.Builder, mark, text string) {
	for i, line := range strings.Split(strings.TrimRight(text, "\n "), "\n") {
		line = strings.TrimRight(line, " \t\r")
		switch {
		case i == 0:
			b.WriteString(strings.TrimRight(mark+" "+line, " ") + "\n")
		case line == "":
			b.WriteString("\n")
		default:
			b.WriteString("  " + line + "\n")
		}
	}
}
