package dialogs

import (
	"slices"
	"strconv"

	"satark/fraud"
)

func digits(n int) string { return strconv.Itoa(n) }

// say adds a reply, opened by whatever lead lines have gathered.
func (t *turn) say(key string, args Args, rows ...[]Button) *Reply {
	t.out.Replies = append(t.out.Replies, Reply{Lead: t.lead, Key: key, Args: args, Rows: rows})
	t.lead = nil
	return &t.out.Replies[len(t.out.Replies)-1]
}

// leadWith adds a line that will open the next reply.
func (t *turn) leadWith(key string, args Args) { t.lead = append(t.lead, Text{Key: key, Args: args}) }

func (t *turn) effect(e Effect) { t.out.Effects = append(t.out.Effects, e) }

// row makes one keyboard row.
func row(buttons ...Button) []Button { return buttons }

// global makes a button that works at any time; data is what press.go reads.
func global(key, data string) Button { return Button{Key: key, Data: "g:" + data} }

// ways puts under the rows what stands below every question: help, which keeps a row
// of its own so that no phone cuts the number off, language and stop.
func ways(rows ...[]Button) [][]Button {
	rows = slices.DeleteFunc(rows, func(r []Button) bool { return len(r) == 0 })
	return append(rows, row(global("btn.lost", "lost")), row(global("btn.language", "lang"), global("btn.stop", "stop")))
}

// warnOfSecrets tells the citizen what was masked and has their message deleted.
func (t *turn) warnOfSecrets() {
	if len(t.in.Secrets) == 0 {
		return
	}
	kinds := make([]Label, len(t.in.Secrets))
	for i, s := range t.in.Secrets {
		kinds[i] = Label("secret." + string(s))
	}
	t.leadWith("secret.warning", Args{"Kinds": kinds})
	if slices.Contains(t.in.Secrets, fraud.SecretAadhaar) || slices.Contains(t.in.Secrets, fraud.SecretCard) {
		t.leadWith("secret.mistaken", nil)
	}
	t.effect(Effect{Kind: EffectDelete})
}

// onlySecret reports whether nothing but a masked secret was sent.
func (t *turn) onlySecret() bool {
	return len(t.in.Secrets) > 0 && t.in.Media == nil && len([]rune(plain(t.in.Text))) < 16 && len(fraud.Find(t.in.Text)) == 0
}

// phones are the arguments of every text that names a helpline: the numbers come
// from dated facts, never from a translation.
func phones() Args {
	a := Args{}
	for name, desk := range map[string]fraud.Desk{
		"Helpline": fraud.DeskHelpline, "Police": fraud.DeskPolice, "Mind": fraud.DeskTeleMANAS,
		"Women": fraud.DeskWomen, "Child": fraud.DeskChild,
	} {
		a[name] = desk.Info().Phone
	}
	a["Portal"] = fraud.DeskNCRP.Info().URL
	return a
}
