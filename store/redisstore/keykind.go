package redisstore

import "strings"

// keyKind is what a key holds, as far as it is handed out.
type keyKind string

const (
	personKey keyKind = "person"
	seenKey   keyKind = "seen"
	claimsKey keyKind = "claim"
	indexKey  keyKind = "mark"
	namedKey  keyKind = "meta"
	parkKey   keyKind = "parked"
)

// parseKey reads a key: what it holds, and of what. Of all other keys ok is false.
func parseKey(key string) (kind keyKind, name string, ok bool) {
	if key == parkedKey {
		return parkKey, "", true
	}
	rest, ok := strings.CutPrefix(key, prefix)
	if !ok {
		return "", "", false
	}
	inPartition := false
	if tagged, found := strings.CutPrefix(rest, "{p"); found {
		if _, rest, inPartition = strings.Cut(tagged, "}:"); !inPartition {
			return "", "", false
		}
	}
	first, name, ok := strings.Cut(rest, ":")
	switch kind = keyKind(first); kind {
	case personKey, seenKey:
		return kind, name, ok && inPartition
	case claimsKey, indexKey, namedKey:
		return kind, name, ok && !inPartition
	}
	return "", "", false
}
