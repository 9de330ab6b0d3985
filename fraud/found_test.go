package fraud

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for in, want := range map[string][]string{
		"call from 98765 43210 and +92 300 1234567":                    {"mobile +919876543210", "foreign +923001234567"},
		"९८७६५ ४३२१० से फोन आया":                                       {"mobile +919876543210"},
		"VM-HDFCBK-S: update KYC at http://sbi-kyc.in/verify now.":     {"header VM-HDFCBK-S", "url http://sbi-kyc.in/verify"},
		"pay rahul@okaxis or mail help@sbi-care.com":                   {"vpa rahul@okaxis", "email help@sbi-care.com"},
		"UTR 632714123456, a/c 12345678901 IFSC SBIN0001234":           {"utr 632714123456", "account 12345678901", "ifsc SBIN0001234"},
		"join @Fraud_Guru or t.me/fraud_boss or https://t.me/+AbCd123": {"telegram @fraud_guru", "telegram @fraud_boss", "url https://t.me/+AbCd123"},
		"hxxps://ex[.]com/a and bad[.]site[.]in":                       {"url https://ex.com/a", "url http://bad.site.in"},
		"call 1600123456 or 1800-11-0420":                              {"series 1600123456", "series 1800110420"},
		"send USDT to TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t":              {"crypto TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
		"IMEI 490154203237518":                                         {"imei 490154203237518"},
		"ack 32901234567890":                                           {"ncrp 32901234567890"},
		"011-23456789":                                                 {"landline +911123456789"},
		"wa.me/919876543210":                                           {"url http://wa.me/919876543210"},
		"919876543210":                                                 {"mobile +919876543210"},
		"98765 43210 98123 45678":                                      {"mobile +919876543210", "mobile +919812345678"},
		"Rs 5000 on 23/11/2026 at 16:30, pin 110001":                   nil,
		"a co-operative bank, I am OK. thanks":                         nil,
		"SBINR52026112300000001":                                       {"utr SBINR52026112300000001"},
		"":                                                             nil,
	} {
		var got []string
		for _, f := range Find(in) {
			got = append(got, string(f.Kind)+" "+f.Value)
			if f.Start < 0 || f.End > len(in) || f.Start >= f.End {
				t.Errorf("Find(%q): %v stands nowhere", in, f)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("Find(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFindTellsWhere(t *testing.T) {
	text := "नंबर ९८७६५ ४३२१० है"
	found := Find(text)
	if len(found) != 1 || text[found[0].Start:found[0].End] != "९८७६५ ४३२१०" {
		t.Errorf("%v", found)
	}
}

func TestFindStopsReading(t *testing.T) {
	if found := Find(strings.Repeat("क", 2000) + " 9876543210"); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"98765 43210", "VM-HDFCBK-S http://a.in/x", "a@ybl b@c.in @abcde", "UTR 632714123456 a/c 12345678901", "bad[.]site[.]in", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, found := range Find(s) {
			if found.Start < end || found.End <= found.Start || found.End > len(s) {
				t.Errorf("%q: %v after byte %d", s, found, end)
			}
			end = found.End
			if again, err := Parse(found.Value, found.Kind); err != nil || again != found.Identifier {
				t.Errorf("%q: %v is read back as %v, %v", s, found.Identifier, again, err)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := "Mujhe 98765 43210 se call aaya, bola http://sbi-kyc.in/verify kholo, phir rahul@okaxis ko Rs 5000 bheje, UTR 632714123456. " + strings.Repeat("kuch aur likha hua ", 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text)
	}
}
