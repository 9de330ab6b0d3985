package fraud

import "sync"

// Category is a Chakshu category code. The list is the one of the government's reply in
// the Rajya Sabha of 5 February 2026, which replaced the eight values of 2024.
type Category string

// The categories in the official order.
const (
	CategoryKYC        Category = "kyc_payment"
	CategoryFakeCC     Category = "fake_cc"
	CategoryJobLoan    Category = "job_lottery_loan"
	CategoryPolice     Category = "imp_police"
	CategoryInvestment Category = "investment"
	CategorySextortion Category = "sextortion"
	CategoryRelative   Category = "imp_relative"
	CategoryLink       Category = "malicious_link"
	CategoryDoT        Category = "imp_dot_trai"
	CategoryIVR        Category = "ivr_robo"
	CategoryOther      Category = "other"
)

type labelEntry struct {
	Dated
	Label string `json:"label"`
}

var categoryFacts = sync.OnceValue(func() []labelEntry { return readFacts[labelEntry]("categories.json") })

// Categories are the 11 in the official order.
func Categories() []Category {
	entries := categoryFacts()
	all := make([]Category, len(entries))
	for i, e := range entries {
		all[i] = Category(e.ID)
	}
	return all
}

// Official is the exact label on the Chakshu form; empty for an unknown code.
func (c Category) Official() string { return labelOf(categoryFacts(), string(c)) }

func labelOf(entries []labelEntry, id string) string {
	for _, e := range entries {
		if e.ID == id {
			return e.Label
		}
	}
	return ""
}
