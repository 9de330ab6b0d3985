package fraud

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Numbers published for tests: no card and no person has them.
const (
	testVisa    = "4111111111111111"
	testAadhaar = "999941057058"
)

func TestScrubMasks(t *testing.T) {
	for _, c := range []struct {
		in, want string
		found    []Secret
	}{
		{"card 4111 1111 1111 1111 hai", "card •••• 1111 hai", []Secret{SecretCard}},
		{"4111-1111-1111-1111", "•••• 1111", []Secret{SecretCard}},
		{"४१११ ११११ ११११ ११११", "•••• 1111", []Secret{SecretCard}},
		{"500 4111111111111111 600", "500 •••• 1111 600", []Secret{SecretCard}},
		{"5555 5555 5555 4444", "•••• 4444", []Secret{SecretCard}},
		{"2223003122003222", "•••• 3222", []Secret{SecretCard}},
		{"amex 3782 822463 10005", "amex •••• 0005", []Secret{SecretCard}},
		{"rupay 6521 1111 1111 1110", "rupay •••• 1110", []Secret{SecretCard}},
		{"my aadhaar 9999 4105 7058", "my aadhaar XXXX XXXX 7058", []Secret{SecretAadhaar}},
		{"999941057058", "XXXX XXXX 7058", []Secret{SecretAadhaar}},
		{"৯৯৯৯ ৪১০৫ ৭০৫৮", "XXXX XXXX 7058", []Secret{SecretAadhaar}},
		{"otp 482913", "otp ••••", []Secret{SecretOTP}},
		{"OTP482913", "OTP••••", []Secret{SecretOTP}},
		{"482913 is your OTP.Do not share", "•••• is your OTP.Do not share", []Secret{SecretOTP}},
		{"Your OTP is 482913.Do not share", "Your OTP is ••••.Do not share", []Secret{SecretOTP}},
		{"maine otp 4 8 2 9 1 3 bata diya", "maine otp •••• bata diya", []Secret{SecretOTP}},
		{"OTP is **4829**", "OTP is **••••**", []Secret{SecretOTP}},
		{"ओटीपी ४८२९१३ बताया", "ओटीपी •••• बताया", []Secret{SecretOTP}},
		{"ওটিপি ৪৮২৯১৩", "ওটিপি ••••", []Secret{SecretOTP}},
		{"ఓటీపీ 482913", "ఓటీపీ ••••", []Secret{SecretOTP}},
		{"ஓடிபி 482913", "ஓடிபி ••••", []Secret{SecretOTP}},
		{"ಒಟಿಪಿ 482913", "ಒಟಿಪಿ ••••", []Secret{SecretOTP}},
		{"ഒടിപി 482913", "ഒടിപി ••••", []Secret{SecretOTP}},
		{"ઓટીપી 482913", "ઓટીપી ••••", []Secret{SecretOTP}},
		{"ਓਟੀਪੀ 482913", "ਓਟੀਪੀ ••••", []Secret{SecretOTP}},
		{"ଓଟିପି 482913", "ଓଟିପି ••••", []Secret{SecretOTP}},
		{"او ٹی پی ۴۸۲۹۱۳", "او ٹی پی ••••", []Secret{SecretOTP}},
		{"upi pin 4829", "upi pin ••••", []Secret{SecretPIN}},
		{"मेरा पिन ४८२९ है", "मेरा पिन •••• है", []Secret{SecretPIN}},
		{"cvv 123", "cvv ••••", []Secret{SecretCVV}},
		{"password is Hunter#22 ok", "password is •••• ok", []Secret{SecretPassword}},
		{"password: abcdef", "password: ••••", []Secret{SecretPassword}},
		{"पासवर्ड: राजा123", "पासवर्ड: ••••", []Secret{SecretPassword}},
		{"482913", "••••", []Secret{SecretOTP}},
		{" 4829 ", " •••• ", []Secret{SecretOTP}},
		{"४८२९१३", "••••", []Secret{SecretOTP}},
		{"OTP 482913 Rs.500", "OTP •••• Rs.500", []Secret{SecretOTP}},
		{"otp 482913 98765 43210", "otp •••• 98765 43210", []Secret{SecretOTP}},
		{"otp 682913 4829", "otp •••• ••••", []Secret{SecretOTP}},
		{"otp\u200b 48\u200b2913", "otp\u200b ••••", []Secret{SecretOTP}},
		{"Your OTP for txn of Rs 4,999 at AMAZON on card ending XX1234 is 482913. Valid till 16:30", "Your OTP for txn of Rs 4,999 at AMAZON on card ending XX1234 is ••••. Valid till 16:30", []Secret{SecretOTP}},
		{"otp bheja 482913 aur phir 5000 kat gaye", "otp bheja •••• aur phir 5000 kat gaye", []Secret{SecretOTP}},
		{"pin 482913 dala to 10,000 cut gaye", "pin •••• dala to 10,000 cut gaye", []Secret{SecretPIN}},
		{"Google code G-482913", "Google code G-••••", []Secret{SecretOTP}},
		{"password mera Raja@123 hai", "password mera •••• hai", []Secret{SecretPassword}},
		{"4111    1111    1111    1111", "•••• 1111", []Secret{SecretCard}},
		{"otp is 0.0.0.0.0.0.0.0", "otp is ••••", []Secret{SecretOTP}},
		{"otp 4️⃣8️⃣2️⃣9️⃣", "otp ••••", []Secret{SecretOTP}},
	} {
		got, found := Scrub(c.in, Expect{})
		if got != c.want || !slices.Equal(found, c.found) {
			t.Errorf("Scrub(%q) = %q %v, want %q %v", c.in, got, found, c.want, c.found)
		}
	}
}

