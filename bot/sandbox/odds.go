package sandbox

import (
	"math/rand/v2"
	"time"
)

// Odds are the shares of calls and of updates, from 0 to 1 of them, with which something
// goes wrong. What happens to each is drawn from Seed, one after another. getUpdates and
// the fetching of files count as calls.
type Odds struct {
	Seed uint64 `json:"seed,omitempty"`

	TooMany float64 `json:"too_many,omitempty"` // calls answered 429, with Faults.RetryAfter
	Broken  float64 `json:"broken,omitempty"`   // calls answered 500
	Outage  float64 `json:"outage,omitempty"`   // calls answered 502 with a page of HTML
	Reset   float64 `json:"reset,omitempty"`    // calls cut off before anything is done
	Drop    float64 `json:"drop,omitempty"`     // calls carried out, and cut off before the answer
	// Slow calls are carried out, and answered SlowFor later.
	Slow    float64       `json:"slow,omitempty"`
	SlowFor time.Duration `json:"slow_for,omitempty"` // nanoseconds in JSON

	Twice float64 `json:"twice,omitempty"` // updates delivered twice, one right after the other
	// Again updates are delivered once more up to AgainFor after they were acknowledged,
	// in no order.
	Again    float64       `json:"again,omitempty"`
	AgainFor time.Duration `json:"again_for,omitempty"` // nanoseconds in JSON
	// Held updates wait up to HeldFor, and with them what follows in their lane, so that
	// those of other chats overtake them. With a webhook only: an offset would pass them.
	Held    float64       `json:"held,omitempty"`
	HeldFor time.Duration `json:"held_for,omitempty"` // nanoseconds in JSON
}

// dice are what odds are drawn with. The server's lock guards them.
type dice struct {
	seed uint64
	r    *rand.Rand
}

// load begins anew when the odds have another seed than before.
func (d *dice) load(o Odds) {
	if d.r == nil || d.seed != o.Seed {
		d.seed, d.r = o.Seed, rand.New(rand.NewPCG(o.Seed, 0))
	}
}

// happens draws whether something happens that does so often.
func (d *dice) happens(share float64) bool { return share > 0 && d.r != nil && d.r.Float64() < share }

// upTo draws a time of at most d.
func (d *dice) upTo(most time.Duration) time.Duration {
	return time.Duration(d.r.Int64N(int64(max(most, 1))))
}

// roll draws what happens to one call; at most one thing does.
func (d *dice) roll(f Faults) (v verdict) {
	o := f.Odds
	if d.r == nil || o.TooMany+o.Broken+o.Outage+o.Reset+o.Drop+o.Slow <= 0 {
		return v
	}
	for at, one := d.r.Float64(), 0; one < 6; one++ {
		share := [6]float64{o.TooMany, o.Broken, o.Outage, o.Reset, o.Drop, o.Slow}[one]
		if at -= share; at >= 0 {
			continue
		}
		switch one {
		case 0:
			v.retryAfter = max(1, f.RetryAfter)
		case 1:
			v.broken = true
		case 2:
			v.outage = true
		case 3:
			v.reset = true
		case 4:
			v.drop = true
		case 5:
			v.late = o.SlowFor
		}
		return v
	}
	return v
}
