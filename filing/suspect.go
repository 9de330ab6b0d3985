package filing

import (
	"slices"
	"strconv"

	"satark/fraud"
)

// reportSuspect adds what goes into Report Suspect on the cyber crime portal: the door
// for what Chakshu does not take or takes no longer. Nothing that could be reported was
// visible: then it says what to keep.
func (b *book) reportSuspect(s fraud.Suspicion) {
	ids := suspects(b.report)
	values := args{"Number": b.code(string(b.report.Number)), "Helpline": b.phone(fraud.DeskHelpline)}
	if len(ids) == 0 {
		b.say("pack.suspect.none", values)
		return
	}
	all := b.byKind(ids, s.Medium)
	all = append(all, moment(s.At, s.Exact), field{label: "pack.label.details", value: Narrative(b.report)})
	values["Count"] = strconv.Itoa(len(all))
	b.say("pack.suspect.open", values, b.link("pack.link.suspect", fraud.DeskSuspect))
	b.fields(all)
	b.say("pack.suspect.close", values)
}

// byKind makes one field for each kind of identifier, with every value of that kind in
// it. A number used on WhatsApp is its own kind on the portal.
func (b *book) byKind(ids []fraud.Identifier, m fraud.Medium) []field {
	var kinds []string
	values := map[string][]fraud.Identifier{}
	for _, id := range ids {
		kind := portalKind(id.Kind, m)
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		values[kind] = append(values[kind], id)
	}
	var all []field
	for _, kind := range kinds {
		all = append(all, b.together("pack.kind."+kind, values[kind])...)
	}
	return all
}

// together puts the identifiers of one kind into one field, or into several where they
// are too many to read.
func (b *book) together(label string, ids []fraud.Identifier) []field {
	const most = 10
	var all []field
	for group := range slices.Chunk(ids, most) {
		if len(group) == 1 {
			all = append(all, identifier(label, group[0]))
			continue
		}
		f := field{label: label}
		for _, id := range group {
			f.lines = append(f.lines, b.brief(formValue(id)))
		}
		all = append(all, f)
	}
	return all
}

// portalKind groups the kinds of identifier as the portal's list of suspect ids does; it
// ends a catalogue key.
func portalKind(k fraud.Kind, m fraud.Medium) string {
	switch k {
	case fraud.KindMobile, fraud.KindForeign:
		if m == fraud.MediumWhatsApp {
			return "whatsapp"
		}
		return "phone"
	case fraud.KindLandline, fraud.KindSeries:
		return "phone"
	case fraud.KindHeader, fraud.KindShortCode:
		return "header"
	case fraud.KindVPA:
		return "vpa"
	case fraud.KindAccount, fraud.KindIFSC:
		return "account"
	case fraud.KindURL:
		return "url"
	case fraud.KindTelegram, fraud.KindHandle:
		return "handle"
	case fraud.KindEmail:
		return "email"
	case fraud.KindCrypto:
		return "crypto"
	}
	return "other"
}
