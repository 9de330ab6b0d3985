package bot

import (
	"context"
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
	h := holdingOf(held)
	s.Persons++
	if h.open == 0 || !h.soon(k, now) {
		return
	}
	s.OpenSoon += h.open
	if h.warned.After(h.heard) {
		s.Warned++
	}
}

// soon reports whether something is to go within WarnBefore, or goes with the next walk.
func (h holding) soon(k Keep, now time.Time) bool {
	for _, c := range k.classes() {
		goes := h.heard.Add(c.after)
		last := latest(goes, h.warned.Add(WarnBefore)).Add(2 * walkEvery)
		if !h.heard.IsZero() && c.after > 0 && h.has[c.data] && !now.Before(goes.Add(-WarnBefore)) && now.Before(last) {
			return true
		}
	}
	return false
}
