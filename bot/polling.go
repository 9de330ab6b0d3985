package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	tg "github.com/go-telegram/bot"
)

const (
	pollHold  = 50 // seconds Telegram may wait for something to happen
	pollLimit = 100
	pollTime  = (pollHold + 15) * time.Second
	pollFirst = 250 * time.Millisecond // after a failure; doubles
	pollMost  = 30 * time.Second
	maxBatch  = 64 << 20 // bytes of one answer
)

// errSkipped: an earlier update of the same chat has to come again first.
var errSkipped = errors.New("bot: an earlier update of the chat has to come again")

// poll asks for updates until ctx ends. The offset passes an update only when its turn
// is committed or parked, so what was not handled is given to us again.
func (b *Bot) poll(ctx context.Context) {
	b.dropWebhook(ctx)
	var offset int64
	wait := pollFirst
	for ctx.Err() == nil {
		batch, retry, err := b.getUpdates(ctx, offset)
		if err != nil {
			if ctx.Err() == nil {
				b.meter.count("satark_bot_poll_failures_total")
				b.o.Log.Warn("no updates from Telegram, trying again", "cause", err.Error())
			}
			pause(ctx, max(wait, retry))
			wait = min(2*wait, pollMost)
			continue
		}
		b.health.receiving.Store(true)
		next, all := b.handleBatch(ctx, batch)
		offset = max(offset, next)
		if all {
			wait = pollFirst
			continue
		}
		pause(ctx, wait)
		wait = min(2*wait, pollMost)
	}
}

// dropWebhook makes polling possible; a webhook left over from earlier would refuse it.
func (b *Bot) dropWebhook(ctx context.Context) {
	for {
		bounded, cancel := context.WithTimeout(ctx, sendTime)
		_, err := b.api.lib.DeleteWebhook(bounded, &tg.DeleteWebhookParams{})
		cancel()
		v := judge(err)
		if v.class == classSent {
			return
		}
		b.o.Log.Warn("webhook not removed, trying again", "class", string(v.class))
		if !pause(ctx, max(v.wait, pollFirst)) {
			return
		}
	}
}

// handleBatch runs the turns of a batch, those of a chat in order, and returns the
// offset up to which everything is handled, and whether that is all of it.
func (b *Bot) handleBatch(ctx context.Context, batch []json.RawMessage) (offset int64, all bool) {
	type waiting struct {
		update int64
		done   <-chan error
		err    error
	}
	failed := map[int64]*bool{} // by chat; each is touched by that chat's lane only
	var turns []waiting
	for _, raw := range batch {
		e, err := decode(raw)
		if errors.Is(err, errNotUpdate) {
			b.meter.count("satark_bot_undecodable_total")
			continue
		}
		if failed[e.chat] == nil {
			failed[e.chat] = new(bool)
		}
		w := waiting{update: e.update}
		w.done, w.err = b.take(e, err, unless(failed[e.chat]))
		turns = append(turns, w)
	}
	all = true
	for _, w := range turns {
		if w.done != nil && w.err == nil {
			select {
			case w.err = <-w.done:
			case <-ctx.Done():
				w.err = ctx.Err()
			}
		}
		all = all && w.err == nil
		if all {
			offset = w.update + 1
		}
	}
	return offset, all
}

// unless lets a turn run only while none before it failed.
func unless(failed *bool) gate {
	return func(turn func() error) error {
		if *failed {
			return errSkipped
		}
		err := turn()
		*failed = err != nil
		return err
	}
}

// getUpdates asks once. The error names a status or says that there was no answer; retry
// is how long Telegram wants to be left alone.
func (b *Bot) getUpdates(ctx context.Context, offset int64) (batch []json.RawMessage, retry time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, pollTime)
	defer cancel()
	hold := pollHold
	if !b.health.receiving.Load() {
		hold = 0 // the first answer says at once that we are ready
	}
	body, err := json.Marshal(map[string]any{"offset": offset, "limit": pollLimit, "timeout": hold, "allowed_updates": wanted()})
	if err != nil {
		return nil, 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.o.APIURL+"/bot"+b.o.Token+"/getUpdates", bytes.NewReader(body))
	if err != nil {
		return nil, 0, errLink
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := b.o.HTTPClient.Do(req)
	if err != nil {
		return nil, 0, scrubbed(err)
	}
	defer resp.Body.Close()
	var answer struct {
		OK         bool              `json:"ok"`
		Result     []json.RawMessage `json:"result"`
		Parameters struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	err = json.NewDecoder(io.LimitReader(resp.Body, maxBatch)).Decode(&answer)
	if err == nil && answer.OK {
		return answer.Result, 0, nil
	}
	return nil, time.Duration(answer.Parameters.RetryAfter) * time.Second, fmt.Errorf("%w: status %d", errLink, resp.StatusCode)
}
