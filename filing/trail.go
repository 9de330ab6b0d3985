package filing

import (
	"fmt"
	"slices"
	"strings"

	"satark/fraud"
)

// moneyTrail tells every transaction in at most limit characters: in sentences if they
// fit, in short otherwise, and what even so does not fit as a count.
func moneyTrail(all []fraud.Transaction, limit int) string {
	if long := sentences(all, inFull); length(long) <= limit {
		return long
	}
	if short := sentences(all, inShort); length(short) <= limit {
		return short
	}
	for n := len(all) - 1; n > 0; n-- {
		some := sentences(all[:n], inShort) + fmt.Sprintf(" %d more are in the money trail.", len(all)-n)
		if length(some) <= limit {
			return some
		}
	}
	return "They are listed in the money trail."
}

func sentences(all []fraud.Transaction, say func(int, fraud.Transaction) string) string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = plain(say(i+1, t))
	}
	return strings.Join(out, " ")
}

func inShort(n int, t fraud.Transaction) string {
	if t.UTR.IsZero() {
		return fmt.Sprintf("%d) %s.", n, sum(t.Amount))
	}
	return fmt.Sprintf("%d) %s UTR %s.", n, sum(t.Amount), t.UTR.Value)
}

func inFull(n int, t fraud.Transaction) string {
	parts := []string{fmt.Sprintf("Transaction %d: %s %s", n, sum(t.Amount), through(t.Mode))}
	if bank := clip(plain(fraud.Fold(t.Bank)), 60); bank != "" {
		parts[0] += " from " + bank
	}
	if !t.At.IsZero() {
		when := on(t.At, t.Exact)
		parts[0] += " " + strings.ToLower(when[:1]) + when[1:]
	}
	if !t.UTR.IsZero() {
		parts = append(parts, "UTR "+t.UTR.Value)
	}
	var to []string
	for _, id := range distinct(t.To) {
		to = append(to, inEnglish(id))
	}
	if len(to) > 0 {
		parts = append(parts, "to "+fitted(to, 200))
	}
	return strings.Join(parts, ", ") + "."
}

// sum is an amount as the portal takes it: "Rs 1,25,000". An amount of nothing is one
// the citizen does not know yet.
func sum(p fraud.Paise) string {
	if p <= 0 {
		return "an amount not yet known"
	}
	return "Rs " + p.Grouped()
}

// total is the sum of a loss, said to be the least where an amount is not known yet.
func total(l fraud.Loss) string {
	all := sum(l.Total())
	if l.Total() > 0 && slices.ContainsFunc(l.Transactions, func(t fraud.Transaction) bool { return t.Amount <= 0 }) {
		return "at least " + all
	}
	return all
}

// through is how the money left.
func through(m fraud.Mode) string {
	switch m {
	case fraud.ModeUPI:
		return "by UPI"
	case fraud.ModeCard:
		return "by card"
	case fraud.ModeNetBanking:
		return "by net banking"
	case fraud.ModeWallet:
		return "by wallet"
	case fraud.ModeAePS:
		return "by AePS"
	case fraud.ModeCash:
		return "in cash"
	case fraud.ModeCrypto:
		return "in crypto currency"
	}
	return "paid"
}
