package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// MoveOptions shape a move. The zero value moves no files and tells nobody.
type MoveOptions struct {
	// From and To hold the files of evidence; they stay where they are unless both are set.
	From, To Blobs
	// Progress is told how many entries and files have been moved so far, those of a move
	// that is gone on with among them.
	Progress func(n int)
}

// Move copies everything from one engine to another, which has to be empty: neither was
// opened as a Store meanwhile. What it has copied stays when it breaks off: asked again
// with the same engines it goes on from there, and asked after its end it copies nothing.
// At its end the target holds as much as the source, or the error is ErrDiffers. Until
// then Open refuses the target with ErrUnfinished.
//
// It returns how much there is of each kind: persons, reports, lines, deliveries and what
// is parked as the target counts them, the others as they were handed over, which may be
// more than once. The source stays as it is.
func Move(ctx context.Context, from, to Engine, opt MoveOptions) (Counts, error) {
	m := &move{from: from, to: to, opt: opt}
	if err := m.begin(ctx); err != nil {
		return Counts{}, opError("move", err)
	}
	resumed := m.at.Count > 0 && m.at.Stage != carryDone
	counts, err := m.run(ctx)
	if resumed && errors.Is(err, ErrDiffers) {
		// An engine that was restarted since may not know its cursors any more.
		m.at = carried{From: m.at.From, Stage: carryEntries}
		counts, err = m.run(ctx)
	}
	return counts, opError("move", err)
}

type move struct {
	from, to Engine
	opt      MoveOptions
	at       carried
	kept     []byte // at, as the target keeps it
}

// begin finds out whether there is something to go on with.
func (m *move) begin(ctx context.Context) error {
	if err := checkWhole(ctx, m.from); err != nil {
		return fmt.Errorf("the source: %w", err)
	}
	origin, err := m.from.Kept(ctx, proofName)
	if err != nil {
		return fmt.Errorf("the source was never begun: %w", err)
	}
	if m.at, m.kept, err = readCarried(ctx, m.to); err != nil {
		return err
	}
	if m.kept != nil {
		if m.at.From != string(origin) {
			return ErrOtherRoot
		}
		return nil
	}
	if err := m.checkTarget(ctx, string(origin)); err != nil {
		return err
	}
	m.at = carried{From: string(origin), Stage: carryEntries}
	m.kept, err = keepCarried(ctx, m.to, nil, m.at)
	return err
}

func (m *move) checkTarget(ctx context.Context, origin string) error {
	proof, err := m.to.Kept(ctx, proofName)
	switch {
	case err == nil && string(proof) != origin:
		return ErrOtherRoot
	case err != nil && !errors.Is(err, ErrNotFound):
		return err
	}
	if err := checkEmpty(ctx, m.to); err != nil || m.opt.From == nil {
		return err
	}
	return checkNoFiles(ctx, m.opt.To)
}

func (m *move) run(ctx context.Context) (Counts, error) {
	if m.at.Stage == carryEntries {
		if err := m.steps(ctx, carryFiles, m.entries); err != nil {
			return Counts{}, err
		}
	}
	if m.at.Stage == carryFiles {
		if m.opt.From != nil && m.opt.To != nil {
			if err := m.steps(ctx, carryFiles, m.files); err != nil {
				return Counts{}, err
			}
		}
	}
	counts, err := m.verify(ctx)
	if err != nil || m.at.Stage == carryDone {
		return counts, err
	}
	m.at.Stage = carryDone
	m.kept, err = keepCarried(ctx, m.to, m.kept, m.at)
	return counts, err
}

// steps goes on from where the move is to the end of its stage.
func (m *move) steps(ctx context.Context, then stage, step func(context.Context) (next string, n int, err error)) error {
	for {
		next, n, err := step(ctx)
		if err != nil {
			return err
		}
		m.at.Cursor = next
		m.at.Count += n
		if next == "" {
			m.at.Stage = then
		}
		if m.kept, err = keepCarried(ctx, m.to, m.kept, m.at); err != nil {
			return err
		}
		if m.opt.Progress != nil {
			m.opt.Progress(m.at.Count)
		}
		if next == "" {
			return nil
		}
	}
}

func (m *move) entries(ctx context.Context) (string, int, error) {
	some, next, err := m.from.Walk(ctx, m.at.Cursor, batch)
	if err != nil {
		return "", 0, err
	}
	some = ownOf(some)
	if len(some) == 0 {
		return next, 0, nil
	}
	if err := m.to.Import(ctx, some); err != nil {
		return "", 0, err
	}
	for _, e := range some {
		m.at.Counts.handOver(e)
	}
	return next, len(some), nil
}

func (m *move) files(ctx context.Context) (string, int, error) {
	some, next, err := m.opt.From.Files(ctx, m.at.Cursor, batch)
	if err != nil {
		return "", 0, err
	}
	n := 0
	for _, f := range some {
		size, err := copyFile(ctx, m.opt.From, m.opt.To, f)
		if errors.Is(err, fs.ErrNotExist) {
			continue // its person was forgotten
		}
		if err != nil {
			return "", 0, err
		}
		n++
		m.at.Counts.Bytes += size
	}
	m.at.Counts.Files += n
	return next, n, nil
}

// verify compares how much there is on both sides.
func (m *move) verify(ctx context.Context) (Counts, error) {
	now := time.Now().UTC()
	want, err := m.from.Stats(ctx, now)
	if err != nil {
		return Counts{}, err
	}
	have, err := m.to.Stats(ctx, now)
	if err != nil {
		return Counts{}, err
	}
	err = countsOf(want).differ(have)
	if err != nil && m.at.Stage == carryDone {
		return Counts{}, fmt.Errorf("%w: it was used since it was moved to", ErrNotEmpty)
	}
	counts := m.at.Counts
	counts.Persons, counts.Reports, counts.Lines = have.Persons, have.Reports, have.Lines
	counts.Deliveries, counts.Parked = have.Deliveries, have.Parked
	return counts, err
}
