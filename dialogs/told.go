package dialogs

import "strings"

// Told is what a draft holds, a line for each answer in the order of its form and in the
// words of the review, but whole: nothing is cut off. Answers to questions that this version
// of the form does not know have no line.
func Told(d Draft) []Text {
	var lines []Text
	for _, f := range forms() {
		if f.ID != d.Form {
			continue
		}
		for _, k := range f.shown(&d) {
			if q, row := f.locate(k); !q.Silent {
				lines = append(lines, Text{Key: "line." + q.ID, Args: Args{"Row": row, "Value": f.whole(q, d.Answers[k])}})
			}
		}
	}
	return lines
}

// whole is value without the cut of long words.
func (f *Form) whole(q *Question, a Answer) any {
	shown := f.value(q, a)
	if _, words := shown.(string); words && a.Text != "" && q.Kind == KindText {
		return a.Text
	}
	return shown
}

// Pressed is the label of the button that carries data, as far as the data tells: an option
// of a question, a way through a form, or a door. It reports whether it knows one.
func Pressed(data string) (Text, bool) {
	kind, rest, _ := strings.Cut(data, ":")
	switch kind {
	case "q":
		_, rest, _ = strings.Cut(rest, ":")
		key, code, _ := strings.Cut(rest, ":")
		return pressedOption(key, code)
	case "r":
		_, rest, _ = strings.Cut(rest, ":")
		action, key, _ := strings.Cut(rest, ":")
		return pressedReview(action, key)
	case "g":
		action, arg, _ := strings.Cut(rest, ":")
		return pressedDoor(action, arg)
	}
	return Text{}, false
}

// pressedOption finds an option by its code. Questions of different forms that share a name
// share the words of their options.
func pressedOption(key, code string) (Text, bool) {
	if label, ok := map[string]string{
		navBack: "btn.back", navSkip: "btn.skip", navUnknown: "btn.dont_know", navKeep: "btn.keep", navDone: "btn.done",
	}[code]; ok {
		return Text{Key: label}, true
	}
	for _, f := range forms() {
		q, _ := f.locate(key)
		if q == nil {
			continue
		}
		if o := q.option(code); o != nil && o.Key != "" {
			return Text{Key: o.Key}, true
		}
	}
	return Text{}, false
}

func pressedReview(action, key string) (Text, bool) {
	label := map[string]string{
		"submit": "btn.submit", "change": "btn.change", "add": "btn.add_transaction", "show": "btn.to_review", "go": "btn.go_on",
	}[action]
	if action == "edit" {
		for _, f := range forms() {
			switch q, row := f.locate(key); {
			case q == nil:
			case q.Silent: // it can be added and not changed
				return Text{Key: "add." + q.ID}, true
			default:
				return Text{Key: "edit." + q.ID, Args: Args{"Row": row}}, true
			}
		}
	}
	return Text{Key: label}, label != ""
}

// pressedDoor finds the label of a button that works at any time.
func pressedDoor(action, arg string) (Text, bool) {
	label := map[string]string{
		"home": "btn.home", "lost": "btn.lost", "sus": "btn.home_suspect", "else": "btn.home_else", "agree": "btn.agree",
		"minor": "btn.minor", "decline": "btn.decline", "notice": "btn.notice", "lang": "btn.language", "stop": "btn.stop",
		"reports": "btn.reports", "rep": "btn.open_report", "amend": "btn.amend", "packs": "btn.packs", "wd": "btn.withdraw",
		"wdok": "btn.withdraw_yes", "filed": "btn.i_filed", "noref": "btn.no_reference", "drop": "btn.drop", "loss": "btn.prepare_loss", "stay": "btn.stay",
	}[action]
	switch action {
	case "forget":
		label = map[string]string{"ask": "btn.forget", "yes": "btn.forget_yes", "data": "btn.mydata"}[arg]
	case "card":
		for _, s := range situations {
			if s.code == arg {
				label = "else." + arg
			}
		}
	case "triage":
		label = map[string]string{"none": "btn.triage_none", "shared": "btn.triage_shared", "danger": "btn.triage_danger", "go": "btn.go_on_report"}[arg]
	}
	return Text{Key: label}, label != ""
}
