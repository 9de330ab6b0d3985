package soak

import (
	"fmt"
	"strconv"
	"strings"

	"satark/fraud"
)

// suspicion fills in the story of a fraud that was only attempted.
func (p *plan) suspicion(s *story) {
	s.route = fraud.RouteSuspected
	s.want = wanted{suggests: true, report: fraud.Report{Route: s.route, Suspicion: &fraud.Suspicion{}}}
	want := s.want.report.Suspicion
	s.opening = p.openSuspicion(s)
	if s.said["forwarded"] == nil {
		p.describe(s, want)
	}
	delete(s.said, "forwarded")
	s.said["category"] = []saying{{press: firstOption}}
	if chance(p.rand, 10) {
		s.said["when"], s.want.day, want.Old = []saying{{press: "old"}}, -1, true
		return
	}
	when, day := p.day("today", "yesterday")
	s.said["when"], s.want.day = []saying{when}, day
}

// openSuspicion draws the way in.
func (p *plan) openSuspicion(s *story) []opening {
	rest := []opening{{press: "g:triage:none", until: "g:agree"}, {press: "g:agree"}}
	switch p.rand.IntN(5) {
	case 0:
		return append([]opening{{text: "/start", until: "g:sus"}, {press: "g:sus", until: "g:triage:none"}}, rest...)
	case 1:
		s.said["medium"] = []saying{{press: "call"}}
		return append([]opening{{text: "/start report_call", until: "g:triage:none"}}, rest...)
	case 2:
		p.forwarded(s)
		return append([]opening{{text: s.want.report.Suspicion.Details, forward: true, until: "g:triage:none"}}, rest...)
	}
	return append([]opening{{text: "/report", until: "g:triage:none"}}, rest...)
}

// forwarded is an SMS that tells medium, sender, story, category and a link by itself.
func (p *plan) forwarded(s *story) {
	site := "http://" + strings.ToLower(p.name()) + ".in/kyc"
	want := s.want.report.Suspicion
	want.Details = "VM-HDFCBK-S: Dear customer your KYC is expired. Account will be blocked. Update at " + site
	want.Medium = fraud.MediumSMS
	want.Suspect = []fraud.Identifier{{Kind: fraud.KindHeader, Value: "VM-HDFCBK-S"}}
	want.Contacts = []fraud.Identifier{{Kind: fraud.KindURL, Value: site}}
	s.said["forwarded"] = []saying{}
}

// describe answers what a forwarded SMS would have told.
func (p *plan) describe(s *story, want *fraud.Suspicion) {
	if s.said["medium"] == nil {
		s.said["medium"] = []saying{p.option("call", "sms", "whatsapp_call", "whatsapp_text", "telegram", "email")}
	}
	head, call, _ := strings.Cut(s.said["medium"][0].press, "_")
	want.Medium, want.Voice = fraud.Medium(head), call == "call"
	if chance(p.rand, 20) {
		s.said["suspect"] = []saying{{press: "hidden"}}
	} else {
		typed, id := p.mobile()
		s.said["suspect"], want.Suspect = []saying{{text: typed}}, []fraud.Identifier{id}
	}
	typed, kept := p.telling(
		"He said my bank KYC has expired and wanted me to update it",
		"A person said he is a police officer and my parcel has drugs",
		"कोई कह रहा था कि मेरा सिम बंद हो जाएगा",
		"The caller asked many strange questions and hung up")
	s.said["details"], want.Details = []saying{{text: typed}}, kept
}

// loss fills in the story of money that moved.
func (p *plan) loss(s *story) {
	s.route = fraud.RouteLoss
	s.opening = append(pick(p.rand,
		[]opening{{text: "/lost", until: "g:loss"}},
		[]opening{{text: "/start lost", until: "g:loss"}},
		[]opening{{text: "/start", until: "g:lost"}, {press: "g:lost", until: "g:loss"}},
	), opening{press: "g:loss", until: "g:agree"}, opening{press: "g:agree"})
	want := &fraud.Loss{}
	s.want = wanted{report: fraud.Report{Route: s.route, Loss: want}}
	when, day := p.day("today", "yesterday")
	s.said["when"], s.want.day = []saying{when}, day

	rows := 1 + p.rand.IntN(3)
	for row := 1; row <= rows; row++ {
		want.Transactions = append(want.Transactions, p.transaction(s, row))
		more := "yes"
		if row == rows {
			more = "no"
		}
		s.said[key("more", row)] = []saying{p.option(more)}
	}
	p.meeting(s, want)
	p.reporter(s)
}

func key(id string, row int) string { return fmt.Sprintf("%s.%d", id, row) }

// transaction answers the questions of one row.
func (p *plan) transaction(s *story, row int) fraud.Transaction {
	mode := p.option("upi", "upi", "card", "netbanking", "wallet", "cash", "crypto")
	s.said[key("mode", row)] = []saying{mode}
	t := fraud.Transaction{Mode: fraud.Mode(mode.press)}
	var amount string
	amount, t.Amount = p.amount()
	s.said[key("amount", row)] = []saying{{text: amount}}
	if t.Mode != fraud.ModeCash && t.Mode != fraud.ModeCrypto {
		p.bank(s, row, &t)
		p.utr(s, row, &t)
	}
	day := s.want.day
	if row > 1 {
		how := p.option("same", "yesterday")
		s.said[key("txwhen", row)] = []saying{how}
		if how.press == "yesterday" {
			day = 1
		}
	}
	s.want.days = append(s.want.days, day)
	p.to(s, row, &t)
	return t
}

