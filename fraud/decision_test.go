package fraud

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const testDay = 24 * time.Hour

func TestDecideEachRow(t *testing.T) {
	for _, c := range []struct {
		row     int
		s       Situation
		primary Desk
	}{
		{1, Situation{Danger: true}, DeskPolice},
		{2, Situation{Minor: true, Sexual: true}, DeskChild},
		{3, Situation{MoneyMoved: true}, DeskBank},
		{4, Situation{LiveCall: true}, DeskBank},
		{5, Situation{SharedSecret: true}, DeskBank},
		{6, Situation{SIMDead: true}, DeskOperator},
		{7, Situation{Sexual: true}, DeskWomenChild},
		{8, Situation{Hacked: true}, DeskPlatform},
		{9, Situation{Medium: MediumCall, Visible: true, Age: 30 * testDay}, DeskChakshu},
		{9, Situation{Medium: MediumSMS, Visible: true}, DeskChakshu},
		{9, Situation{Medium: MediumWhatsApp, Visible: true}, DeskChakshu},
		{10, Situation{Medium: MediumCall, Visible: true, Age: 31 * testDay}, DeskSuspect},
		{10, Situation{Medium: MediumSMS}, DeskSuspect},
		{11, Situation{Medium: MediumTelegram, Visible: true}, DeskSuspect},
		{11, Situation{Medium: MediumEmail}, DeskSuspect},
		{12, Situation{Medium: MediumCall, Visible: true, ShownAs91: true}, DeskRICWIN},
		{13, Situation{Advertising: true, Medium: MediumSMS, Visible: true}, DeskSpam},
		{14, Situation{UnknownSIMs: true}, DeskTAFCOP},
		{15, Situation{PhoneLost: true}, DeskStation},
		{16, Situation{InvestmentScheme: true, Medium: MediumTelegram}, DeskSEBI},
		{17, Situation{LoanApp: true, Medium: MediumApp}, DeskNCRP},
		{18, Situation{AccountFrozen: true}, DeskBank},
		{19, Situation{SellerDispute: true}, DeskConsumer},
		{20, Situation{Organisation: true}, DeskCERTIn},
		{21, Situation{OldComplaint: true}, DeskNCRP},
		{0, Situation{}, ""},
	} {
		d := Decide(c.s)
		if d.Row != c.row || d.Reason == "" || c.row > 0 && d.Primary[0] != c.primary {
			t.Errorf("%+v goes to %+v, want row %d, %s", c.s, d, c.row, c.primary)
		}
	}
}

func TestDecidePriorities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.Make[Situation]().Draw(t, "situation")
		s.Age = s.Age.Abs()
		d := Decide(s)
		if s.Danger && d.Row != 1 {
			t.Fatalf("danger goes to row %d", d.Row)
		}
		if s.MoneyMoved && !s.Danger && !(s.Minor && s.Sexual) && (d.Row != 3 || !slices.Contains(d.Primary, DeskHelpline)) {
			t.Fatalf("money lost goes to %+v", d)
		}
		if slices.Contains(d.Primary, DeskChakshu) && (!s.Medium.Chakshu() || !s.Visible || s.Age > 30*testDay || s.MoneyMoved) {
			t.Fatalf("%+v goes to Chakshu", s)
		}
		for _, desk := range d.Not {
			if slices.Contains(d.Primary, desk) || slices.Contains(d.Also, desk) {
				t.Fatalf("%+v both sends to and warns of %s", d, desk)
			}
		}
	})
}

func TestDecideAddsChakshuOnlyWhereItsFormTakesIt(t *testing.T) {
	s := Situation{MoneyMoved: true, Medium: MediumCall, Age: testDay}
	if d := Decide(s); !slices.Contains(d.Also, DeskChakshu) {
		t.Errorf("a recent call: %+v", d)
	}
	for _, s := range []Situation{{MoneyMoved: true, Medium: MediumTelegram}, {MoneyMoved: true, Medium: MediumCall, Age: 40 * testDay}, {MoneyMoved: true}} {
		if d := Decide(s); slices.Contains(d.Also, DeskChakshu) {
			t.Errorf("%+v: %+v", s, d)
		}
	}
}

func TestDecisionsAreTheCallers(t *testing.T) {
	d := Decide(Situation{MoneyMoved: true})
	d.Primary[0] = "changed"
	if Decide(Situation{MoneyMoved: true}).Primary[0] == "changed" {
		t.Error("a caller changed the table")
	}
}

func TestDecisionTableIsWhole(t *testing.T) {
	for i, e := range decisionFacts() {
		if e.Row != i+1 || len(e.When) == 0 || len(e.Primary) == 0 {
			t.Errorf("row %d is %+v", i+1, e)
		}
		for _, name := range e.When {
			if _, known := (Situation{}).holds(name); !known {
				t.Errorf("row %d asks for unknown %q", e.Row, name)
			}
		}
		for _, desk := range slices.Concat(e.Primary, e.Also, e.Not) {
			if desk.Info().Name == "" {
				t.Errorf("row %d names desk %q, which nobody knows how to reach", e.Row, desk)
			}
		}
	}
	if n := len(decisionFacts()); n != 21 {
		t.Errorf("%d rows", n)
	}
}
