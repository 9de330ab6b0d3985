package filing

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"satark/fraud"
)

// DetailsMax is the length of Chakshu's field for complaint details, in characters
// (press guide to the form, 2024; the form's own text has no other figure).
const DetailsMax = 500

// chakshu adds Chakshu's form: medium, category, sender, screenshot, date, details, name
// and mobile, in the order of its page.
func (b *book) chakshu(s fraud.Suspicion) {
	all := []field{
		{label: "pack.label.medium", value: formMedium(s.Medium), pick: true},
		b.category(s.Category),
	}
	all = append(all, sender(s)...)
	if len(b.report.Evidence) > 0 {
		all = append(all, field{label: "pack.label.screenshot", note: "pack.note.screenshot"})
	}
	all = append(all, moment(s.At, s.Exact),
		field{label: "pack.label.details", value: details(s)})
	all = append(all, names(b.report.Reporter.Name)...)
	all = append(all, b.mobile("pack.label.your_mobile"))

	b.say("pack.chakshu.open", args{"Number": b.code(string(b.report.Number)), "Count": strconv.Itoa(len(all))},
		b.link("pack.link.chakshu", fraud.DeskChakshu))
	b.fields(all)
	b.say("pack.chakshu.close", args{"Helpline": b.phone(fraud.DeskHelpline)})
}

// formMedium is the medium as the form lists it.
func formMedium(m fraud.Medium) string {
	switch m {
	case fraud.MediumSMS:
		return "SMS"
	case fraud.MediumWhatsApp:
		return "WhatsApp"
	}
	return "Call"
}

// category is the official label, with what it means where the citizen reads another language.
func (b *book) category(c fraud.Category) field {
	f := field{label: "pack.label.category", value: c.Official(), pick: true}
	if meaning := b.text("category."+string(c), nil); meaning != f.value {
		f.note, f.with = "pack.note.means", args{"Text": meaning}
	}
	return f
}

// sender is the branch of the form for the medium.
func sender(s fraud.Suspicion) []field {
	switch s.Medium {
	case fraud.MediumSMS:
		return smsSender(s)
	case fraud.MediumWhatsApp:
		return []field{
			{label: "pack.label.whatsapp_type", note: "pack.note.whatsapp_type"},
			identifier("pack.label.whatsapp_number", first(s.Suspect, isPhone)),
		}
	}
	return []field{identifier("pack.label.number", first(s.Suspect, isPhone))}
}

// smsSender is the branch for an SMS: from a header or from a number, and the number and
// link that the SMS gave.
func smsSender(s fraud.Suspicion) []field {
	header := first(s.Suspect, isHeader)
	kind, label, id := "SMS without header", "pack.label.number", first(s.Suspect, isPhone)
	if !header.IsZero() {
		kind, label, id = "SMS with header", "pack.label.header", header
	}
	all := []field{{label: "pack.label.sms_type", value: kind, pick: true}, identifier(label, id)}
	if phone := first(s.Contacts, isPhone); !phone.IsZero() {
		all = append(all, identifier("pack.label.sms_phone", phone))
	}
	if link := first(s.Contacts, isLink); !link.IsZero() {
		all = append(all, identifier("pack.label.sms_link", link))
	}
	return all
}

// isPhone: the kinds that go into a field for a phone number.
func isPhone(k fraud.Kind) bool {
	switch k {
	case fraud.KindMobile, fraud.KindLandline, fraud.KindForeign, fraud.KindSeries, fraud.KindShortCode:
		return true
	}
	return false
}

// isHeader: the kinds that go into the field for an SMS header or short code.
func isHeader(k fraud.Kind) bool { return k == fraud.KindHeader || k == fraud.KindShortCode }

func isLink(k fraud.Kind) bool { return k == fraud.KindURL }

// first is the first identifier of a kind that fits; zero when there is none.
func first(ids []fraud.Identifier, fits func(fraud.Kind) bool) fraud.Identifier {
	for _, id := range ids {
		if fits(id.Kind) {
			return id
		}
	}
	return fraud.Identifier{}
}

// identifier is a field that holds id. A link is shown so that nobody can open it by
// mistake; only the copy button holds it whole.
func identifier(label string, id fraud.Identifier) field {
	switch {
	case id.IsZero():
		return field{label: label, note: "pack.note.you_choose"}
	case id.Kind == fraud.KindURL && units(id.Value) <= CopyUnits:
		return field{label: label, value: id.Display(), paste: id.Value, note: "pack.note.link"}
	case id.Kind == fraud.KindURL:
		return field{label: label, value: id.Value, note: "pack.note.link"}
	}
	return field{label: label, value: formValue(id)}
}

// moment is the field for date and time, as an Indian form writes them.
func moment(at time.Time, exact bool) field {
	f := field{label: "pack.label.when", pick: true, value: at.In(fraud.IST).Format("02/01/2006")}
	if !exact {
		f.note = "pack.note.time"
		return f
	}
	f.value += " " + at.In(fraud.IST).Format("03:04 PM")
	return f
}

// details is the story in the citizen's own words, with the identifiers that have no
// field of their own, in at most DetailsMax characters. The identifiers have room first:
// one number tells the desk more than a long story.
func details(s fraud.Suspicion) string {
	story := s.Details
	if strings.TrimSpace(story) == "" {
		story = "Suspected fraud " + by(s.Medium) + ". " + s.Category.Official() + "."
	}
	var more []string
	for _, id := range distinct(slices.Concat(s.Suspect, s.Contacts)) {
		if !placed(id, s) && !strings.Contains(story, id.Value) {
			more = append(more, formValue(id))
		}
	}
	if len(more) == 0 {
		return clip(story, DetailsMax)
	}
	tail := "\nNumbers and links given: " + joined(more, DetailsMax/2)
	return clip(story, DetailsMax-len([]rune(tail))) + tail
}

// placed reports whether id has a field of its own in the form.
func placed(id fraud.Identifier, s fraud.Suspicion) bool {
	return slices.ContainsFunc(sender(s), func(f field) bool {
		return f.paste == id.Value || f.value == formValue(id)
	})
}

// names are the fields for the name: the first word, and the rest.
func names(full string) []field {
	words := strings.Fields(clip(full, 100))
	if len(words) == 0 {
		return []field{{label: "pack.label.first_name", note: "pack.note.you_choose"}}
	}
	all := []field{{label: "pack.label.first_name", value: words[0]}}
	if len(words) > 1 {
		all = append(all, field{label: "pack.label.last_name", value: strings.Join(words[1:], " ")})
	}
	return all
}

// mobile is the field for the citizen's own number, to which the portal sends its OTP.
func (b *book) mobile(label string) field {
	f := identifier(label, b.report.Reporter.Mobile)
	f.note = "pack.note.otp"
	return f
}
