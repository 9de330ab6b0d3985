package dialogs

import "satark/fraud"

// situations are the answer cards of "everything else", in the order shown: what
// the citizen sees, and the situation the decision table is asked about.
var situations = []struct {
	code string
	is   fraud.Situation
}{
	{"sim_dead", fraud.Situation{SIMDead: true}},
	{"hacked", fraud.Situation{Hacked: true}},
	{"sexual", fraud.Situation{Sexual: true}},
	{"child", fraud.Situation{Minor: true, Sexual: true}},
	{"live_call", fraud.Situation{LiveCall: true}},
	{"frozen", fraud.Situation{AccountFrozen: true}},
	{"foreign91", fraud.Situation{ShownAs91: true, Medium: fraud.MediumCall}},
	{"advertising", fraud.Situation{Advertising: true}},
	{"sims", fraud.Situation{UnknownSIMs: true}},
	{"phone_lost", fraud.Situation{PhoneLost: true}},
	{"scheme", fraud.Situation{InvestmentScheme: true}},
	{"loan_app", fraud.Situation{LoanApp: true}},
	{"seller", fraud.Situation{SellerDispute: true}},
	{"organisation", fraud.Situation{Organisation: true}},
	{"old_case", fraud.Situation{OldComplaint: true}},
	{"danger", fraud.Situation{Danger: true}},
}

// elseMenu lists the situations that need the right door and no form.
func (t *turn) elseMenu() {
	var rows [][]Button
	var half []Button
	for _, s := range situations {
		if half = append(half, global("else."+s.code, "card:"+s.code)); len(half) == 2 {
			rows, half = append(rows, half), nil
		}
	}
	if half != nil {
		rows = append(rows, half)
	}
	rows = append(rows, row(global("btn.lost", "lost"), global("btn.home", "home")))
	t.say("else", nil, rows...)
	t.offerResume()
}

// card is one answer: what to do, whom to call, one link. Nothing is stored.
func (t *turn) card(code string) {
	for _, s := range situations {
		if s.code != code {
			continue
		}
		d := fraud.Decide(s.is)
		r := t.say("answer."+code, phones())
		r.Lines = doors(d)
		for _, desk := range d.Primary {
			if u := desk.Info().URL; u != "" {
				r.Rows = append(r.Rows, row(Button{Key: "btn.open_link", URL: u}))
				break
			}
		}
		r.Rows = append(r.Rows, row(global("btn.home_lost", "lost")), row(global("btn.back_else", "else"), global("btn.home", "home")))
		return
	}
	t.stale()
}

// doors names the desks of a decision with their numbers, the right one first.
func doors(d fraud.Decision) []Text {
	var lines []Text
	for i, list := range [][]fraud.Desk{d.Primary, d.Also} {
		key := []string{"door.primary", "door.also"}[i]
		for _, desk := range list {
			info := desk.Info()
			lines = append(lines, Text{Key: key, Args: Args{"Desk": Label("desk." + string(desk)), "Phone": info.Phone, "Link": info.URL}})
		}
	}
	return lines
}
