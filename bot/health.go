package bot

import (
	"errors"
	"sync/atomic"
	"time"
)

// Errors of Ready.
var (
	// ErrStarting: not started, or Telegram has not yet let us, who lead, receive.
	ErrStarting = errors.New("bot: not receiving yet")
	// ErrStoreAway: the store failed last time it was asked.
	ErrStoreAway = errors.New("bot: store away")
	// ErrStopping: no more is taken in.
	ErrStopping = errors.New("bot: stopping")
)

// staleFault is how long a fault of the store is believed without another one.
const staleFault = 10 * time.Second

// health is what the bot knows of itself.
type health struct {
	started, receiving, stopping atomic.Bool
	storeFault                   atomic.Int64 // unix nanoseconds of the last fault, 0 after a success
}

func (h *health) storeFailed()   { h.storeFault.Store(time.Now().UnixNano()) }
func (h *health) storeAnswered() { h.storeFault.Store(0) }

// Ready returns nil when updates are received and can be committed, or the reason
// why not: ErrStarting, ErrStoreAway or ErrStopping.
func (b *Bot) Ready() error {
	fault := b.health.storeFault.Load()
	switch {
	case b.health.stopping.Load():
		return ErrStopping
	case !b.health.started.Load(), b.Leader() && !b.health.receiving.Load():
		return ErrStarting // who does not lead is ready to send, to be called, and to take over
	case fault != 0 && time.Since(time.Unix(0, fault)) < staleFault:
		return ErrStoreAway
	}
	return nil
}
