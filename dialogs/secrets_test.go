package dialogs_test

import (
	"strings"
	"testing"

	"satark/dialogs"
	"satark/fraud"
)

// secrets as citizens type them, and the digits that must not survive.
var secrets = []struct{ text, digits string }{
	{"OTP 482913", "482913"},
	{"mera otp 482913 hai", "482913"},
	{"मेरा ओटीपी ४८२९१३ है", "482913"},
	{"4111 1111 1111 1111", "411111111111"},
	{"4111111111111111", "411111111111"},
	{"999941057058", "99994105"},
	{"9999 4105 7058", "99994105"},
	{"UPI PIN 4821", "4821"},
	{"cvv 123", "123"},
}

// Whatever question is on the screen, a secret is masked before the dialogue sees
// it, and nothing of it gets into the session.
func TestSecretsAtEveryStep(t *testing.T) {
	everyStep(t, func(k *talk) {
		for _, s := range secrets {
			side := *k
			clean, found := fraud.Scrub(s.text, side.e.Expecting(side.s))
			if len(found) == 0 || strings.Contains(squeeze(clean), s.digits) {
				t.Errorf("after turn %d (%v), %q became %q, found %v", k.turns, keys(k.last), s.text, clean, found)
				continue
			}
			out := side.step(dialogs.Input{Kind: dialogs.InputText, Text: clean, Secrets: found})
			if got := keys(out); len(got) == 0 || got[0] != "secret.warning" {
				t.Errorf("after turn %d, %q gets no warning: %v", k.turns, s.text, got)
			}
			if count(out, dialogs.EffectDelete) != 1 {
				t.Errorf("after turn %d, %q stays in the chat", k.turns, s.text)
			}
		}
	})
}

// squeeze folds text to its bare digits and letters.
func squeeze(s string) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(fraud.Fold(s))
}
