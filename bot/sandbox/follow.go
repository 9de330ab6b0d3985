package sandbox

import (
	"context"
	"fmt"
	"net/http"
)

// Follower watches the chat of one citizen from another process, and is told only what
// is new. It is not safe for concurrent use.
type Follower struct {
	c     *Client
	id    int64
	rev   int64
	list  []Message
	place map[int]int // in list, by message
}

// Follow begins to watch a citizen's chat. It asks nothing yet.
func (c *Client) Follow(id int64) *Follower {
	return &Follower{c: c, id: id, place: map[int]int{}}
}

// Wait blocks until cond holds for all the chat's messages, in order. They must not be
// changed.
func (f *Follower) Wait(ctx context.Context, cond func([]Message) bool) error {
	for !cond(f.list) {
		var screen Screen
		path := fmt.Sprintf("/citizens/%d/screen?after=%d&since=%d", f.id, f.rev, f.rev)
		if err := f.c.call(ctx, http.MethodGet, path, nil, &screen); err != nil {
			return err
		}
		f.rev = screen.Rev
		for _, m := range screen.Messages {
			f.take(m)
		}
	}
	return nil
}

func (f *Follower) take(m Message) {
	if i, known := f.place[m.ID]; known {
		f.list[i] = m
		return
	}
	f.place[m.ID] = len(f.list)
	f.list = append(f.list, m)
}
