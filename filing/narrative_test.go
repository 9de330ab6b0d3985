package filing

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satark/fraud"
)

var accepted = regexp.MustCompile(`^[A-Za-z0-9 .,:/()_+-]+$`)

func TestNarrativeAlwaysFitsThePortal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		report := anyReport(25).Draw(t, "report")
		text := Narrative(report)
		if n := len(text); n < NarrativeMin || n > NarrativeMax {
			t.Fatalf("%d characters: %s", n, text)
		}
		if !accepted.MatchString(text) {
			t.Fatalf("refused characters in %q", text)
		}
		if text != Narrative(report) {
			t.Fatal("two narratives of one report differ")
		}
	})
}

func TestNarrativeTellsEveryTransaction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		report := lost(anyLoss(12).Draw(t, "loss"), fraud.Person{})
		text := Narrative(report)
		for _, tx := range report.Loss.Transactions {
			if !strings.Contains(text, tx.UTR.Value) {
				t.Fatalf("UTR %s missing in %s", tx.UTR.Value, text)
			}
			if tx.Amount > 0 && !strings.Contains(text, "Rs "+tx.Amount.Grouped()) {
				t.Fatalf("amount %s missing in %s", tx.Amount.Grouped(), text)
			}
		}
	})
}

var listed = regexp.MustCompile(`\d+\) `)

func TestNarrativeCountsWhatDoesNotFit(t *testing.T) {
	report := twoTransactions()
	for range 60 {
		report.Loss.Transactions = append(report.Loss.Transactions, report.Loss.Transactions[0])
	}
	text := Narrative(report)
	told := len(listed.FindAllString(text, -1))
	if want := fmt.Sprintf("%d more are in the money trail", 62-told); told == 0 || !strings.Contains(text, want) {
		t.Errorf("%d of 62 transactions told, %q missing in %s", told, want, text)
	}
}

func TestNarrativeOwnWords(t *testing.T) {
	for name, c := range map[string]struct{ details, lang, want string }{
		"english":  {"They said: pay now! It's 100% safe", "en", "In my own words: They said: pay now. Its 100 percent safe."},
		"hinglish": {"paise kat gaye @ raat ko", "hi", "In my own words: paise kat gaye at raat ko."},
		"hindi":    {"पैसे कट गए", "hi", "My statement in Hindi is with me and can be given to the officer."},
		"tamil":    {"பணம் போய்விட்டது", "ta", "My statement in Tamil is with me"},
		"unknown":  {"पैसे कट गए", "en", "My statement in my own language is with me"},
		"digits":   {"Rs ५००० गए, please help me with this", "hi", "In my own words: Rs 5000, please help me with this."},
	} {
		t.Run(name, func(t *testing.T) {
			report := twoTransactions()
			report.Loss.Details, report.Lang = c.details, c.lang
			if got := Narrative(report); !strings.Contains(got, c.want) {
				t.Errorf("%q missing in %s", c.want, got)
			}
		})
	}
}

func TestPlainReplacesWhatThePortalRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"refund@okaxis":       "refund at okaxis",
		"₹500 paid":           "Rs 500 paid",
		"a # $ ^ * ' ~ | ! b": "a USD. b",
		"M/s Señor & Söns":    "M/s Senor and Sons",
		"𝐁𝐨𝐥𝐝":                "Bold",
		"":                    "",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("₹5,000 @ रात ~ | !")
	f.Fuzz(func(t *testing.T, s string) {
		got := plain(s)
		if got != "" && !accepted.MatchString(got) {
			t.Errorf("plain(%q) = %q", s, got)
		}
		if plain(got) != got {
			t.Errorf("plain is not settled: %q then %q", got, plain(got))
		}
	})
}
