package fraud

import "slices"

// Suggest returns the categories text speaks of, best first, at most three; empty when
// none. It counts the phrases of facts/phrases.json by weight; equal counts keep the
// official order. A bank's own warning ("do not share the OTP") speaks of nothing unless
// something heavier stands beside it.
func Suggest(text string) []Category {
	plain := plainWords(text)
	least := 1
	if speaksOf(plain, "genuine") {
		least = 4
	}
	scores := map[Category]int{}
	var found []Category
	for _, c := range Categories() {
		for _, p := range hits(plain, string(c)) {
			scores[c] += p.weight
		}
		if scores[c] >= least {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b Category) int { return scores[b] - scores[a] })
	return found[:min(3, len(found))]
}

// SubFor suggests the portal's sub-category for a way of paying and a story. Signs of a
// SIM swap, of a fingerprint payment and of demat trading outweigh the way of paying.
func SubFor(m Mode, text string) SubCategory {
	plain := plainWords(text)
	switch {
	case m == ModeAePS || speaksOf(plain, "sub_aeps"):
		return SubAePS
	case speaksOf(plain, "sub_sim"):
		return SubCard
	case speaksOf(plain, "sub_email"):
		return SubEmail
	case m != ModeUPI && m != ModeCard && speaksOf(plain, "sub_demat"):
		return SubDemat
	}
	switch m {
	case ModeUPI:
		return SubUPI
	case ModeCard:
		return SubCard
	case ModeNetBanking:
		return SubNetBanking
	case ModeWallet:
		return SubWallet
	case ModeCash, ModeCrypto:
		return SubCall
	}
	return subFromWords(plain)
}

func subFromWords(plain string) SubCategory {
	switch {
	case speaksOf(plain, "sub_upi"):
		return SubUPI
	case speaksOf(plain, "sub_wallet"):
		return SubWallet
	case speaksOf(plain, "sub_card"):
		return SubCard
	}
	return SubCall
}
