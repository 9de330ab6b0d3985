package bot

import (
	"time"

	"satark/store"
)

// elsewhere is another replica that answers a turn of the chat meanwhile: the session
// moves on by a hundred.
func (r *rig) elsewhere(chat int64) {
	ctx := r.wait()
	c, err := r.store.Store.Load(ctx, chat)
	if err != nil {
		r.t.Error(err)
		return
	}
	s := c.Session
	s.Serial = 100
	if err := r.store.Store.Commit(ctx, &store.Turn{Chat: c, Update: -77, Session: s, At: time.Now()}); err != nil {
		r.t.Error(err)
	}
}
