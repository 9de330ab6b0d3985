package fraud

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestParsePaise(t *testing.T) {
	for in, want := range map[string]Paise{
		"500": 500_00, "₹1,25,000": 125000_00, "125,000": 125000_00, "1,25,000.50": 125000_50,
		"Rs. 500/-": 500_00, "Rs.500": 500_00, "rs 500 only": 500_00, "INR 2500": 2500_00, "500rs": 500_00,
		"1.25 lakh": 125000_00, "1.5L": 150000_00, "2 crore": 2_00_00_000_00, "2cr": 2_00_00_000_00, "5k": 5000_00, "5K": 5000_00,
		"५ हज़ार": 5000_00, "५ हजार रुपये": 5000_00, "৫ হাজার টাকা": 5000_00, "௧௦௦௦": 1000_00, "۵۰۰۰ روپے": 5000_00,
		"डेढ़ लाख": 150000_00, "ढाई हजार": 2500_00, "साढ़े तीन लाख": 350000_00, "सवा लाख": 125000_00, "पौने दो लाख": 175000_00,
		"paanch hazaar": 5000_00, "ek lakh pachees hazaar": 125000_00, "1 lakh 25 hazaar": 125000_00, "ten thousand": 10000_00,
		"twenty five thousand": 25000_00, "one hundred and fifty": 150_00, "पाँच सौ": 500_00, "एक सौ पचास रुपये": 150_00,
		"100 rupees 50 paise": 100_50, "around 2 lakhs": 200000_00, "1 lakh 20 thousand 500": 120500_00,
		"₹ ५०,०००": 50000_00, "one lakh rupees": 100000_00, "0.50": 50, "about Rs 20,000 (twenty thousand)": 20000_00, "paintees hazaar": 35000_00, "500 ru": 500_00,
	} {
		got, err := ParsePaise(in)
		if err != nil || got != want {
			t.Errorf("ParsePaise(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
}

func TestParsePaiseRefuses(t *testing.T) {
	for in, why := range map[string]string{
		"": "empty", "  \u200d ": "empty", "many": "shape", "500-600": "shape", "500 600": "shape", "1,5": "shape", "1 25 000": "shape",
		"0": "range", "-500": "shape", "99999999999999": "range", "500 paise": "ambiguous", "12.345": "shape", "1.2.3": "shape",
		"five five": "shape", "1 lakh 2 crore": "shape", "साढ़े": "shape", "rs": "shape", "500 (six hundred)": "ambiguous", "(": "shape",
	} {
		got, err := ParsePaise(in)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.What != "amount" || invalid.Why != why {
			t.Errorf("ParsePaise(%q) = %d, %v; want %s", in, got, err, why)
		}
	}
}

func TestGrouped(t *testing.T) {
	for p, want := range map[Paise]string{
		0: "0", 5: "0.05", 100: "1", 999_00: "999", 1000_00: "1,000", 125000_50: "1,25,000.50", 12345678_00: "1,23,45,678",
		-125000_00: "-1,25,000", -1 << 63: "-92,23,37,20,36,85,47,758.08",
	} {
		if got := p.Grouped(); got != want {
			t.Errorf("Paise(%d).Grouped() = %q, want %q", int64(p), got, want)
		}
	}
}

func TestGroupedIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Paise(rapid.Int64Range(1, int64(maxAmount)).Draw(t, "paise"))
		if got, err := ParsePaise("₹" + p.Grouped()); err != nil || got != p {
			t.Fatalf("%s read back as %d, %v", p.Grouped(), got, err)
		}
	})
}

func FuzzParsePaise(f *testing.F) {
	for _, s := range []string{"₹1,25,000", "1.25 lakh", "साढ़े तीन लाख", "5k", "Rs. 500/-", "100 rupees 50 paise"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePaise(s)
		if err == nil && (p <= 0 || p > maxAmount) {
			t.Errorf("%q gave %d", s, p)
		}
	})
}
