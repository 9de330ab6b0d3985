package fraud

import "sync"

// SubCategory is a sub-category code of Online Financial Fraud on the National Cyber
// Crime Reporting Portal.
type SubCategory string

// The sub-categories in portal order.
const (
	SubAePS       SubCategory = "aeps"
	SubEmail      SubCategory = "business_email"
	SubCard       SubCategory = "card_sim_swap"
	SubDemat      SubCategory = "demat"
	SubWallet     SubCategory = "ewallet"
	SubCall       SubCategory = "fraud_call"
	SubNetBanking SubCategory = "net_banking"
	SubUPI        SubCategory = "upi"
)

var subCategoryFacts = sync.OnceValue(func() []labelEntry { return readFacts[labelEntry]("subcategories.json") })

// SubCategories in portal order.
func SubCategories() []SubCategory {
	entries := subCategoryFacts()
	all := make([]SubCategory, len(entries))
	for i, e := range entries {
		all[i] = SubCategory(e.ID)
	}
	return all
}

// Official is the exact label on the portal, its spelling kept; empty for an unknown code.
func (c SubCategory) Official() string { return labelOf(subCategoryFacts(), string(c)) }
