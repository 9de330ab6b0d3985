package redisstore

import "context"

// scanPage is how many keys a server looks at in one go, at least and at most.
const (
	minPage = 100
	maxPage = 1000
)

// scan returns about n keys that match a pattern, and the cursor of the next ones, "" at
// the end. A key that is there from beginning to end is met once at least: when a server
// is started anew, or another takes its place, or slots move, the walk begins again.
func (e *Engine) scan(ctx context.Context, cursor, match string, n int) (keys []string, next string, err error) {
	at, err := parsePosition(cursor)
	if err != nil {
		return nil, "", err
	}
	nodes, epoch, err := e.masters(ctx)
	if err != nil {
		return nil, "", err
	}
	if at.epoch != epoch {
		at = position{epoch: epoch}
	}
	for len(keys) < n && at.node < len(nodes) {
		page, scan, err := nodes[at.node].rdb.Scan(ctx, at.scan, match, int64(min(max(n, minPage), maxPage))).Result()
		if err != nil {
			return nil, "", err
		}
		keys = append(keys, page...)
		if at.scan = scan; scan == 0 {
			at.node++
		}
	}
	_, epoch, err = e.masters(ctx)
	switch {
	case err != nil:
		return nil, "", err
	case epoch != at.epoch:
		return keys, position{epoch: epoch}.String(), nil
	case at.node >= len(nodes):
		return keys, "", nil
	}
	return keys, at.String(), nil
}
