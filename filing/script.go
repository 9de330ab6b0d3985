package filing

import (
	"strconv"
	"strings"

	"satark/fraud"
	"satark/locales"
)

// script adds what to read aloud to the operator of 1930, in the citizen's language:
// what the operator asks for, in the operator's order (mobile, bank, transaction id,
// date; CFCFRMS's list for callers), one short sentence each.
func (b *book) script(l fraud.Loss) {
	me := b.report.Reporter
	var lines []string
	say := func(key string, values args) { lines = append(lines, b.text(key, values)) }
	if name := strings.TrimSpace(me.Name); name != "" {
		say("script.name", args{"Name": b.bold(clip(name, 100))})
	}
	if !me.Mobile.IsZero() {
		say("script.mobile", args{"Mobile": b.bold(me.Mobile.Display())})
	}
	say("script.when", args{"When": b.strong(b.when(l.At, l.Exact))})
	if len(l.Transactions) > 1 && l.Total() > 0 {
		say("script.total", args{"Amount": b.aloud(l.Total()), "Count": strconv.Itoa(len(l.Transactions))})
	}
	items := []string{strings.Join(lines, "\n")}
	for i, t := range l.Transactions {
		items = append(items, b.debit(i+1, t))
	}
	items = append(items, b.text("script.hold", nil)+"\n"+b.text("script.acknowledgement", nil))
	b.list(b.text("script.title", args{"Helpline": b.phone(fraud.DeskHelpline)}), items, b.text("script.never", args{"Helpline": b.phone(fraud.DeskHelpline)}))
}

// debit is one transaction, read aloud.
func (b *book) debit(n int, t fraud.Transaction) string {
	lines := []string{b.text("script.debit", args{
		"N": strconv.Itoa(n), "Amount": b.aloud(t.Amount), "Mode": b.text("script.mode."+string(t.Mode), nil),
	})}
	if bank := strings.TrimSpace(t.Bank); bank != "" {
		lines = append(lines, b.text("script.bank", args{"Bank": b.bold(clip(bank, 60))}))
	}
	switch {
	case !t.UTR.IsZero():
		lines = append(lines, b.text("script.utr", args{"UTR": b.bold(t.UTR.Display())}))
	case numbered(t.Mode):
		lines = append(lines, b.text("script.no_utr", nil))
	}
	if to := distinct(t.To); len(to) > 0 {
		lines = append(lines, b.text("script.to", args{"To": b.receivers(to)}))
	}
	return strings.Join(lines, "\n")
}

// receivers names where the money went; a few are enough to find the account.
func (b *book) receivers(to []fraud.Identifier) string {
	var out []string
	for _, id := range to[:min(len(to), 4)] {
		out = append(out, b.bold(clip(id.Display(), 100)))
	}
	return strings.Join(out, ", ")
}

// aloud is an amount in figures and, where the language's number words are known, in words.
func (b *book) aloud(p fraud.Paise) string {
	if p <= 0 {
		return b.text("script.amount_unknown", nil)
	}
	figures := b.words.Isolate(b.lang, locales.Money(int64(p)))
	words, ok := b.numerals().rupees(int64(p))
	if !ok {
		return b.strong(figures)
	}
	key := "script.amount"
	values := args{"Figures": b.strong(figures), "Rupees": words.rupees}
	if words.paise != "" {
		key, values["Paise"] = "script.amount_paise", words.paise
	}
	return b.text(key, values)
}

// strong sets text that is HTML already.
func (b *book) strong(markup string) string { return "<b>" + markup + "</b>" }
