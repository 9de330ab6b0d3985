package fraud

import "time"

// Situation is what is known of a case when it is routed.
type Situation struct {
	Danger       bool // threat to life, self-harm, somebody at the door
	Minor        bool // a child is the victim
	MoneyMoved   bool // any amount left, at any time
	LiveCall     bool // on the call now, "digital arrest", or the screen is shared
	SharedSecret bool // OTP, PIN, card or credentials given, or an APK installed
	SIMDead      bool
	Sexual       bool // intimate images or sextortion
	Hacked       bool // an account was taken over

	Advertising      bool
	UnknownSIMs      bool
	PhoneLost        bool
	InvestmentScheme bool
	LoanApp          bool
	AccountFrozen    bool // or unknown money received
	SellerDispute    bool
	Organisation     bool // an organisation's breach or ransomware
	OldComplaint     bool // wants the status of a complaint, or money back

	Medium    Medium
	Visible   bool          // a number or header was visible
	ShownAs91 bool          // a foreign caller shown with +91, or with no number
	Age       time.Duration // since it happened
}

// chakshuWindow is how old a communication may be for the Chakshu form (Sanchar Saathi).
const chakshuWindow = 30 * 24 * time.Hour

// holds reports whether one named condition of the decision table is met; known is false
// for a name that the table may not use.
func (s Situation) holds(name string) (met, known bool) {
	switch name {
	case "danger":
		return s.Danger, true
	case "minor":
		return s.Minor, true
	case "money_moved":
		return s.MoneyMoved, true
	case "live_call":
		return s.LiveCall, true
	case "shared_secret":
		return s.SharedSecret, true
	case "sim_dead":
		return s.SIMDead, true
	case "sexual":
		return s.Sexual, true
	case "hacked":
		return s.Hacked, true
	case "chakshu_medium":
		return s.Medium.Chakshu(), true
	case "other_medium":
		return s.Medium != "" && !s.Medium.Chakshu(), true
	case "visible":
		return s.Visible, true
	case "recent":
		return s.Age <= chakshuWindow, true
	}
	return s.holdsElsewhere(name)
}

// holdsElsewhere covers what belongs to another desk than Chakshu.
func (s Situation) holdsElsewhere(name string) (met, known bool) {
	switch name {
	case "shown_as_91":
		return s.ShownAs91, true
	case "advertising":
		return s.Advertising, true
	case "unknown_sims":
		return s.UnknownSIMs, true
	case "phone_lost":
		return s.PhoneLost, true
	case "investment_scheme":
		return s.InvestmentScheme, true
	case "loan_app":
		return s.LoanApp, true
	case "account_frozen":
		return s.AccountFrozen, true
	case "seller_dispute":
		return s.SellerDispute, true
	case "organisation":
		return s.Organisation, true
	case "old_complaint":
		return s.OldComplaint, true
	case "plain":
		return s.plain(), true
	}
	return false, false
}

// plain says that nothing more particular than a suspicious communication is known:
// without it the rows for calls and messages would swallow the desks below them.
func (s Situation) plain() bool {
	return !(s.ShownAs91 || s.Advertising || s.UnknownSIMs || s.PhoneLost || s.InvestmentScheme ||
		s.LoanApp || s.AccountFrozen || s.SellerDispute || s.Organisation || s.OldComplaint)
}
