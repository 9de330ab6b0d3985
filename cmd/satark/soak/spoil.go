package soak

import (
	"context"
	"time"

	"satark/bot/sandbox"
)

// spoil begins the faults that are there from the beginning to the end.
func (w *world) spoil(ctx context.Context) error {
	s := w.trial
	odds := sandbox.Odds{Seed: s.Seed}
	if s.has(Telegram) {
		share := s.Telegram
		odds.TooMany, odds.Broken, odds.Outage, odds.Drop = share/5, share/5, share/5, share/5
		odds.Reset, odds.Slow = share/10, share/10
		odds.SlowFor = 11 * time.Second // longer than the bot waits
	}
	if s.has(Duplicates) {
		odds.Twice = 0.1
	}
	if s.has(Reorder) {
		odds.Again, odds.AgainFor = 0.1, 5*time.Second
		odds.Held, odds.HeldFor = 0.05, time.Second
	}
	return w.client.SetFaults(ctx, sandbox.Faults{Odds: odds})
}

// calm ends all faults.
func (w *world) calm(ctx context.Context) error {
	return w.client.SetFaults(ctx, sandbox.Faults{})
}
