package bot

import (
	"slices"

	"satark/dialogs"
	"satark/fraud"
)

// clean masks every secret in what a citizen sent, and makes it legible: in words,
// captions and command payloads by what the question on the screen expects, and in the
// names of people and files. Nothing of an event is kept before this.
func clean(in dialogs.Input, expect fraud.Expect) dialogs.Input {
	var found []fraud.Secret
	scrub := func(s string, x fraud.Expect) string {
		if s == "" {
			return s
		}
		masked, secrets := fraud.Scrub(legible(s), x)
		for _, secret := range secrets {
			if !slices.Contains(found, secret) {
				found = append(found, secret)
			}
		}
		return masked
	}
	name := func(s string) string { return scrub(s, fraud.Expect{Digits: true}) }

	in.Text = scrub(in.Text, expect)
	in.Payload = scrub(in.Payload, fraud.Expect{Digits: true})
	in.Profile.First, in.Profile.Last = name(in.Profile.First), name(in.Profile.Last)
	if in.Media != nil {
		media := *in.Media
		media.Name, media.MIME = name(fileName(media.Name)), mimeType(media.MIME)
		in.Media = &media
	}
	if in.Contact != nil {
		contact := *in.Contact
		contact.Name = name(contact.Name)
		if !isPhone(contact.Phone) {
			contact.Phone = scrub(contact.Phone, fraud.Expect{})
		}
		in.Contact = &contact
	}
	if in.Forwarded != nil {
		origin := *in.Forwarded
		origin.Name = name(origin.Name)
		in.Forwarded = &origin
	}
	in.Secrets = found
	return in
}
