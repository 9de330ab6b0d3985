package locales

import (
	"errors"
	"html"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"
)

func TestMoney(t *testing.T) {
	for paise, want := range map[int64]string{
		0: "₹0", 5: "₹0.05", 99: "₹0.99", 100: "₹1", 99900: "₹999", 100000: "₹1,000", 12500000: "₹1,25,000",
		12500050: "₹1,25,000.50", 1000000000: "₹1,00,00,000", -12500050: "-₹1,25,000.50",
		math.MaxInt64: "₹92,23,37,20,36,85,47,758.07", math.MinInt64: "-₹92,23,37,20,36,85,47,758.08",
	} {
		if got := Money(paise); got != want {
			t.Errorf("Money(%d) = %s; want %s", paise, got, want)
		}
	}
}

// Groups are 2-2-3, and without its commas the number is the number.
func TestCountGroups(t *testing.T) {
	shape := regexp.MustCompile(`^-?\d{1,2}(,\d{2})*,\d{3}$|^-?\d{1,3}$`)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		got := Count(n)
		if !shape.MatchString(got) {
			t.Errorf("Count(%d) = %s", n, got)
		}
		if back, err := strconv.ParseInt(strings.ReplaceAll(got, ",", ""), 10, 64); err != nil || back != n {
			t.Errorf("Count(%d) = %s reads as %d", n, got, back)
		}
	})
}

func TestDates(t *testing.T) {
	c := mustLoad(t)
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour, minute, 0, 0, ist) }
	for _, tt := range []struct {
		tag  string
		at   time.Time
		want string
	}{
		{"en", at(16, 5), "24 November 2026, 4:05 pm"},
		{"en", at(0, 0), "24 November 2026, 12:00 am"},
		{"en", at(12, 30), "24 November 2026, 12:30 pm"},
		{"en", at(11, 59), "24 November 2026, 11:59 am"},
		{"hi", at(16, 5), "24 नवंबर 2026, शाम 4:05 बजे"},
		{"hi", at(0, 10), "24 नवंबर 2026, रात 12:10 बजे"},
		{"hi", at(9, 0), "24 नवंबर 2026, सुबह 9:00 बजे"},
		{"hi", at(13, 0), "24 नवंबर 2026, दोपहर 1:00 बजे"},
		{"hi", at(21, 45), "24 नवंबर 2026, रात 9:45 बजे"},
		// 18:30 UTC is midnight in India, of the next day.
		{"en", time.Date(2026, 12, 31, 18, 30, 0, 0, time.UTC), "1 January 2027, 12:00 am"},
	} {
		got, err := c.DateTime(tt.tag, tt.at)
		if err != nil || got != tt.want {
			t.Errorf("DateTime(%s, %s) = %q, %v; want %q", tt.tag, tt.at, got, err, tt.want)
		}
	}
	if got, err := c.Date("xx", at(1, 1)); got != "" || !errors.Is(err, ErrLanguage) {
		t.Errorf("Date in an unknown language: %q, %v", got, err)
	}
}

// In every language each hour of the day has a text of its own, and each month a name.
func TestDatesInEveryLanguage(t *testing.T) {
	c := mustLoad(t)
	for _, l := range c.Languages() {
		seen := make(map[string]time.Time)
		for hour := range 24 {
			at := time.Date(2026, 1, 1, hour, 7, 0, 0, ist)
			clock, err := c.Clock(l.Tag, at)
			if err != nil {
				t.Fatal(err)
			}
			if other, twice := seen[clock]; twice {
				t.Errorf("%s: %s stands for %s and %s", l.Tag, clock, other, at)
			}
			seen[clock] = at
		}
		for month := time.January; month <= time.December; month++ {
			at := time.Date(2026, month, 1, 0, 0, 0, 0, ist)
			date, err := c.Date(l.Tag, at)
			if err != nil {
				t.Fatal(err)
			}
			if other, twice := seen[date]; twice {
				t.Errorf("%s: %s stands for %s and %s", l.Tag, date, other, at)
			}
			seen[date] = at
		}
	}
}

func TestIsolate(t *testing.T) {
	meta := strings.Replace(sampleMeta, `"ltr"`, `"rtl"`, 1)
	c, err := load(fstest.MapFS{"active.ur.toml": {Data: []byte(meta)}, "active.en.toml": {Data: []byte(sampleMeta)}})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Isolate("ur", "abc@upi"); got != "\u2068abc@upi\u2069" {
		t.Errorf("in Urdu: %q", got)
	}
	for _, tag := range []string{"en", "xx", ""} {
		if got := c.Isolate(tag, "abc@upi"); got != "abc@upi" {
			t.Errorf("in %q: %q", tag, got)
		}
	}
}

func TestEscapeHTML(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		escaped := EscapeHTML(s)
		if strings.ContainsAny(escaped, `<>"`) {
			t.Errorf("%q is not escaped: %q", s, escaped)
		}
		if back := html.UnescapeString(escaped); back != s {
			t.Errorf("%q came back as %q", s, back)
		}
	})
}
