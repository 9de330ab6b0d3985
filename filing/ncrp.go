package filing

import (
	"fmt"
	"strconv"
	"time"

	"satark/fraud"
)

// The cyber crime portal's own words for what a loss is filed under.
const (
	portalCategory = "Online Financial Fraud"
	portalYes      = "Yes"
)

// Sizes of files the portal takes, in megabytes (moneycontrol.com and cyberaidbase.org
// guides to the form).
const (
	identityMB = 5
	proofMB    = 10
)

// late is when the portal wants to hear why a complaint was not made sooner.
const late = 24 * time.Hour

// ncrp adds the portal's form for a financial fraud, tab by tab.
func (b *book) ncrp(l fraud.Loss) {
	all := b.incident(l)
	all = append(all, b.moneyTrailFields(l)...)
	all = append(all, onTab("pack.tab.suspect", b.byKind(l.Suspects, l.Contact))...)
	all = append(all, onTab("pack.tab.complainant", b.complainant())...)
	b.say("pack.ncrp.open", args{"Count": strconv.Itoa(len(all))}, b.link("pack.link.ncrp", fraud.DeskNCRP))
	b.fields(all)
	b.say("pack.ncrp.proof", args{"IDSize": strconv.Itoa(identityMB), "ProofSize": strconv.Itoa(proofMB)})
	b.say("pack.ncrp.close", args{"Helpline": b.phone(fraud.DeskHelpline)})
}

// incident is the first tab up to the narrative.
func (b *book) incident(l fraud.Loss) []field {
	all := []field{
		{label: "pack.label.ncrp_category", value: portalCategory, pick: true},
		{label: "pack.label.ncrp_sub", value: l.Sub.Official(), pick: true},
		{label: "pack.label.lost_money", value: portalYes, pick: true},
		moment(l.At, l.Exact),
	}
	if b.now.Sub(l.At) > late {
		all = append(all, field{label: "pack.label.delay", note: "pack.note.delay"})
	}
	all = append(all, place(b.report.Reporter)...)
	all = append(all, where(l.Contact),
		field{label: "pack.label.narrative", value: Narrative(b.report), note: "pack.note.narrative"})
	return onTab("pack.tab.incident", all)
}

// place is state, district and PIN code, as far as given.
func place(p fraud.Person) []field {
	var all []field
	if name := stateName(p.State); name != "" {
		all = append(all, field{label: "pack.label.state", value: name, pick: true})
	}
	if p.District != "" {
		all = append(all, field{label: "pack.label.district", value: clip(p.District, 100), pick: true})
	}
	return all
}

func stateName(code string) string {
	for _, s := range fraud.States() {
		if s.Code == code {
			return s.Name
		}
	}
	return ""
}

// where is the portal's question where it occurred.
func where(m fraud.Medium) field {
	f := field{label: "pack.label.where", pick: true}
	switch m {
	case fraud.MediumWhatsApp:
		f.value = "WhatsApp"
	case fraud.MediumTelegram:
		f.value = "Telegram"
	case fraud.MediumEmail:
		f.value = "Email"
	case fraud.MediumWeb:
		f.value = "Website URL"
	case fraud.MediumCall, fraud.MediumSMS, fraud.MediumApp:
		f.value = "Other"
	default:
		f.note = "pack.note.where"
	}
	return f
}

// moneyTrailFields is one message for each debit: the portal asks for them row by row.
func (b *book) moneyTrailFields(l fraud.Loss) []field {
	var all []field
	for i, t := range l.Transactions {
		f := field{
			label: "pack.label.transaction", lines: b.row(t), paste: t.UTR.Value,
			note: "pack.note.own_account", with: args{"Row": strconv.Itoa(i + 1)},
		}
		switch {
		case !numbered(t.Mode):
			f.note = ""
		case t.UTR.IsZero():
			f.note = "pack.note.no_utr"
		}
		all = append(all, f)
	}
	return onTab("pack.tab.trail", all)
}

// numbered reports whether a debit of this mode has a UTR.
func numbered(m fraud.Mode) bool { return m != fraud.ModeCash && m != fraud.ModeCrypto }

// row is one row of the money trail, each value ready to be copied.
func (b *book) row(t fraud.Transaction) []string {
	var lines []string
	add := func(key, value string) { lines = append(lines, b.text(key, args{"Value": value})) }
	if t.Bank != "" {
		add("pack.row.bank", b.brief(t.Bank))
	}
	if !t.UTR.IsZero() {
		add("pack.row.utr", b.code(t.UTR.Value))
	}
	if t.Amount > 0 {
		add("pack.row.amount", b.code(figures(t.Amount)))
	}
	if !t.At.IsZero() {
		add("pack.row.date", b.bold(moment(t.At, t.Exact).value))
	}
	to := distinct(t.To)
	for _, id := range to[:min(len(to), 10)] {
		add("pack.row.to", b.brief(formValue(id)))
	}
	return lines
}

// figures is an amount as a form takes it: digits, and paise after a point.
func figures(p fraud.Paise) string {
	if p%100 == 0 {
		return strconv.FormatInt(int64(p/100), 10)
	}
	return fmt.Sprintf("%d.%02d", p/100, p%100)
}

// complainant is the last tab: what the citizen gave us. The rest the portal asks itself.
func (b *book) complainant() []field {
	me := b.report.Reporter
	var all []field
	if me.Name != "" {
		all = append(all, field{label: "pack.label.name", value: clip(me.Name, 100)})
	}
	all = append(all, b.mobile("pack.label.your_mobile"))
	if !me.Email.IsZero() {
		all = append(all, identifier("pack.label.email", me.Email))
	}
	if me.Pincode != "" {
		all = append(all, field{label: "pack.label.pincode", value: me.Pincode})
	}
	return all
}

func onTab(key string, all []field) []field {
	for i := range all {
		all[i].tab = key
	}
	return all
}
