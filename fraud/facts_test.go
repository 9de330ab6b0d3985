package fraud

import (
	"strings"
	"testing"
	"time"
)

func TestEveryFactHasItsSourceAndDate(t *testing.T) {
	files := map[string]int{}
	ids := map[string]bool{}
	for _, f := range Facts() {
		files[f.File]++
		key := f.File + " " + f.ID
		switch {
		case f.ID == "" || ids[key]:
			t.Errorf("%s: id %q is missing or twice", f.File, f.ID)
		case f.Source == "":
			t.Errorf("%s has no source", key)
		case f.Verified.IsZero():
			t.Errorf("%s has no date", key)
		}
		ids[key] = true
	}
	entries, err := factFiles.ReadDir("facts")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()] == 0 {
			t.Errorf("%s has no entries", e.Name())
		}
	}
}

func TestFactDatesAreDates(t *testing.T) {
	for _, f := range Facts() {
		for _, d := range readFacts[Dated](f.File) {
			for _, s := range []string{d.Verified, d.From, d.Until} {
				if s != "" && day(s).IsZero() {
					t.Errorf("%s %s: %q is no date", f.File, d.ID, s)
				}
			}
		}
	}
}

func TestStaleFacts(t *testing.T) {
	if stale := StaleFacts(ist("2026-11-24 08:00")); len(stale) != 0 {
		t.Errorf("stale on the day after they were verified: %v", stale)
	}
	ended := map[string]string{}
	for _, f := range StaleFacts(ist("2027-01-01 00:00")) {
		ended[f.ID] = f.Why
	}
	if len(ended) != 2 || ended["rbi_3d"] != "ended" || ended["rbi_7d"] != "ended" {
		t.Errorf("at New Year: %v", ended)
	}
	old := 0
	for _, f := range StaleFacts(ist("2028-12-01 00:00")) {
		if f.File == "helplines.json" && f.Why == "old" {
			old++
		}
	}
	if old != len(Helplines()) {
		t.Errorf("%d of %d helplines are old after two years", old, len(Helplines()))
	}
}

func TestLabelsAreWhole(t *testing.T) {
	if n := len(Categories()); n != 11 {
		t.Errorf("%d categories", n)
	}
	for _, c := range []Category{CategoryKYC, CategoryFakeCC, CategoryJobLoan, CategoryPolice, CategoryInvestment, CategorySextortion,
		CategoryRelative, CategoryLink, CategoryDoT, CategoryIVR, CategoryOther} {
		if c.Official() == "" {
			t.Errorf("%s has no label", c)
		}
	}
	if n := len(SubCategories()); n != 8 {
		t.Errorf("%d sub-categories", n)
	}
	for _, c := range []SubCategory{SubAePS, SubEmail, SubCard, SubDemat, SubWallet, SubCall, SubNetBanking, SubUPI} {
		if c.Official() == "" {
			t.Errorf("%s has no label", c)
		}
	}
	if Category("nothing").Official() != "" || SubCategory("nothing").Official() != "" {
		t.Error("an unknown code has a label")
	}
}

func TestHelplines(t *testing.T) {
	if h := DeskHelpline.Info(); h.Phone != "1930" || h.Source == "" || h.Verified == "" {
		t.Errorf("%+v", h)
	}
	if h := Desk("nowhere").Info(); h != (Helpline{}) {
		t.Errorf("%+v", h)
	}
	for _, h := range Helplines() {
		if h.Name == "" || h.URL != "" && !strings.HasPrefix(h.URL, "https://") {
			t.Errorf("%+v", h)
		}
		if h.Phone != "" && Fold(h.Phone) != h.Phone || strings.Trim(h.Phone, "+0123456789") != "" {
			t.Errorf("%s cannot be dialled: %q", h.Desk, h.Phone)
		}
	}
	for _, d := range []Desk{DeskPolice, DeskHelpline, DeskBank, DeskNCRP, DeskSuspect, DeskWomenChild, DeskChakshu, DeskRICWIN, DeskSpam, DeskTAFCOP, DeskCEIR,
		DeskOperator, DeskPlatform, DeskTeleMANAS, DeskWomen, DeskChild, DeskStopNCII, DeskTakeItDown, DeskSachet, DeskSEBI, DeskOmbudsman, DeskConsumer,
		DeskCERTIn, DeskRestoration, DeskLegalAid, DeskStation} {
		if d.Info().Name == "" {
			t.Errorf("desk %s is not listed", d)
		}
	}
}

func TestNumeralsAreNumbers(t *testing.T) {
	for _, e := range readFacts[numeralEntry]("numbers.json") {
		if n, ok := numerals()[wordKey(e.Words[0])]; !ok || n.value == nil {
			t.Errorf("%s has no value", e.ID)
		}
	}
}

func TestDayIsMidnightInIST(t *testing.T) {
	if got := day("2027-01-01"); !got.Equal(time.Date(2026, 12, 31, 18, 30, 0, 0, time.UTC)) {
		t.Errorf("%v", got)
	}
}
