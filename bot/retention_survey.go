package bot

import (
	"context"
	"slices"
	"time"

	"satark/store"
)

// Survey is what a policy is about to do, for whoever has to know before it is done.
type Survey struct {
	Persons  int // everyone looked at
	Warned   int // with an open report, told that something goes within WarnBefore, and silent since
	OpenSoon int // open reports of which something goes within WarnBefore
}

// SurveyOf counts what policy k is about to do at now. It changes nothing. Its error is that
// of each, which is Store.Each.
func SurveyOf(ctx context.Context, each func(context.Context, func(store.Held) error) error, k Keep, now time.Time) (Survey, error) {
	var s Survey
	err := each(ctx, func(held store.Held) error {
		s.add(k, held, now)
		return nil
	})
	return s, err
}

func (s *Survey) add(k Keep, held store.Held, now time.Time) {
	s.Persons++
	h := holdingOf(held)
	told := h.toldOf(k, now)
	if h.open == 0 || !told && due(k, h, now).warn == nil {
		return
	}
	s.OpenSoon += h.open
	if told {
		s.Warned++
	}
}

// toldOf reports whether the citizen was told of something that is to go, or goes with the
// next walk.
func (h holding) toldOf(k Keep, now time.Time) bool {
	return slices.ContainsFunc(k.classes(), func(c keeping) bool {
		goes := h.heard.Add(c.after)
		last := latest(goes, h.warned.Add(WarnBefore)).Add(2 * walkEvery)
		return c.after > 0 && h.has[c.data] && h.told(goes) && now.Before(last)
	})
}
