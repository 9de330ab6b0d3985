package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"satark/bot"
	"satark/store"
)

// surveyTime is how long check looks through everyone. A store with more people than that
// tells it in a metric.
const surveyTime = 20 * time.Second

// retention says what silence is about to erase of reports that are open still.
func (c *checking) retention(ctx context.Context, kept *watched, keep Keeping) {
	ctx, cancel := context.WithTimeout(ctx, surveyTime)
	defer cancel()
	survey, err := bot.SurveyOf(ctx, kept.Each, bot.Keep(keep), c.now)
	c.survey(survey, err)
	c.parkedLong(ctx, kept)
}

func (c *checking) survey(s bot.Survey, err error) {
	days := int(bot.WarnBefore / (24 * time.Hour))
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		c.fine("too many people to look through here: satark_retention_open_soon of a running serve tells which open reports go soon")
	case err != nil:
		c.warn("not everyone could be looked at: "+err.Error(), "see the log of serve for what cannot be read")
	case s.OpenSoon > 0:
		c.warn(fmt.Sprintf("%d open reports lose something within %d days of silence, %d people were told", s.OpenSoon, days, s.Warned),
			"close what is done, ask the citizen, or keep for longer: SATARK_KEEP")
	default:
		c.fine(fmt.Sprintf("no open report loses anything within %d days", days))
	}
}

// parkedLong counts what has waited for an operator for longer than it should.
func (c *checking) parkedLong(ctx context.Context, kept *watched) {
	all, err := kept.ParkedList(ctx)
	if err != nil {
		return // parked has told
	}
	if n := longParked(all, c.now); n > 0 {
		c.warn(fmt.Sprintf("%d parked things have waited for more than %d days", n, int(bot.ParkedLong/(24*time.Hour))), "nobody has answered these citizens: satark parked")
	}
}

func longParked(all []store.Parked, now time.Time) (n int) {
	for _, p := range all {
		if now.Sub(p.At) >= bot.ParkedLong {
			n++
		}
	}
	return n
}