func (p *plan) bank(s *story, row int, t *fraud.Transaction) {
	say := p.option("SBI", "HDFC Bank", "Bank of Baroda", "PhonePe")
	t.Bank = say.press
	switch p.rand.IntN(4) {
	case 0:
		t.Bank = p.name() + " Sahakari Bank"
		say = saying{text: t.Bank}
	case 1:
		say, t.Bank = saying{press: "_unknown"}, ""
	}
	s.said[key("bank", row)] = []saying{say}
}

// utr is a number with the day of the loss in it, as UPI has them; one in ten has the
// check digit of an Aadhaar number by chance and must be kept all the same.
func (p *plan) utr(s *story, row int, t *fraud.Transaction) {
	if chance(p.rand, 25) {
		s.said[key("utr", row)] = []saying{{press: "_unknown"}}
		return
	}
	day := p.born.In(fraud.IST).AddDate(0, 0, -s.want.day)
	digits := fmt.Sprintf("%d%03d%02d", day.Year()%10, day.YearDay(), p.rand.IntN(24)) + randomDigits(p.rand, 6)
	t.UTR = fraud.Identifier{Kind: fraud.KindUTR, Value: digits}
	s.said[key("utr", row)] = []saying{{text: inScript(p.rand, pick(p.rand, "", "UTR ")+pick(p.rand, digits, digits[:4]+" "+digits[4:8]+" "+digits[8:]))}}
}

func (p *plan) to(s *story, row int, t *fraud.Transaction) {
	switch p.rand.IntN(4) {
	case 0:
		s.said[key("to", row)] = []saying{{press: "_unknown", twice: chance(p.rand, 15)}}
	case 1:
		typed, id := p.mobile()
		s.said[key("to", row)], t.To = []saying{{text: typed}}, []fraud.Identifier{id}
	default:
		vpa := strings.ToLower(p.name()) + strconv.Itoa(p.rand.IntN(100)) + "@" + pick(p.rand, "ybl", "okaxis", "paytm")
		s.said[key("to", row)], t.To = []saying{{text: vpa}}, []fraud.Identifier{{Kind: fraud.KindVPA, Value: vpa}}
	}
}

// amount is money as people write it.
func (p *plan) amount() (typed string, paise fraud.Paise) {
	n := 100 + p.rand.IntN(90_000)
	typed = pick(p.rand, strconv.Itoa(n), "₹"+strconv.Itoa(n), "Rs "+strconv.Itoa(n), strconv.Itoa(n)+" rupees", strconv.Itoa(n)+".50")
	paise = fraud.Paise(n) * 100
	if strings.HasSuffix(typed, ".50") {
		paise += 50
	}
	if chance(p.rand, 20) {
		n = 1 + p.rand.IntN(40)
		typed, paise = pick(p.rand, fmt.Sprintf("%d lakh", n), fmt.Sprintf("%d लाख", n)), fraud.Paise(n)*1_00_000*100
	}
	return inScript(p.rand, typed), paise
}

// meeting answers how the two came together, and what happened.
func (p *plan) meeting(s *story, want *fraud.Loss) {
	how := p.option("call", "sms", "whatsapp", "telegram", "social", "_unknown")
	s.said["contact"] = []saying{how}
	if !strings.HasPrefix(how.press, "_") {
		want.Contact = fraud.Medium(how.press)
	}
	if chance(p.rand, 40) {
		s.said["suspects"] = []saying{{press: pick(p.rand, "_skip", "_unknown")}}
	} else {
		typed, id := p.mobile()
		s.said["suspects"], want.Suspects = []saying{{text: typed}}, []fraud.Identifier{id}
	}
	typed, kept := p.telling(
		"They promised double returns in a share group",
		"A man from customer care made me open an app",
		"उसने कहा कि वह बैंक का अफसर है",
		"It was for a part time job with tasks")
	s.said["details"], want.Details = []saying{{text: typed}}, kept
}

// reporter answers who the citizen is, as far as they say.
func (p *plan) reporter(s *story) {
	who := &s.want.report.Reporter
	who.Name = p.profile.First + " " + p.profile.Last
	s.said["name"] = []saying{{press: "profile"}}
	if chance(p.rand, 50) {
		who.Name = p.name() + " " + p.name()
		s.said["name"] = []saying{{text: who.Name}}
	}
	switch p.rand.IntN(3) {
	case 0:
		s.said["mobile"] = []saying{{press: "_skip"}}
	case 1:
		s.said["mobile"] = []saying{{contact: p.profile.Phone}}
		who.Mobile, who.Verified = fraud.Identifier{Kind: fraud.KindMobile, Value: p.profile.Phone}, true
	default:
		var typed string
		typed, who.Mobile = p.mobile()
		s.said["mobile"] = []saying{{text: typed}}
	}
	p.place(s, who)
	s.said["evidence"] = []saying{{press: "_skip"}}
	if chance(p.rand, 30) {
		s.want.photo = strings.ToLower(p.name()) + ".png"
		s.said["evidence"] = []saying{{photo: s.want.photo}, {press: "_done"}}
	}
}

func (p *plan) place(s *story, who *fraud.Person) {
	state := pick(p.rand, fraud.States()...)
	switch p.rand.IntN(4) {
	case 0:
		s.said["place"] = []saying{{press: "_skip"}}
	case 1:
		who.Pincode = "3" + randomDigits(p.rand, 5)
		s.said["place"] = []saying{{text: inScript(p.rand, who.Pincode)}}
	default:
		who.State, who.District = state.Code, p.name()
		s.said["place"] = []saying{{text: who.District + ", " + pick(p.rand, state.Name, state.Hindi)}}
	}
}
