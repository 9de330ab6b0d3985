package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"satark/bot"
	"satark/store"
)

func TestCheckTellsWhatSilenceErases(t *testing.T) {
	for want, survey := range map[string]struct {
		found bot.Survey
		err   error
	}{
		"ok     no open report loses anything within 30 days":         {bot.Survey{Persons: 3}, nil},
		"warn   2 open reports lose something within 30 days":         {bot.Survey{Persons: 3, OpenSoon: 2, Warned: 1}, nil},
		"ok     too many people to look through here":                 {bot.Survey{}, context.DeadlineExceeded},
		"warn   not everyone could be looked at: records of 1 person": {bot.Survey{}, errors.New("records of 1 person")},
	} {
		var out strings.Builder
		c := &checking{out: &out, now: talkTime()}
		c.survey(survey.found, survey.err)
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q lacks %q", out.String(), want)
		}
	}
}

func TestCheckCountsWhatIsParkedForLong(t *testing.T) {
	now := talkTime()
	all := []store.Parked{{At: now.Add(-bot.ParkedLong)}, {At: now.Add(-time.Hour)}}
	if n := longParked(all, now); n != 1 {
		t.Errorf("%d wait for long", n)
	}
}
