package fraud

import (
	"slices"
	"testing"
	"time"
)

func ist(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, IST)
	if err != nil {
		panic(err)
	}
	return t
}

func TestDeadlines(t *testing.T) {
	for _, c := range []struct {
		name, at, now string
		lost          Paise
		want          []string
	}{
		{"just now, small", "2026-11-23 18:00", "2026-11-23 18:20", 5000_00, []string{
			"golden_hour 2026-11-23 19:00", "golden_four 2026-11-23 22:00", "ncrp_24h 2026-11-24 18:20", "rbi_3d 2026-11-27 00:00",
			"rbi_7d 2026-12-03 00:00", "ombudsman_30d 2026-12-23 18:20", "hold_90d 2027-02-21 18:20"}},
		{"a lakh: sign the FIR", "2026-11-23 18:00", "2026-11-24 18:00", 100000_00, []string{
			"golden_hour 2026-11-23 19:00", "golden_four 2026-11-23 22:00",
			"ncrp_24h 2026-11-25 18:00", "rbi_3d 2026-11-27 00:00", "ezero_3d 2026-11-27 18:00",
			"rbi_7d 2026-12-03 00:00", "ombudsman_30d 2026-12-24 18:00", "hold_90d 2027-02-22 18:00"}},
		{"last minute of the old rule", "2026-12-31 23:59", "2027-01-01 10:00", 100_00, []string{
			"golden_hour 2027-01-01 00:59", "golden_four 2027-01-01 03:59",
			"ncrp_24h 2027-01-02 10:00", "rbi_3d 2027-01-05 00:00", "rbi_7d 2027-01-09 00:00", "ombudsman_30d 2027-01-31 10:00", "hold_90d 2027-04-01 10:00"}},
		{"first minute of the new rule", "2027-01-01 00:00", "2027-01-01 10:00", 100_00, []string{
			"golden_hour 2027-01-01 01:00", "golden_four 2027-01-01 04:00",
			"ncrp_24h 2027-01-02 10:00", "rbi_5d 2027-01-06 00:00", "ombudsman_30d 2027-01-31 10:00", "rbi_45d 2027-02-15 10:00", "hold_90d 2027-04-01 10:00"}},
		{"fifth day over", "2027-01-01 00:00", "2027-01-06 00:00", 100_00, []string{
			"golden_hour 2027-01-01 01:00", "golden_four 2027-01-01 04:00", "rbi_5d 2027-01-06 00:00",
			"ncrp_24h 2027-01-07 00:00", "ombudsman_30d 2027-02-05 00:00", "rbi_45d 2027-02-20 00:00", "hold_90d 2027-04-06 00:00"}},
		{"over the second Saturday", "2026-12-10 12:00", "2026-12-10 20:00", 100_00, []string{
			"golden_hour 2026-12-10 13:00", "golden_four 2026-12-10 16:00", "ncrp_24h 2026-12-11 20:00", "rbi_3d 2026-12-16 00:00", "rbi_7d 2026-12-20 00:00", "ombudsman_30d 2027-01-09 20:00", "hold_90d 2027-03-10 20:00"}},
	} {
		var got []string
		for _, d := range Deadlines(ist(c.at).UTC(), ist(c.now).UTC(), c.lost) {
			got = append(got, d.Code+" "+d.Until.In(IST).Format("2006-01-02 15:04"))
			if d.Source == "" || d.Until.Location() != time.UTC {
				t.Errorf("%s: %+v has no source or is not UTC", c.name, d)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestDeadlinesWithoutAMoment(t *testing.T) {
	now := ist("2026-11-23 18:20")
	if got := Deadlines(time.Time{}, now, 0); len(got) == 0 || !got[0].Until.Equal(now.Add(time.Hour)) {
		t.Errorf("unknown moment gives %v", got)
	}
}
