package redisstore

import (
	"slices"

	"satark/store"
)

// worstFirst sorts findings by how grave they are, keeping the order of equals.
func worstFirst(findings []store.Finding) []store.Finding {
	rank := []store.Level{store.Fault, store.Warning, store.Fine}
	slices.SortStableFunc(findings, func(a, b store.Finding) int {
		return slices.Index(rank, a.Level) - slices.Index(rank, b.Level)
	})
	return findings
}
