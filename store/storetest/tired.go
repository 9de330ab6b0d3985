package storetest

import (
	"context"
	"errors"

	"satark/store"
)

// tired is an engine that fails after some keys were wrapped anew, as when the process
// is killed.
type tired struct {
	store.Engine
	after int
	asked *int
}

var errTired = errors.New("killed")

func (t tired) Rewrap(ctx context.Context, person string, old, wrap []byte) (bool, error) {
	if *t.asked == t.after {
		return false, errTired
	}
	*t.asked++
	return t.Engine.Rewrap(ctx, person, old, wrap)
}
