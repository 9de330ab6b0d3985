package redisstore

import (
	"fmt"
	"strconv"
	"strings"
)

// Every key begins with prefix, so that a server can be shared with care.
const (
	prefix     = "satark:"
	partitions = 256
)

// partition is what the keys of the same persons share: one slot of a Cluster.
type partition string

func partitionAt(i int) partition { return partition(fmt.Sprintf("%s{p%03d}:", prefix, i)) }

// partitionOf follows from the first two digits of a person's keyed hash.
func partitionOf(person string) partition {
	var first uint64
	if len(person) >= 2 {
		first, _ = strconv.ParseUint(person[:2], 16, 8) // a hash is hexadecimal; else all share the first
	}
	return partitionAt(int(first))
}

// Keys of a partition. A slot is what can be leased: a person's line, named by the
// person, or one delivery beside it, named person:id.
func (p partition) due() string   { return string(p) + "due" }   // sorted set: slot → when to act, ms
func (p partition) hold() string  { return string(p) + "hold" }  // hash: slot → who holds it
func (p partition) tally() string { return string(p) + "tally" } // hash: persons, reports, lines, deliveries

// freed says that what a dead process held was freed.
func (p partition) freed(owner string) string { return string(p) + "freed:" + owner }

// keys are those of one person.
type keys struct {
	partition
	person string
}

func keysOf(person string) keys { return keys{partitionOf(person), person} }

func (k keys) record() string  { return string(k.partition) + "person:" + k.person }  // string: see record
func (k keys) lines() string   { return string(k.partition) + "lines:" + k.person }   // list
func (k keys) reports() string { return string(k.partition) + "reports:" + k.person } // hash: number → sealed
func (k keys) line() string    { return string(k.partition) + "line:" + k.person }    // hash: id → tries, sealed
func (k keys) side() string    { return string(k.partition) + "side:" + k.person }    // hash: id → tries, sealed
func (k keys) trimmed() string { return string(k.partition) + "trimmed:" + k.person } // string: the last trim

// seen marks outlive the person. A string: the operation, whether the line was leased,
// and until when, in milliseconds, the mark is kept; the last is not there in marks of
// older versions.
func (k keys) seen(update int64) string {
	return string(k.partition) + "seen:" + k.person + ":" + strconv.FormatInt(update, 10)
}

// Keys that span partitions, each in a slot of its own.
func claimKey(number string) string { return prefix + "claim:" + number } // string: person, "" once forgotten
func markKey(mark string) string    { return prefix + "mark:" + mark }    // set of numbers
func metaKey(name string) string    { return prefix + "meta:" + name }    // string

const (
	parkedKey = prefix + "parked" // hash: id → person, sealed
	ownersKey = prefix + "owners" // hash: process → see beat.lua

	forgottenKey = prefix + "forgotten" // string: not "" when somebody was forgotten since the files were written anew
	rewrittenKey = prefix + "rewritten" // string: there for a while after that
)

// spendKey is in the partition of the person that the name of an allowance ends with, so
// that load spreads over a Cluster, and in a slot of its own when it ends otherwise.
func spendKey(name string) string {
	const digits = 32
	if at := len(name) - digits; at >= 0 && strings.Trim(name[at:], "0123456789abcdef") == "" {
		return string(partitionOf(name[at:])) + "spend:" + name
	}
	return prefix + "spend:" + name
}
