package fraud

import (
	"testing"
	"time"
)

func TestTheVaultRuleIsDated(t *testing.T) {
	law := RuleVault.Info()
	if want := time.Date(2027, 5, 13, 0, 0, 0, 0, IST); !law.From.Equal(want) {
		t.Errorf("in force from %s, want %s", law.From, want)
	}
	if law.Source == "" || law.Confidence != "reported" {
		t.Errorf("nobody knows how sure this is: %+v", law)
	}
	if unknown := Rule("no such").Info(); unknown != (Law{}) {
		t.Errorf("an unlisted rule: %+v", unknown)
	}
}
