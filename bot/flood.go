package bot

import "time"

const (
	pausedFor = 3                // chats told to slow down in a row: it is the whole bot that is too fast
	pauseMost = 30 * time.Second // how long all wait then; who was told to wait longer does
)

// flooded notices when one chat after another is told to slow down. Guarded by the
// sender's lock.
type flooded struct {
	until time.Time // all wait until then
	chats int       // in a row that were told to slow down
	last  int64     // the last of them
}

// flood notes what Telegram said of one chat. When it says the same of one after another it
// means the bot as a whole, and everybody waits; else nobody but that chat does.
func (s *sender) flood(chat int64, v verdict) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &s.flooded
	switch {
	case v.class == classSent:
		f.chats, f.last = 0, 0
	case v.class == classTooFast && chat != f.last:
		f.last = chat
		if f.chats++; f.chats >= pausedFor {
			f.until = time.Now().Add(min(v.wait, pauseMost))
			f.chats, f.last = 0, 0
		}
	}
}
