package redisstore

import (
	"fmt"
	"strconv"
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

// seen marks outlive the person.
func (k keys) seen(update int64) string {
	return string(k.partition) + "seen:" + k.person + ":" + strconv.FormatInt(update, 10)
}

// Keys that span partitions, each in a slot of its own.
func claimKey(number string) string { return prefix + "claim:" + number } // string: person, "" once forgotten
func markKey(mark string) string    { return prefix + "mark:" + mark }    // set of numbers
func metaKey(name string) string    { return prefix + "meta:" + name }    // string

const parkedKey = prefix + "parked" // hash: update → person, sealed
