package dialogs

import (
	"time"

	"satark/fraud"
)

// Promises are what the operator's settings make true about keeping and erasing. The
// notice and /forget say them; nobody keeps them here.
type Promises struct {
	// VaultDays is how many days a sealed copy outlives /forget; 0: there is none.
	VaultDays int
	// Days of silence after which a class of data is erased; 0: it stays until the
	// citizen erases it.
	Drafts, Transcripts, Evidence, Reports int
	// WarnDays is how long before an open report is erased the citizen is told.
	WarnDays int
}

// silent reports whether silence erases anything.
func (p Promises) silent() bool { return p.Drafts+p.Transcripts+p.Evidence+p.Reports > 0 }

// howLong are the lines of the notice about when data goes.
func (p Promises) howLong() []Text {
	lines := []Text{{Key: "privacy.until"}}
	for _, class := range []struct {
		name string
		days int
	}{{"drafts", p.Drafts}, {"transcripts", p.Transcripts}, {"evidence", p.Evidence}, {"reports", p.Reports}} {
		if class.days > 0 {
			lines = append(lines, Text{Key: "privacy.after." + class.name, Args: Args{"Days": class.days}})
		}
	}
	if p.silent() && p.WarnDays > 0 {
		lines = append(lines, Text{Key: "privacy.warned", Args: Args{"Days": p.WarnDays}})
	}
	return lines
}

// staying are the lines that tell what is left of a citizen who is forgotten at `at`, why,
// and until when.
func (p Promises) staying(at time.Time) []Text {
	lines := []Text{{Key: "forget.stays"}}
	if p.VaultDays > 0 {
		rule := fraud.RuleVault.Info()
		lines = append(lines, Text{Key: "forget.vault", Args: Args{
			"Days": p.VaultDays, "Until": When{At: VaultEnd(at, p.VaultDays)}, "From": When{At: rule.From},
		}})
	}
	return append(lines, Text{Key: "forget.elsewhere"})
}

// VaultEnd is the day by which a copy sealed at `at` for so many days is deleted: a day
// later, since the vault is looked through once a day.
func VaultEnd(at time.Time, days int) time.Time { return at.AddDate(0, 0, days+1) }
