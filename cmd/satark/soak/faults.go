package soak

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind is what the store is kept by.
type Kind string

// The kinds of store.
const (
	File     Kind = "file"     // the embedded engine; one replica only
	Redis    Kind = "redis"    // one server
	Sentinel Kind = "sentinel" // a master, two that follow it, three Sentinels
	Cluster  Kind = "cluster"  // three masters, each with one that follows it
)

// Kinds lists all kinds.
func Kinds() []Kind { return []Kind{File, Redis, Sentinel, Cluster} }

// Fault is something that goes wrong.
type Fault string

// The faults. Those of the first group strike at moments drawn from the seed, the others
// are there from the beginning to the end.
const (
	Kill      Fault = "kill"       // kill -9 of a replica
	Rolling   Fault = "rolling"    // SIGTERM and a new start, one replica after another
	Clock     Fault = "clock"      // the clock of a replica jumps by four hours, and back
	RedisKill Fault = "redis-kill" // kill -9 of a server of the store, and a new start
	Failover  Fault = "failover"   // a master dies, another takes its place, it comes back
	Slots     Fault = "slots"      // parts of the data move to another master
	Network   Fault = "network"    // delays, cuts, resets and lost answers, to the store and to Telegram
	Late      Fault = "late"       // updates of long ago are delivered again
	Disk      Fault = "disk"       // no room is left for a second

	Telegram   Fault = "telegram"   // a share of all calls fails; citizens block the bot for a moment
	Duplicates Fault = "duplicates" // updates are delivered twice
	Reorder    Fault = "reorder"    // updates are held up, and some come again after others
)

// faultTable says of each fault where it can be.
func faultTable() []struct {
	fault Fault
	kinds []Kind
	group group
} {
	all, servers := Kinds(), Kinds()[1:]
	return []struct {
		fault Fault
		kinds []Kind
		group group
	}{
		{Kill, all, ofReplicas},
		{Rolling, all, ofReplicas},
		{Clock, all, ofReplicas},
		{RedisKill, servers, ofServices},
		{Failover, []Kind{Sentinel, Cluster}, ofServices},
		{Slots, []Kind{Cluster}, ofServices},
		{Network, all, ofServices},
		{Late, all, ofServices},
		{Disk, []Kind{File}, ofServices},
		{Telegram, all, lasting},
		{Duplicates, all, lasting},
		{Reorder, all, lasting},
	}
}

// group is who strikes: replicas are struck one after another, and beside that services.
type group int

const (
	ofReplicas group = iota
	ofServices
	lasting
)

// errFault is a fault that is not known.
var errFault = errors.New("soak: no such fault")

// ParseFaults reads names with commas; "all" names every one but Disk.
func ParseFaults(names string) ([]Fault, error) {
	var some []Fault
	for name := range strings.SplitSeq(names, ",") {
		known := false
		for _, row := range faultTable() {
			if name == string(row.fault) || name == "all" && row.fault != Disk {
				some, known = append(some, row.fault), true
			}
		}
		if !known {
			return nil, fmt.Errorf("%w: %q", errFault, name)
		}
	}
	slices.Sort(some)
	return slices.Compact(some), nil
}

// of are the faults of a group that can be in this trial, in the order of the table.
func (s Trial) of(g group) []Fault {
	var some []Fault
	for _, row := range faultTable() {
		if row.group == g && slices.Contains(row.kinds, s.Store) && slices.Contains(s.Faults, row.fault) {
			some = append(some, row.fault)
		}
	}
	return some
}

func (s Trial) has(f Fault) bool {
	return slices.ContainsFunc([]group{ofReplicas, ofServices, lasting}, func(g group) bool { return slices.Contains(s.of(g), f) })
}

// unsettled reports whether the store may be away for a moment, so that a process may
// end for want of it.
func (s Trial) unsettled() bool {
	return s.has(RedisKill) || s.has(Failover) || s.has(Slots) || s.has(Network) || s.has(Disk)
}