func TestScrubSpares(t *testing.T) {
	for _, in := range []string{
		"", "hello", "do not share OTP with anyone", "kabhi OTP mat batana", "ओटीपी किसी को न बताएं",
		"+919876543210", "919876543210", "9876543210", "98765 43210 se call aaya, OTP maanga",
		"otp manga aur Rs 5000 kat gaye", "₹1,25,000 gaye, otp diya tha", "OTP on 23/11/2026 at 16:30", "otp maanga 23 nov 2026 ko",
		"pincode 110001", "पिन कोड ११०००१", "otp diya. pincode: 110001", "shared otp, should I call 1930?",
		"UTR 999941057058", "ref no. 999941057058", "upi transaction id: 999941057058", "a/c 999941057058",
		"29111111111111", "A/c XX1234 debited, never share OTP", "SBIN0001234 otp", "otp link http://1.2.3.4/x",
		"the password is wrong", "SBIN226327123456", "1930", "12/11/2026", "₹5000", "fraud@ybl9 otp", "4111111111111112",
		"call 1800-111-109 otp", "Not you? Call 18001234. Never share OTP/PIN", "5000 rupees otp", "मेरे खाते से 5000 रुपये कट गए, OTP पूछा था", "खाते से ५ हज़ार गए, otp दिया था", "bhai 5 lakh gaye",
	} {
		got, found := Scrub(in, Expect{})
		if got != in || found != nil {
			t.Errorf("Scrub(%q) = %q %v, want it untouched", in, got, found)
		}
	}
}

func TestScrubKnowsTheQuestion(t *testing.T) {
	// 632714 begins the number of a transfer on day 327 of 2026 at two in the afternoon.
	utr := withVerhoeff("63271412345")
	day := time.Date(2026, 11, 23, 14, 5, 0, 0, IST)
	for _, c := range []struct {
		name, in string
		e        Expect
		kept     bool
	}{
		{"utr on its day", utr, Expect{UTR: true, Around: []time.Time{day}}, true},
		{"utr two days off", utr, Expect{UTR: true, Around: []time.Time{day.AddDate(0, 0, 2)}}, true},
		{"utr three days off", utr, Expect{UTR: true, Around: []time.Time{day.AddDate(0, 0, 3)}}, false},
		{"utr, day unknown", utr, Expect{UTR: true}, false},
		{"utr not asked", utr, Expect{Around: []time.Time{day}}, false},
		{"aadhaar for a utr", testAadhaar, Expect{UTR: true, Around: []time.Time{day}}, false},
		{"card for an account", testVisa, Expect{Account: true}, false},
		{"account of eleven digits", "30123456789", Expect{Account: true}, true},
		{"pincode", "110001", Expect{Digits: true}, true},
		{"pincode with its word", "PIN 110001", Expect{Digits: true}, true},
		{"upi pin for digits", "upi pin 482913", Expect{Digits: true}, false},
		{"otp for digits", "otp 482913", Expect{Digits: true}, false},
		{"short code", "56767", Expect{Digits: true}, true},
		{"bare digits", "56767", Expect{}, false},
		{"mobile with its code by fours", "9198 7654 3210", Expect{}, !verhoeff("919876543210")},
	} {
		got, _ := Scrub(c.in, c.e)
		if (got == c.in) != c.kept {
			t.Errorf("%s: Scrub(%q) = %q, kept should be %v", c.name, c.in, got, c.kept)
		}
	}
}

// withVerhoeff completes eleven digits to a number with a right check.
func withVerhoeff(digits string) string {
	for c := '0'; c <= '9'; c++ {
		if verhoeff(digits + string(c)) {
			return digits + string(c)
		}
	}
	return ""
}

func TestScrubNeverPutsASecretInItsKinds(t *testing.T) {
	_, found := Scrub("otp 482913 card "+testVisa+" aadhaar "+testAadhaar+" pin 9182 password: zzz", Expect{})
	want := []Secret{SecretOTP, SecretCard, SecretAadhaar, SecretPIN, SecretPassword}
	slices.Sort(found)
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
}

func BenchmarkScrub(b *testing.B) {
	text := strings.Repeat("Mujhe 98765 43210 se call aaya, KYC update ke liye OTP maanga, maine 482913 bata diya, Rs 5000 kat gaye. ", 3)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Scrub(text, Expect{})
	}
}
