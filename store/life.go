package store

import (
	"context"
	"log/slog"
	"time"
)

// Beat says that this process lives, which is believed for Options.Life, and frees what
// dead ones had leased. Ask it at start, before the first Lease, and then several times
// within each Life. It also notices that the operator's key was changed, and reads the
// keys anew: see seal.Operator.Ask.
func (s *Store) Beat(ctx context.Context) (Standing, error) {
	now := s.now()
	b := Beating{Owner: s.owner, Now: now, Until: now.Add(s.opt.Life)}
	if s.opt.Place != "" {
		b.Place = s.keys.Hash("place", s.opt.Place)
	}
	before := s.Alive()
	standing, err := s.engine.Beat(ctx, b)
	if err != nil {
		return Standing{}, opError("beat", err)
	}
	if !before.IsZero() && !s.now().Before(before) {
		s.lapses.Add(1)
	}
	s.alive.Store(b.Until.UnixNano())
	s.noticeKey(ctx)
	return standing, nil
}

// noticeKey keeps this process from wrapping the keys of new persons with an operator's key
// that is no longer in use. What cannot be read now is noticed the next time.
func (s *Store) noticeKey(ctx context.Context) {
	wrapped, err := s.engine.Kept(ctx, rootName)
	if err != nil || s.operator.CurrentRoot(wrapped) {
		return
	}
	if err := s.operator.Refresh(); err != nil {
		slog.WarnContext(ctx, "store: the operator's key was changed, and cannot be read anew", "cause", err)
	}
}

// Alive is until when other processes believe that this one lives, and leave it what it
// has leased; zero before the first Beat. Whoever acts on a delivery has to be done by
// then.
func (s *Store) Alive() time.Time {
	until := s.alive.Load()
	if until == 0 {
		return time.Time{}
	}
	return time.Unix(0, until).UTC()
}

// holds reports whether what the engine leased to this process since there were so many
// lapses is its own still. What was asked for before a lapse and answered after it was free
// for others in between.
func (s *Store) holds(lapses int64) bool {
	until := s.Alive()
	return s.lapses.Load() == lapses && (until.IsZero() || s.now().Before(until))
}

// Leave ends the life of this process as others see it, and gives back what it holds.
func (s *Store) Leave(ctx context.Context) error {
	return opError("leave", s.engine.Leave(ctx, s.owner, s.now()))
}

// Spend takes one from a chat's allowance of what, which is shared by all processes:
// burst at once, and one more every so long. It answers 0, or how long to wait for one.
func (s *Store) Spend(ctx context.Context, chat int64, what string, every time.Duration, burst int) (time.Duration, error) {
	wait, err := s.engine.Spend(ctx, what+":"+s.keys.Person(chat), s.now(), every, burst)
	return wait, opError("spend", err)
}
