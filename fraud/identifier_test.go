package fraud

import (
	"testing"
	"time"
)

func TestDisplayAndMasked(t *testing.T) {
	for _, c := range []struct {
		id             Identifier
		display, maskd string
	}{
		{Identifier{KindMobile, "+919876543210"}, "+91 98765 43210", "+•• ••••• •3210"},
		{Identifier{KindLandline, "+911123456789"}, "+91 11 2345 6789", "+•• •• •••• 6789"},
		{Identifier{KindForeign, "+923001234567"}, "+92 300 1234567", "+•• ••• •••4567"},
		{Identifier{KindSeries, "1600123456"}, "1600 123 456", "•••• ••• 456"},
		{Identifier{KindUTR, "632714123456"}, "6327 1412 3456", "•••• •••• 3456"},
		{Identifier{KindURL, "https://ex.com/a.b"}, "hxxps://ex[.]com/a[.]b", "•••••://••[.]•om/a[.]b"},
		{Identifier{KindVPA, "rahul@ybl"}, "rahul@ybl", "•••••@•bl"},
		{Identifier{KindShortCode, "567"}, "567", "••7"},
		{Identifier{KindHandle, "राहुल"}, "राहुल", "••••ल"},
		{Identifier{}, "", ""},
		{Identifier{KindMobile, "x"}, "x", "•"},
	} {
		if got := c.id.Display(); got != c.display {
			t.Errorf("%v is shown as %q, want %q", c.id, got, c.display)
		}
		if got := c.id.Masked(); got != c.maskd {
			t.Errorf("%v is masked as %q, want %q", c.id, got, c.maskd)
		}
	}
}

func TestHeaderParts(t *testing.T) {
	h, ok := HeaderParts(Identifier{KindHeader, "AD-HDFCBK-T"})
	if want := (Header{"Airtel", "Delhi", "HDFCBK", "T", "transaction"}); !ok || h != want {
		t.Errorf("%+v, %v", h, ok)
	}
	h, ok = HeaderParts(Identifier{KindHeader, "QZ-HDFCBK"})
	if want := (Header{"", "Maharashtra", "HDFCBK", "", ""}); !ok || h != want {
		t.Errorf("%+v, %v", h, ok)
	}
	if _, ok := HeaderParts(Identifier{KindHandle, "AD-HDFCBK-T"}); ok {
		t.Error("a handle has header parts")
	}
}

func TestLinkOf(t *testing.T) {
	for in, want := range map[string]Link{
		"https://sbi.co.in/x":            {Host: "sbi.co.in"},
		"http://1.2.3.4/RTO Challan":     {},
		"http://1.2.3.4/rto.apk":         {Host: "1.2.3.4", IP: true, APK: true},
		"https://x.in/get?f=a.apk&b=1":   {Host: "x.in", APK: true},
		"bit.ly/abc":                     {Host: "bit.ly", Shortener: true},
		"https://www.tinyurl.com/abc":    {Host: "www.tinyurl.com", Shortener: true},
		"https://xn--80ak6aa92e.com":     {Host: "xn--80ak6aa92e.com", Punycode: true},
		"https://аpple.com":              {Host: "аpple.com", Mixed: true},
		"https://साइट.भारत":              {Host: "साइट.भारत"},
		"https://wa.me/919876543210":     {Host: "wa.me", Messenger: true},
		"https://t.me/+AbCdEf":           {Host: "t.me", Messenger: true},
		"https://sbi.co.in@evil.com/kyc": {Host: "evil.com", UserInfo: true},
	} {
		id, err := Parse(in, KindURL)
		got, ok := LinkOf(id)
		if want == (Link{}) {
			if err == nil {
				t.Errorf("%q is a URL", in)
			}
			continue
		}
		if err != nil || !ok || got != want {
			t.Errorf("LinkOf(%q) = %+v, %v, %v; want %+v", in, got, ok, err, want)
		}
	}
}

func TestRRNDate(t *testing.T) {
	near := time.Date(2026, 11, 24, 10, 0, 0, 0, IST)
	got, ok := RRNDate(Identifier{KindUTR, "632714123456"}, near)
	if want := time.Date(2026, 11, 23, 14, 0, 0, 0, IST); !ok || !got.Equal(want) || got.Location() != time.UTC {
		t.Errorf("%v, %v; want %v", got, ok, want)
	}
	got, ok = RRNDate(Identifier{KindUTR, "936523123456"}, time.Date(2030, 1, 1, 1, 0, 0, 0, IST))
	if want := time.Date(2029, 12, 31, 23, 0, 0, 0, IST); !ok || !got.Equal(want) {
		t.Errorf("over New Year: %v, %v; want %v", got, ok, want)
	}
	for _, bad := range []string{"600014123456", "636614123456", "632724123456", "SBINR52026112300000001"} {
		if got, ok := RRNDate(Identifier{KindUTR, bad}, near); ok {
			t.Errorf("%s has the date %v", bad, got)
		}
	}
}
