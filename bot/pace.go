package bot

import "time"

// pace is a budget of sends: so many a second on average, with a burst after
// silence (GCRA). The zero value is not usable; it is guarded by its owner's lock.
type pace struct {
	every time.Duration // time one send costs
	burst int           // sends allowed at once
	tat   time.Time     // when the budget is whole again
}

func newPace(perSecond float64, burst int) pace {
	return pace{every: time.Duration(float64(time.Second) / perSecond), burst: max(burst, 1)}
}

// at is the earliest moment, not before now, at which the next send is allowed.
func (p *pace) at(now time.Time) time.Time {
	if t := p.tat.Add(-time.Duration(p.burst-1) * p.every); t.After(now) {
		return t
	}
	return now
}

// take spends one send at now.
func (p *pace) take(now time.Time) {
	if p.tat.Before(now) {
		p.tat = now
	}
	p.tat = p.tat.Add(p.every)
}

// whole reports whether nothing of the budget is spent at now.
func (p *pace) whole(now time.Time) bool { return !p.tat.After(now) }
