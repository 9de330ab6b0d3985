package filing

import (
	"testing"
	"time"

	"satark/fraud"
	"satark/locales"
)

// now is Monday, 23 November 2026, half past six in the evening in India.
var now = time.Date(2026, 11, 23, 18, 30, 0, 0, fraud.IST).UTC()

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, fraud.IST).UTC()
}

func id(kind fraud.Kind, value string) fraud.Identifier {
	return fraud.Identifier{Kind: kind, Value: value}
}

// testCase is one report, each of which has a transcript in testdata for each language.
type testCase struct {
	name   string
	report fraud.Report
}

var asha = fraud.Person{
	Name: "Asha Rani Verma", Mobile: id(fraud.KindMobile, "+919812345670"),
	State: "MH", District: "Pune", Pincode: "411001",
}

func cases() []testCase {
	return []testCase{
		{"call", suspected(fraud.Suspicion{
			Medium: fraud.MediumCall, Category: fraud.CategoryPolice, At: at(23, 16, 30), Exact: true,
			Suspect: []fraud.Identifier{id(fraud.KindMobile, "+919876543210")},
			Details: "A man said he is from CBI & my Aadhaar is in a money laundering case. He wanted me to stay on a video call.",
		}, fraud.Situation{})},
		{"sms_header", suspected(fraud.Suspicion{
			Medium: fraud.MediumSMS, Category: fraud.CategoryKYC, At: at(22, 12, 0),
			Suspect:  []fraud.Identifier{id(fraud.KindHeader, "VM-ABCBNK-S")},
			Contacts: []fraud.Identifier{id(fraud.KindMobile, "+919900112233"), id(fraud.KindURL, "https://kyc-update.example/in?a=1&b=2"), id(fraud.KindVPA, "kyc@okaxis")},
			Details:  "आपका खाता आज बंद हो जाएगा, KYC अपडेट करें।",
		}, fraud.Situation{})},
		{"sms_number", suspected(fraud.Suspicion{
			Medium: fraud.MediumSMS, Category: fraud.CategoryLink, At: at(23, 9, 5), Exact: true,
			Suspect: []fraud.Identifier{id(fraud.KindMobile, "+919876543210")},
		}, fraud.Situation{})},
		{"whatsapp_foreign", withProof(suspected(fraud.Suspicion{
			Medium: fraud.MediumWhatsApp, Category: fraud.CategoryJobLoan, At: at(20, 21, 15), Exact: true,
			Suspect:  []fraud.Identifier{id(fraud.KindForeign, "+923001234567"), id(fraud.KindForeign, "+84912345678")},
			Contacts: []fraud.Identifier{id(fraud.KindTelegram, "@task_mentor")},
			Details:  "Ghar baithe kamaye, roz 5000. Hotel review ka task diya.",
		}, fraud.Situation{}))},
		{"too_old", suspected(fraud.Suspicion{
			Medium: fraud.MediumCall, Category: fraud.CategoryFakeCC, At: at(23, 11, 0).AddDate(0, 0, -40),
			Suspect: []fraud.Identifier{id(fraud.KindMobile, "+919876543210")},
			Details: "Customer care number from the internet, they wanted AnyDesk.",
		}, fraud.Situation{})},
		{"hidden", suspected(fraud.Suspicion{
			Medium: fraud.MediumCall, Category: fraud.CategoryIVR, At: at(23, 11, 0), Details: "No number was shown.",
		}, fraud.Situation{})},
		{"telegram", suspected(fraud.Suspicion{
			Medium: fraud.MediumTelegram, Category: fraud.CategoryInvestment, At: at(21, 10, 0), Exact: true,
			Suspect: []fraud.Identifier{id(fraud.KindTelegram, "@vip_trader_99")},
			Contacts: []fraud.Identifier{id(fraud.KindURL, "https://ipo-gain.example"), id(fraud.KindEmail, "help@ipo-gain.example"),
				id(fraud.KindCrypto, "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"), id(fraud.KindAccount, "123456789012"), id(fraud.KindIFSC, "HDFC0001234"),
				id(fraud.KindMobile, "+919876500001"), id(fraud.KindVPA, "ipo@ybl"), id(fraud.KindShortCode, "56161"), id(fraud.KindIMEI, "490154203237518")},
			Details: "VIP group, guaranteed IPO allotment.",
		}, fraud.Situation{})},
		{"shown_as_91", suspected(fraud.Suspicion{
			Medium: fraud.MediumCall, Category: fraud.CategoryDoT, At: at(23, 17, 45), Exact: true, ShownAs91: true,
			Suspect: []fraud.Identifier{id(fraud.KindMobile, "+919876543210")},
			Details: "Recorded voice: your number will be disconnected in two hours, press 9.",
		}, fraud.Situation{ShownAs91: true})},
		{"shown_nothing", suspected(fraud.Suspicion{
			Medium: fraud.MediumCall, Category: fraud.CategoryDoT, At: at(23, 17, 45), Exact: true, ShownAs91: true,
		}, fraud.Situation{ShownAs91: true})},
		{"spam", suspected(fraud.Suspicion{
			Medium: fraud.MediumSMS, Category: fraud.CategoryOther, At: at(22, 12, 0),
			Suspect: []fraud.Identifier{id(fraud.KindHeader, "AD-SALEZZ-P")}, Details: "Flat 50% off on all plots, visit today",
		}, fraud.Situation{Advertising: true})},
		{"loss_two", twoTransactions()},
		{"loss_bare", lost(fraud.Loss{
			At: at(20, 12, 0), Sub: fraud.SubCategories()[0],
			Transactions: []fraud.Transaction{{Mode: fraud.ModeCash}},
		}, fraud.Person{Mobile: asha.Mobile})},
	}
}

