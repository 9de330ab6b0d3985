package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync"
	"sync/atomic"
	"time"
)

// Bot is the whole edge. It may be started once and stopped once.
type Bot struct {
	o       Options
	api     *api
	lanes   *lanes
	sender  *sender
	marker  *marker
	chores  *chores
	presses *presses
	meter   *meter
	health  health
	strikes strikes
	limits  *limits
	drawing sync.Mutex   // held while a picture is redrawn
	doubt   atomic.Int64 // unix nanoseconds until which lines may be leased to us that we do not know

	ctx            context.Context // of turns: ends when Stop has no more patience
	cancel         context.CancelFunc
	intake, outlet stage
}

// stage is goroutines that begin and end together.
type stage struct {
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup
}

func newStage() stage {
	ctx, cancel := context.WithCancel(context.Background())
	return stage{ctx: ctx, cancel: cancel}
}

func (s *stage) run(f func(context.Context)) { s.work.Go(func() { f(s.ctx) }) }

func (s *stage) end() {
	s.cancel()
	s.work.Wait()
}

// New makes a bot. It calls nobody; its error names the options that are missing.
func New(o Options) (*Bot, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	calls, err := newAPI(o)
	if err != nil {
		return nil, err
	}
	b := &Bot{o: o, api: calls, meter: newMeter(), lanes: newLanes(lanesAtOnce, idleLanes), limits: newLimits(o)}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	b.intake, b.outlet = newStage(), newStage()
	b.marker = newMarker(b.writeMarks)
	b.sender = newSender(o, b.meter)
	b.sender.call, b.sender.mark = b.call, b.marker.add
	b.chores = b.newChores()
	b.presses = newPresses(calls, b.meter)
	b.meter.gauge("satark_bot_backlog", func() float64 { return float64(b.sender.backlog()) })
	b.meter.gauge("satark_bot_failing_updates", func() float64 { return float64(b.strikes.count()) })
	return b, nil
}

// Start frees what a dead process had leased, then begins to send and to receive. It
// returns at once; Ready tells when updates arrive. ctx bounds only the start itself.
func (b *Bot) Start(ctx context.Context) error {
	if _, err := b.o.Store.Beat(ctx); err != nil {
		return b.away("beat", err)
	}
	b.outlet.run(b.marker.run)
	b.outlet.run(b.sender.run)
	b.outlet.run(b.presses.run)
	b.intake.run(b.chores.run)
	b.intake.run(b.sweep)
	b.intake.run(b.tellLater)
	b.intake.run(b.introduce)
	b.health.started.Store(true)
	if b.o.WebhookURL != "" {
		b.intake.run(b.setWebhook)
	} else {
		b.intake.run(b.poll)
	}
	return nil
}

// Stop takes in no more, finishes the turns under way, sends what it can, and marks it,
// all until ctx ends. What could not be sent is given back to the store, from where it
// is sent after the next start.
func (b *Bot) Stop(ctx context.Context) error {
	b.health.stopping.Store(true)
	b.intake.end()
	select {
	case <-b.lanes.close():
	case <-ctx.Done():
	}
	b.cancel()
	b.drain(ctx)
	b.outlet.end()
	b.sender.giveAllBack()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastMarks)
	defer cancel()
	b.marker.flush(last)
	return ctx.Err()
}

// lastMarks is how long the last marks may take to be written. Those that are not cost
// a message sent twice.
const lastMarks = 2 * time.Second

// drain waits for the sender to have nothing left.
func (b *Bot) drain(ctx context.Context) {
	for b.sender.backlog() > 0 && pause(ctx, 10*time.Millisecond) {
	}
}

// newBlobID is a fresh name for a file of evidence, fixed before the turn that refers
// to it is committed.
func newBlobID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}
