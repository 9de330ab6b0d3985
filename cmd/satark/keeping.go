package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Keeping is how long each class of data is kept after the last word of its person;
// 0 is until it is forgotten.
type Keeping struct {
	Drafts, Transcripts, Evidence, Reports, Parked time.Duration
}

// classes are the fields by the names that an operator writes, in order.
func (k *Keeping) classes() []struct {
	name string
	days *time.Duration
} {
	return []struct {
		name string
		days *time.Duration
	}{
		{"drafts", &k.Drafts}, {"transcripts", &k.Transcripts}, {"evidence", &k.Evidence},
		{"reports", &k.Reports}, {"parked", &k.Parked},
	}
}

// String is the setting as it would be written.
func (k Keeping) String() string {
	var parts []string
	for _, c := range k.classes() {
		parts = append(parts, c.name+"="+days(*c.days))
	}
	return strings.Join(parts, ",")
}

func days(d time.Duration) string {
	if d == 0 {
		return "0"
	}
	return strconv.Itoa(int(d/(24*time.Hour))) + "d"
}

// parseKeeping reads "class=days,…". A class that is not named is kept until it is
// forgotten.
func parseKeeping(v string) (Keeping, error) {
	var k Keeping
	known := map[string]*time.Duration{}
	for _, c := range k.classes() {
		known[c.name] = c.days
	}
	for _, word := range words(v) {
		name, value, _ := strings.Cut(word, "=")
		field := known[name]
		if field == nil {
			return Keeping{}, fault(fmt.Sprintf("names the class %q", name), "choose among drafts, transcripts, evidence, reports, parked, each once")
		}
		n, err := strconv.Atoi(strings.TrimSuffix(value, "d"))
		if err != nil || n < 0 || n > mostDays {
			return Keeping{}, fault(fmt.Sprintf("has no number of days for %s", name), "write it as "+name+"=365d, or "+name+"=0 for ever")
		}
		*field = time.Duration(n) * 24 * time.Hour
		delete(known, name)
	}
	return k, nil
}

const mostDays = 36500

func parseDays(v string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(v, "d"))
	if err != nil || n < 1 || n > mostDays {
		return 0, fault(fmt.Sprintf("is %q, not a number of days", v), "write 365")
	}
	return n, nil
}

func parseWait(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 5 {
		return 0, fault(fmt.Sprintf("is %q, not a number of copies", v), "write 0, or 1 where the Redis has a replica")
	}
	return n, nil
}
