package fraud

import (
	"slices"
	"testing"
)

func TestMoneyMoved(t *testing.T) {
	for _, s := range []string{
		"paise kat gaye", "Paise kat gaye!!", "I lost money", "पैसे कट गए", "money debited", "account se paise nikal gaye", "Rs 5000 debited", "₹5,000 debited from a/c",
		"mere account se 5000 rupaye nikal liye", "maine 20k bhej diye", "I lost Rs. 50,000 in trading", "5000 kat gaya", "पचास हज़ार गए? 50000 गए", "पैसे भेज दिए",
		"i transferred 2 lakh to him", "paid Rs.2500", "i have been cheated of ₹12,750", "টাকা কেটে নিয়েছে", "பணம் போய்விட்டது", "డబ్బులు పోయాయి", "ಹಣ ಹೋಯಿತು", "പണം പോയി",
		"પૈસા કપાઈ ગયા", "ਪੈਸੇ ਕੱਟੇ ਗਏ", "ଟଙ୍କା କଟିଗଲା", "پیسے کٹ گئے", "पैसे गेले", "call aaya aur 5 lakh chale gaye",
	} {
		if !MoneyMoved(s) {
			t.Errorf("MoneyMoved(%q) is false", s)
		}
	}
	for _, s := range []string{
		"", "no money lost", "paise nahi kate", "पैसे नहीं कटे", "koi paisa nahi gaya", "call kat gaya", "your connection will be disconnected", "aapka bijli connection kat jayega",
		"suspicious call about KYC", "Rs 5000 will be debited tomorrow", "I did not pay", "didn't lose anything", "OTP manga tha", "phone lost", "lost my phone", "i was not debited", "टाका",
	} {
		if MoneyMoved(s) {
			t.Errorf("MoneyMoved(%q) is true", s)
		}
	}
}

func TestPanic(t *testing.T) {
	for _, s := range []string{"paise kat gaye", "HELP paise kat gaye", "पैसे कट गए", "i lost money please help", "fraud ho gaya", "मेरे साथ ठगी हो गई", "i got scammed", "50000 gaye", "lut gaya bhai"} {
		if !Panic(s) {
			t.Errorf("Panic(%q) is false", s)
		}
	}
	for _, s := range []string{
		"", "hello", "paise nahi kate", "no money lost", "mujhe ek call aaya tha jisme bola ki aapka paise kat gaye hain wapas karo", "KYC ka message aaya", "fraud ho gaya par paise nahi gaye",
	} {
		if Panic(s) {
			t.Errorf("Panic(%q) is true", s)
		}
	}
}

func TestSuggest(t *testing.T) {
	for in, want := range map[string]Category{
		"aapko digital arrest kiya ja raha hai, camera chalu rakhiye": CategoryPolice, "CBI officer on video call, arrest warrant": CategoryPolice,
		"Your mobile number will be disconnected in 2 hours, TRAI": CategoryDoT, "आपका नंबर बंद हो जाएगा": CategoryDoT, "Dear customer your KYC expired update PAN": CategoryKYC,
		"आपका बिजली कनेक्शन आज रात 9 बजे काट दिया जाएगा": CategoryKYC, "bijli connection kat jayega aaj raat": CategoryKYC, "called customer care, asked to download AnyDesk": CategoryFakeCC,
		"ghar baithe kamaye, task complete karo": CategoryJobLoan, "lucky draw me select hua, KBC lottery": CategoryJobLoan, "pehle processing fee bhejo loan ke liye": CategoryJobLoan,
		"100% guaranteed profit in stock market, paisa double": CategoryInvestment, "tumhara video viral kar dunga": CategorySextortion, "वीडियो वायरल कर देंगे": CategorySextortion,
		"papa mera phone kho gaya, ye friend ka number hai": CategoryRelative, "RTO Challan.apk bheja": CategoryLink, "recorded call, press 9": CategoryIVR, "टावर लगवाएं": CategoryOther,
	} {
		if got := Suggest(in); len(got) == 0 || got[0] != want {
			t.Errorf("Suggest(%q) = %v, want %s first", in, got, want)
		}
	}
	for _, in := range []string{"", "hello", "नमस्ते", "482913 is the OTP for your transaction. Do not share it with anyone, bank never asks."} {
		if got := Suggest(in); len(got) != 0 {
			t.Errorf("Suggest(%q) = %v, want none", in, got)
		}
	}
	if got := Suggest("KYC CBI customer care loan trading nude TRAI link"); len(got) != 3 {
		t.Errorf("a text of everything suggests %v", got)
	}
}

func TestSubFor(t *testing.T) {
	for _, c := range []struct {
		m    Mode
		text string
		want SubCategory
	}{
		{ModeUPI, "paid by scan", SubUPI}, {ModeUPI, "trading app", SubUPI}, {ModeCard, "", SubCard}, {ModeNetBanking, "", SubNetBanking}, {ModeWallet, "", SubWallet}, {ModeAePS, "", SubAePS},
		{ModeCash, "", SubCall}, {ModeNetBanking, "fake demat trading account", SubDemat}, {ModeNetBanking, "sim swap hua", SubCard}, {ModeOther, "angutha lagaya", SubAePS},
		{ModeOther, "gpay se", SubUPI}, {ModeOther, "", SubCall}, {ModeNetBanking, "vendor email changed the account", SubEmail}, {"", "mobikwik", SubWallet},
	} {
		if got := SubFor(c.m, c.text); got != c.want {
			t.Errorf("SubFor(%s, %q) = %s, want %s", c.m, c.text, got, c.want)
		}
	}
}

func TestPhraseGroupsAreKnown(t *testing.T) {
	known := []string{"genuine", "moved", "not_moved", "cry", "sub_demat", "sub_sim", "sub_aeps", "sub_email", "sub_wallet", "sub_upi", "sub_card"}
	for _, c := range Categories() {
		known = append(known, string(c))
	}
	for group, phrases := range phraseGroups() {
		if !slices.Contains(known, group) {
			t.Errorf("nobody looks at group %q", group)
		}
		for _, p := range phrases {
			if len(p.text) < 3 {
				t.Errorf("%s: phrase %q is empty", group, p.text)
			}
		}
	}
}