func suspected(s fraud.Suspicion, also fraud.Situation) fraud.Report {
	also.Medium, also.Visible, also.Age = s.Medium, len(s.Suspect) > 0, now.Sub(s.At)
	return fraud.Report{
		Number: "SK-7F3K-92QX", Route: fraud.RouteSuspected, Lang: "hi", Created: now,
		Suspicion: &s, Reporter: asha, Decision: fraud.Decide(also),
	}
}

func lost(l fraud.Loss, who fraud.Person) fraud.Report {
	return fraud.Report{
		Number: "SK-7F3K-92QX", Route: fraud.RouteLoss, Lang: "hi", Created: now,
		Loss: &l, Reporter: who, Decision: fraud.Decide(fraud.Situation{MoneyMoved: true, Medium: l.Contact}),
	}
}

func withProof(r fraud.Report) fraud.Report {
	r.Evidence = []fraud.Evidence{{ID: "e1", Kind: "photo"}}
	return r
}

func twoTransactions() fraud.Report {
	who := asha
	who.Email = id(fraud.KindEmail, "asha.verma@example.in")
	return withProof(lost(fraud.Loss{
		At: at(23, 16, 30), Exact: true, Sub: fraud.SubFor(fraud.ModeUPI, ""), Contact: fraud.MediumWhatsApp,
		Transactions: []fraud.Transaction{
			{Mode: fraud.ModeUPI, Bank: "State Bank of India", Amount: 100000_00, UTR: id(fraud.KindUTR, "632716123456"),
				At: at(23, 16, 30), Exact: true, To: []fraud.Identifier{id(fraud.KindVPA, "refund.desk@okaxis")}},
			{Mode: fraud.ModeNetBanking, Bank: "एचडीएफसी बैंक", Amount: 25250_50, UTR: id(fraud.KindUTR, "HDFCN52026112300001"),
				At: at(23, 12, 0), To: []fraud.Identifier{id(fraud.KindAccount, "50100234567890"), id(fraud.KindIFSC, "HDFC0001234")}},
		},
		Suspects: []fraud.Identifier{id(fraud.KindMobile, "+919876543210"), id(fraud.KindMobile, "+919876543211"), id(fraud.KindURL, "https://refund-desk.example/form")},
		Details:  "कस्टमर केयर बनकर WhatsApp पर फ़ोन किया, AnyDesk डाउनलोड करवाया, फिर पैसे कट गए।",
	}, who))
}

func catalogue(t testing.TB) *locales.Catalogue {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words
}
