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

	pollConflict = 2 * time.Second // after which we ask again when another does
	pollPatience = time.Second     // how long the next batch waits for slow chats of this one
)

// errConflict: another process polls, or a webhook is set.
var errConflict = errors.New("bot: Telegram sends the updates elsewhere")

// poll asks for updates until ctx ends. The offset passes an update only when its turn
// is committed or parked, so what was not handled is given to us again.
func (b *Bot) poll(ctx context.Context) {
	b.dropWebhook(ctx)
	w := newWindow(b.take)
	wait, hold := pollFirst, 0 // the first answer says at once that we are ready
	for ctx.Err() == nil {
		batch, retry, err := b.getUpdates(ctx, w.offset, hold)
		switch {
		case err != nil && ctx.Err() != nil:
			return
		case errors.Is(err, errConflict):
			// Whoever polled before us has not been told yet that we lead, or has lost
			// its line to Telegram with a question open.
			b.meter.count("satark_bot_poll_conflicts_total")
			pause(ctx, pollConflict)
			b.dropWebhook(ctx)
			continue
		case err != nil:
			b.meter.count("satark_bot_poll_failures_total")
			b.o.Log.Warn("no updates from Telegram, trying again", "cause", err.Error())
			pause(ctx, max(wait, retry))
			wait = min(2*wait, pollMost)
			continue
		}
		b.health.receiving.Store(true)
		hold = pollHold
		wait = b.afterBatch(ctx, w, batch, wait)
	}
}

// afterBatch runs the turns of a batch, waits where asking again at once would be in vain,
// and returns how long to wait when that is so once more.
func (b *Bot) afterBatch(ctx context.Context, w *window, batch []json.RawMessage, wait time.Duration) time.Duration {
	updates := b.decodeAll(batch)
	w.show(updates)
	state := w.settle(ctx, pollPatience)
	switch {
	case state == windowSlow:
		pause(ctx, pollFirst)
	case state == windowStuck, len(updates) == 0 && len(batch) > 0:
		pause(ctx, wait)
		return min(2*wait, pollMost)
	}
	return pollFirst
}

// decodeAll brings a batch into our terms. What is no update at all is passed over.
func (b *Bot) decodeAll(batch []json.RawMessage) []shown {
	out := make([]shown, 0, len(batch))
	for _, raw := range batch {
		e, err := decode(raw)
		if errors.Is(err, errNotUpdate) {
			b.meter.count("satark_bot_undecodable_total")
			continue
		}
		out = append(out, shown{e, err})
	}
	return out
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

// getUpdates asks once; Telegram may hold the question for so many seconds. The error is
// errConflict, or names a status or says that there was no answer; retry is how long
// Telegram wants to be left alone.
func (b *Bot) getUpdates(ctx context.Context, offset int64, hold int) (batch []json.RawMessage, retry time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, pollTime)
	defer cancel()
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
	if resp.StatusCode == http.StatusConflict {
		return nil, 0, errConflict
	}
	return nil, time.Duration(answer.Parameters.RetryAfter) * time.Second, fmt.Errorf("%w: status %d", errLink, resp.StatusCode)
}
