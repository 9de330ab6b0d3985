package fraud

import (
	"errors"
	"strings"
	"testing"
)

func allKinds() []Kind {
	return []Kind{KindMobile, KindLandline, KindForeign, KindSeries, KindShortCode, KindHeader, KindVPA, KindIFSC, KindAccount,
		KindUTR, KindNCRP, KindURL, KindTelegram, KindEmail, KindCrypto, KindIMEI, KindTaxPAN, KindHandle}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		kind     Kind
		in, want string
	}{
		{KindMobile, "9876543210", "+919876543210"}, {KindMobile, "+91 98765 43210", "+919876543210"}, {KindMobile, "0091-98765-43210", "+919876543210"},
		{KindMobile, "919876543210", "+919876543210"}, {KindMobile, "098765 43210", "+919876543210"}, {KindMobile, "९८७६५४३२१०", "+919876543210"},
		{KindMobile, "+91 (0) 98765 43210", "+919876543210"}, {KindMobile, "tel:+919876543210", "+919876543210"}, {KindMobile, "\u202a+91 98765\u00a043210\u202c", "+919876543210"},
		{KindMobile, "௯௮௭௬௫௪௩௨௧௦", "+919876543210"}, {KindMobile, "9198765432", "+919198765432"},
		{KindLandline, "011-23456789", "+911123456789"}, {KindLandline, "+91 11 2345 6789", "+911123456789"}, {KindLandline, "0612-2345678", "+916122345678"}, {KindLandline, "2223456789", "+912223456789"},
		{KindForeign, "+92 300 1234567", "+923001234567"}, {KindForeign, "0084 912345678", "+84912345678"}, {KindForeign, "+1 (650) 253-0000", "+16502530000"},
		{KindSeries, "1600 123 456", "1600123456"}, {KindSeries, "1601123456", "1601123456"}, {KindSeries, "140 1234567", "1401234567"}, {KindSeries, "1800-11-0420", "1800110420"}, {KindSeries, "1860 500 1234", "18605001234"}, {KindSeries, "+91 1600 123 456", "1600123456"},
		{KindShortCode, "56767", "56767"}, {KindShortCode, "१९३०", "1930"}, {KindShortCode, "567-678", "567678"},
		{KindHeader, "VM-HDFCBK-S", "VM-HDFCBK-S"}, {KindHeader, "ad-sbiinb", "AD-SBIINB"}, {KindHeader, "JD HDFCBK T", "JD-HDFCBK-T"}, {KindHeader, "VK-600123-P", "VK-600123-P"},
		{KindVPA, "Rahul.K@OkSBI", "rahul.k@oksbi"}, {KindVPA, "9876543210@ybl", "9876543210@ybl"}, {KindVPA, "name.brk@validhdfc", "name.brk@validhdfc"}, {KindVPA, "९८७६५४३२१०@paytm", "9876543210@paytm"},
		{KindIFSC, "sbin0001234", "SBIN0001234"}, {KindIFSC, "HDFC O001234", "HDFC0001234"},
		{KindAccount, "1234 5678 901", "12345678901"}, {KindAccount, "123456789", "123456789"},
		{KindUTR, "632714123456", "632714123456"}, {KindUTR, "6327 1412 3456", "632714123456"}, {KindUTR, "UTR: 632714123456", "632714123456"}, {KindUTR, "UPI Ref No. 632714123456", "632714123456"},
		{KindUTR, "sbinr52026112300000001", "SBINR52026112300000001"}, {KindUTR, "IDFB26327123456X", "IDFB26327123456X"}, {KindUTR, "T2611231234567890123456", "T2611231234567890123456"}, {KindUTR, "६३२७१४१२३४५६", "632714123456"},
		{KindNCRP, "21234567890123", "21234567890123"}, {KindNCRP, "329 0123 4567 890", "32901234567890"},
		{KindURL, "sbi-kyc.in/verify", "http://sbi-kyc.in/verify"}, {KindURL, "HTTPS://Sbi-KYC.in/Verify?A=1", "https://sbi-kyc.in/Verify?A=1"}, {KindURL, "hxxps://ex[.]com/a", "https://ex.com/a"},
		{KindURL, "http://1.2.3.4:8080/x.apk", "http://1.2.3.4:8080/x.apk"}, {KindURL, "www.साइट.भारत", "http://www.साइट.भारत"}, {KindURL, "https://bank.in@evil.com/", "https://bank.in@evil.com"}, {KindURL, "bit.ly/3x.", "http://bit.ly/3x"},
		{KindTelegram, "@Fraud_Guru", "@fraud_guru"}, {KindTelegram, "https://t.me/Fraud_Guru", "@fraud_guru"}, {KindTelegram, "t.me/s/fraud_guru/12", "@fraud_guru"}, {KindTelegram, "tg://resolve?domain=fraud_guru", "@fraud_guru"}, {KindTelegram, "hxxps://t[.]me/fraud_guru", "@fraud_guru"},
		{KindEmail, "Help@SBI-Care.com", "help@sbi-care.com"}, {KindEmail, "mailto:a@b.co.in", "a@b.co.in"}, {KindEmail, "a(.)b@c[.]in", "a.b@c.in"},
		{KindCrypto, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"}, {KindCrypto, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"},
		{KindCrypto, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}, {KindCrypto, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"},
		{KindCrypto, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"}, {KindCrypto, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
		{KindCrypto, "0x" + strings.Repeat("Ab", 32), strings.Repeat("ab", 32)},
		{KindIMEI, "490154203237518", "490154203237518"}, {KindIMEI, "49-015420-323751-8", "490154203237518"}, {KindIMEI, "4901542032375101", "4901542032375101"},
		{KindTaxPAN, "abcpe1234f", "ABCPE1234F"}, {KindHandle, "  Rahul   Trader (VIP) ", "Rahul Trader (VIP)"},
	} {
		id, err := Parse(c.in, c.kind)
		if err != nil || id.Value != c.want || id.Kind != c.kind {
			t.Errorf("Parse(%q, %s) = %v, %v; want %s", c.in, c.kind, id, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		kind    Kind
		in, why string
	}{
		{KindMobile, "", "empty"}, {KindMobile, " \u200b ", "empty"}, {KindMobile, "98765", "short"}, {KindMobile, "98765432101", "long"}, {KindMobile, "5876543210", "start"}, {KindMobile, "98765abcde", "chars"}, {KindMobile, "+92 3001234567", "start"}, {KindMobile, "1600123456", "start"},
		{KindLandline, "23456789", "short"}, {KindLandline, "1600123456", "start"}, {KindLandline, "9876543210", "start"}, {KindLandline, "6122345678", "start"},
		{KindForeign, "3001234567", "start"}, {KindForeign, "+919876543210", "start"}, {KindForeign, "+92300", "short"}, {KindForeign, "+1234567890123456", "long"}, {KindForeign, "+92abc4567", "chars"},
		{KindSeries, "1234567890", "start"}, {KindSeries, "16001234567", "start"}, {KindShortCode, "12", "short"}, {KindShortCode, "1234567", "long"}, {KindShortCode, "abc", "chars"},
		{KindHeader, "HDFC", "short"}, {KindHeader, "HDFCBK", "shape"}, {KindHeader, "VM-HDFCBK-X", "shape"}, {KindHeader, "VM-ABCDEFGHIJKLMNO", "long"},
		{KindVPA, "rahul", "shape"}, {KindVPA, "rahul@gmail.com", "shape"}, {KindVPA, "a@b", "short"}, {KindVPA, "ra#ul@ybl", "chars"},
		{KindIFSC, "SBIN", "short"}, {KindIFSC, "SBIN00012345", "long"}, {KindIFSC, "SBI10001234", "shape"}, {KindAccount, "12345678", "short"}, {KindAccount, "1234567890123456789", "long"}, {KindAccount, "12345678x", "chars"}, {KindAccount, "000000000", "shape"},
		{KindUTR, "12345", "short"}, {KindUTR, "12345678901", "short"}, {KindUTR, "1234567890123", "long"}, {KindUTR, strings.Repeat("A1", 18), "long"}, {KindUTR, "63271412345#", "chars"}, {KindUTR, "I do not know it", "shape"}, {KindUTR, "000000000000", "shape"}, {KindUTR, "utr", "short"},
		{KindNCRP, "2123456789012", "short"}, {KindNCRP, "212345678901234", "long"}, {KindNCRP, "2123456789012a", "chars"},
		{KindURL, "hello", "shape"}, {KindURL, "javascript://x.com", "shape"}, {KindURL, "ftp://x.com", "shape"}, {KindURL, "a b.com", "chars"}, {KindURL, "http://", "shape"}, {KindURL, "1.5", "shape"},
		{KindTelegram, "@abc", "short"}, {KindTelegram, "@1abcde", "chars"}, {KindTelegram, "https://t.me/+AbCdEf12", "chars"}, {KindTelegram, "t.me/joinchat/abcdef", "shape"}, {KindTelegram, "@" + strings.Repeat("a", 33), "long"},
		{KindEmail, "a@b", "shape"}, {KindEmail, "a@@b.com", "shape"}, {KindEmail, "a..b@c.com", "shape"},
		{KindCrypto, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", "check"}, {KindCrypto, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "check"}, {KindCrypto, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "check"}, {KindCrypto, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", "check"}, {KindCrypto, "abc", "short"},
		{KindIMEI, "490154203237519", "check"}, {KindIMEI, "000000000000000", "shape"}, {KindIMEI, "12345", "short"}, {KindTaxPAN, "ABCDE1234F", "shape"}, {KindTaxPAN, "ABC", "short"},
		{KindHandle, "🙂🙂", "shape"}, {KindHandle, strings.Repeat("é", 65), "long"}, {KindURL, strings.Repeat("a", 3000) + ".com", "long"},
	} {
		id, err := Parse(c.in, c.kind)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.What != string(c.kind) || invalid.Why != c.why {
			t.Errorf("Parse(%q, %s) = %v, %v; want %s", c.in, c.kind, id, err, c.why)
		}
	}
}

func TestParseTriesKindsInOrder(t *testing.T) {
	id, err := Parse("+92 300 1234567", KindMobile, KindSeries, KindForeign)
	if err != nil || id.Kind != KindForeign {
		t.Errorf("%v, %v", id, err)
	}
	_, err = Parse("12", KindMobile, KindVPA)
	var invalid *Invalid
	if !errors.As(err, &invalid) || *invalid != (Invalid{"mobile", "short"}) {
		t.Errorf("the first kind should say why: %v", err)
	}
	if _, err = Parse("9876543210"); !errors.As(err, &invalid) {
		t.Errorf("no kinds: %v", err)
	}
}

func TestErrorsCarryNoInput(t *testing.T) {
	for _, k := range allKinds() {
		if _, err := Parse("4829130000x secret", k); err != nil && strings.Contains(err.Error(), "4829") {
			t.Errorf("%s: %v", k, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for i, s := range []string{"+91 98765 43210", "011-23456789", "+923001234567", "1600123456", "56767", "VM-HDFCBK-S", "a.b@ybl", "SBIN0001234", "123456789", "UTR 632714123456", "21234567890123",
		"hxxps://ex[.]com/a?b#c", "t.me/fraud_guru", "a@b.com", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "490154203237518", "ABCPE1234F", "Rahul"} {
		f.Add(s, uint8(i))
	}
	f.Fuzz(func(t *testing.T, s string, n uint8) {
		k := allKinds()[int(n)%len(allKinds())]
		id, err := Parse(s, k)
		if err != nil {
			return
		}
		for _, written := range []string{id.Value, id.Display()} {
			if again, err := Parse(written, k); err != nil || again != id {
				t.Errorf("%s: %q gave %q, and %q gives %v, %v", k, s, id.Value, written, again, err)
			}
		}
		if id.Masked() == id.Display() && len(keepDigits(id.Value)) > 3 {
			t.Errorf("%s: nothing of %q is masked", k, id.Display())
		}
	})
}
