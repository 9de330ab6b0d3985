package soak

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// restTime bounds the wait for the last message to be out.
const restTime = 2 * time.Minute

// rest lets the bot finish, and ends it in good order.
func (w *world) rest(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, restTime)
	defer cancel()
	for {
		if err := w.quiet(ctx); err != nil {
			return fmt.Errorf("the bot does not come to rest: %w", err)
		}
		for _, r := range w.replicas {
			took, err := r.halt(ctx)
			if err != nil {
				return fmt.Errorf("%s does not end: %w", r.name, err)
			}
			w.stopped(took)
		}
		left, err := w.left(ctx)
		if err != nil || left == 0 {
			return err
		}
		w.start(ctx)
	}
}

// left counts what is due and was not delivered before the bot ended.
func (w *world) left(ctx context.Context) (int, error) {
	kept, err := w.trial.Open(ctx, w.ground.settings())
	if err != nil {
		return 0, err
	}
	defer kept.Close()
	if _, err := kept.Beat(ctx); err != nil {
		return 0, err
	}
	stats, err := kept.Stats(ctx)
	return stats.Due, errors.Join(err, kept.Leave(ctx))
}

// quietFor is how long there has to be nothing to do: what failed is tried again after a
// while, and is not due until then.
const quietFor = 3 * time.Second

// quiet waits until the bot has had nothing left to send for some time.
func (w *world) quiet(ctx context.Context) error {
	var since time.Time
	for {
		busy := w.busy(ctx)
		switch {
		case busy != nil:
			since = time.Time{}
		case since.IsZero():
			since = time.Now()
		case time.Since(since) >= quietFor:
			return nil
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return errors.Join(err, busy)
		}
	}
}

var errBusy = errors.New("not all is sent")

// busy is why not everything is done, nil when it is.
func (w *world) busy(ctx context.Context) error {
	for _, r := range w.replicas {
		page, err := w.metrics(ctx, r)
		if err != nil {
			return err
		}
		due, backlog := gauge(page, "satark_store_deliveries_due"), gauge(page, "satark_bot_backlog")
		if due != 0 || backlog != 0 {
			return fmt.Errorf("%w: %s: %v due, %v in hand", errBusy, r.name, due, backlog)
		}
	}
	return nil
}

func (w *world) metrics(ctx context.Context, r *replica) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.ops+"/metrics", nil)
	if err != nil {
		return nil, err
	}
	resp, err := w.client.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// gauge reads one value of a page of metrics, -1 when it is not there.
func gauge(page []byte, name string) float64 {
	lines := bufio.NewScanner(strings.NewReader(string(page)))
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			if n, err := strconv.ParseFloat(value, 64); err == nil {
				return n
			}
		}
	}
	return -1
}
