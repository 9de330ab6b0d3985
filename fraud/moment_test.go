package fraud

import (
	"errors"
	"testing"
	"time"
)

// testNow is a Monday, 18:20 IST.
var testNow = time.Date(2026, 11, 23, 18, 20, 0, 0, IST)

func TestParseMoment(t *testing.T) {
	for in, want := range map[string]string{
		"today 4 pm": "2026-11-23 16:00 exact", "aaj 4 baje": "2026-11-23 16:00 exact", "आज शाम 4 बजे": "2026-11-23 16:00 exact",
		"आज शाम ४ बजे": "2026-11-23 16:00 exact", "aaj subah 9 baje": "2026-11-23 09:00 exact", "aaj 9 baje": "2026-11-23 09:00 exact",
		"yesterday": "2026-11-22 12:00", "yesterday 4:30 pm": "2026-11-22 16:30 exact", "last night 11 pm": "2026-11-22 23:00 exact",
		"बीता कल": "2026-11-22 12:00", "today": "2026-11-23 12:00", "aaj": "2026-11-23 12:00",
		"just now": "2026-11-23 18:20 exact", "abhi": "2026-11-23 18:20 exact", "अभी": "2026-11-23 18:20 exact",
		"21/11/2026": "2026-11-21 12:00", "21-11-2026": "2026-11-21 12:00", "21.11.26": "2026-11-21 12:00", "२१/११/२०२६": "2026-11-21 12:00",
		"2026-11-21": "2026-11-21 12:00", "21/11": "2026-11-21 12:00", "25/12": "2025-12-25 12:00", "21/11/2026 16:30": "2026-11-21 16:30 exact",
		"21/11/2026, 4.30 pm": "2026-11-21 16:30 exact", "23 nov 4:30pm": "2026-11-23 16:30 exact", "21st November 2026 at 10 am": "2026-11-21 10:00 exact",
		"nov 21": "2026-11-21 12:00", "21 नवंबर": "2026-11-21 12:00", "21-Nov-2026 09:05": "2026-11-21 09:05 exact", "on 21/11 around 5 pm": "2026-11-21 17:00 exact",
		"2 hours ago": "2026-11-23 16:20 exact", "2 ghante pehle": "2026-11-23 16:20 exact", "10 min pehle": "2026-11-23 18:10 exact",
		"२ घंटे पहले": "2026-11-23 16:20 exact", "आधा घंटा पहले": "2026-11-23 17:50 exact", "डेढ़ घंटे पहले": "2026-11-23 16:50 exact",
		"ek ghanta pehle": "2026-11-23 17:20 exact", "an hour ago": "2026-11-23 17:20 exact", "half an hour ago": "2026-11-23 17:50 exact", "3 din pehle": "2026-11-20 12:00",
		"two days ago": "2026-11-21 12:00", "1 week ago": "2026-11-16 12:00", "4 pm": "2026-11-23 16:00 exact", "16:30": "2026-11-23 16:30 exact",
		"11 pm": "2026-11-22 23:00 exact", "raat 11 baje": "2026-11-22 23:00 exact", "raat 2 baje": "2026-11-23 02:00 exact", "आज साढ़े 4 बजे": "2026-11-23 16:30 exact",
		"dopahar 12 baje": "2026-11-23 12:00 exact", "12 am": "2026-11-23 00:00 exact", "আজ সকাল ৯টা": "2026-11-23 09:00 exact", "இன்று மாலை 4 மணி": "2026-11-23 16:00 exact",
		"day before yesterday": "2026-11-21 12:00", "4:30": "2026-11-23 16:30 exact", "aaj dedh baje": "2026-11-23 13:30 exact", "12:15 pm": "2026-11-23 12:15 exact",
		"today evening": "2026-11-23 12:00",
	} {
		m, err := ParseMoment(in, testNow.UTC())
		if err != nil {
			t.Errorf("ParseMoment(%q): %v", in, err)
			continue
		}
		got := m.At.In(IST).Format("2006-01-02 15:04")
		if m.Exact {
			got += " exact"
		}
		if got != want || m.At.Location() != time.UTC {
			t.Errorf("ParseMoment(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestParseMomentRefuses(t *testing.T) {
	for in, why := range map[string]string{
		"": "empty", "kal": "ambiguous", "kal raat": "ambiguous", "कल": "ambiguous", "kal 4 baje": "ambiguous", "कल शाम 4 बजे": "ambiguous", "parso": "ambiguous", "परसों": "ambiguous",
		"tomorrow": "future", "24/11/2026": "future", "today 7 pm": "future", "01/01/2001": "past", "31/02/2026": "range", "11/23/2026": "range",
		"hello": "shape", "5000": "shape", "25:70": "range", "today yesterday": "shape", "4 pm 5 pm": "shape", "9876543210": "shape",
	} {
		m, err := ParseMoment(in, testNow)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.What != "moment" || invalid.Why != why {
			t.Errorf("ParseMoment(%q) = %v, %v; want %s", in, m, err, why)
		}
	}
}

func TestMomentTodayBeforeNoonIsNow(t *testing.T) {
	morning := time.Date(2026, 11, 23, 9, 0, 0, 0, IST)
	m, err := ParseMoment("today", morning)
	if err != nil || m.Exact || !m.At.Equal(morning) {
		t.Errorf("today at nine = %v, %v", m, err)
	}
}

func FuzzParseMoment(f *testing.F) {
	for _, s := range []string{"today 4 pm", "आज शाम साढ़े 4 बजे", "23/11/2026 16:30", "2 ghante pehle", "nov 21", "kal"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMoment(s, testNow)
		if err == nil && (m.At.After(testNow) || m.At.Before(testNow.AddDate(-maxMomentAge, 0, 0))) {
			t.Errorf("%q gave %v", s, m.At)
		}
	})
}
