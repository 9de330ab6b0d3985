package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync"
	"sync/atomic"
)

// Bot is the whole edge. It may be started once and stopped once.
type Bot struct {
	o        Options
	api      *api
	lanes    *lanes
	sender   *sender
	marker   *marker
	chores   *chores
	presses  *presses
	meter    *meter
	life     *life
	health   health
	strikes  strikes
	limits   *limits
	retained retained
	drawing  sync.Mutex   // held while a picture is redrawn
	doubt    atomic.Int64 // unix nanoseconds until which lines may be leased to us that we do not know

	ctx            context.Context // of turns: ends when Stop has no more patience
	cancel         context.CancelFunc
	intake, outlet stage
	pulse          stage // of signs of life: begins before, ends after the others
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

// end tells the stage to end, and waits for that until ctx ends.
func (s *stage) end(ctx context.Context) {
	s.cancel()
	over := make(chan struct{})
	go func() { s.work.Wait(); close(over) }()
	wait(ctx, over)
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
	b := &Bot{o: o, api: calls, meter: newMeter(), life: newLife(), lanes: newLanes(lanesAtOnce, idleLanes), limits: newLimits(o)}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	b.intake, b.outlet, b.pulse = newStage(), newStage(), newStage()
	b.marker = newMarker(b.writeMarks)
	b.sender = newSender(o, b.meter)
	b.sender.call, b.sender.mark, b.sender.park = b.call, b.marker.then, b.parkDelivery
	b.sender.left, b.sender.ask = b.left, b.life.ask
	b.chores = b.newChores()
	b.presses = newPresses(calls, b.meter)
	b.gauges()
	b.gaugeRetention()
	return b, nil
}

// gauges are what can be read of the bot at any moment.
func (b *Bot) gauges() {
	b.meter.gauge("satark_bot_backlog", func() float64 { return float64(b.sender.backlog()) })
	b.meter.gauge("satark_bot_failing_updates", func() float64 { return float64(b.strikes.count()) })
	b.meter.gauge("satark_bot_replicas", func() float64 { return float64(b.life.replicas()) })
	b.meter.gauge("satark_bot_leader", func() float64 {
		if b.Leader() {
			return 1
		}
		return 0
	})
}

// Start frees what a dead process had leased, then begins to send and to receive. It
// returns at once; Ready tells when updates arrive. ctx bounds only the start itself.
func (b *Bot) Start(ctx context.Context) error {
	if err := b.beat(ctx); err != nil {
		return err
	}
	b.pulse.run(b.beats)
	b.outlet.run(b.marker.run)
	b.outlet.run(b.sender.run)
	b.outlet.run(b.presses.run)
	b.intake.run(b.chores.run)
	b.intake.run(b.sweep)
	b.intake.run(b.tellLater)
	b.intake.run(b.whileFirst(b.introduce))
	b.intake.run(b.whileFirst(b.retain))
	b.health.started.Store(true)
	if b.o.WebhookURL != "" {
		b.intake.run(b.whileFirst(b.setWebhook))
	} else {
		b.intake.run(b.whileFirst(b.poll))
	}
	return nil
}

// newBlobID is a fresh name for a file of evidence, fixed before the turn that refers
// to it is committed.
func newBlobID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}
