package fraud

import (
	"errors"
	"sort"
	"testing"
)

func TestStates(t *testing.T) {
	all := States()
	if len(all) != 36 || !sort.SliceIsSorted(all, func(i, j int) bool { return all[i].Name < all[j].Name }) {
		t.Fatalf("%d states, in order: %v", len(all), all)
	}
	for _, s := range all {
		for _, written := range []string{s.Code, s.Name, s.Hindi} {
			if got, err := ParseState(written); err != nil || got != s {
				t.Errorf("ParseState(%q) = %v, %v", written, got, err)
			}
		}
	}
}

func TestStateNamesAreOfOneState(t *testing.T) {
	owner := map[string]string{}
	for _, e := range stateFacts() {
		for _, n := range append([]string{e.ID, e.Name, e.Hindi}, e.Also...) {
			if before, ok := owner[stateKey(n)]; ok && before != e.ID {
				t.Errorf("%q names %s and %s", n, before, e.ID)
			}
			owner[stateKey(n)] = e.ID
		}
	}
}

func TestParseState(t *testing.T) {
	for in, want := range map[string]string{
		"UP": "UP", "u.p.": "UP", "mp": "MP", "TN": "TN", "tamilnadu": "TN", "தமிழ்நாடு": "TN", "Orissa": "OD", "J&K": "JK", "jammu & kashmir": "JK",
		"Maharastra": "MH", "maharahstra": "MH", "west bengal": "WB", "পশ্চিমবঙ্গ": "WB", "ಕರ್ನಾಟಕ": "KA", "తెలంగాణ": "TS", "Uttaranchal": "UK",
		"new delhi": "DL", "दिल्ली": "DL", "pondicherry": "PY", "Chattisgarh": "CG", "ਪੰਜਾਬ": "PB", "keral": "KL", "Gujraat": "GJ", "andaman": "AN",
		"Karnataka state": "KA", "uttar pradsh": "UP", "मिज़ोरम": "MZ", "मिजोरम": "MZ",
	} {
		if got, err := ParseState(in); err != nil || got.Code != want {
			t.Errorf("ParseState(%q) = %v, %v; want %s", in, got, err, want)
		}
	}
	for in, why := range map[string]string{"": "empty", "12": "empty", "xyz": "shape", "Lahore": "shape", "uttar": "shape"} {
		_, err := ParseState(in)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.Why != why {
			t.Errorf("ParseState(%q): %v, want %s", in, err, why)
		}
	}
}

func FuzzParseState(f *testing.F) {
	f.Add("tamilnadu")
	f.Add("உத்தர")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := ParseState(s); err == nil && got.Code == "" {
			t.Errorf("%q gave a state without a code", s)
		}
	})
}
