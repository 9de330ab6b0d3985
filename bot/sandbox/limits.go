package sandbox

import "time"

// Limits are the rates above which sends and edits are answered 429. A zero
// field is no limit.
type Limits struct {
	PerSecond int           // over all chats
	ChatEvery time.Duration // steady pace of one chat
	ChatBurst int           // sends a chat may make at once before that pace holds; at least 1
}

// RealLimits are the rates Telegram states: about 30 messages a second overall
// and one a second in a chat, short bursts allowed. The size of the burst is not
// stated; 5 is ours. (https://core.telegram.org/bots/faq, My bot is hitting limits)
func RealLimits() Limits {
	return Limits{PerSecond: 30, ChatEvery: time.Second, ChatBurst: 5}
}

// rateState remembers when all that was let through will have been paid for.
type rateState struct {
	overall time.Time
	chat    map[int64]time.Time
}

// limit lets a send to the chat through and answers 0, or answers the whole
// seconds to wait.
func (s *Server) limit(chat int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, now := s.opt.Limits, s.now()
	if s.rate.chat == nil {
		s.rate.chat = map[int64]time.Time{}
	}
	overall, wait1 := s.rate.overall, time.Duration(0)
	if l.PerSecond > 0 {
		overall, wait1 = pace(overall, now, time.Second/time.Duration(l.PerSecond), l.PerSecond)
	}
	own, wait2 := s.rate.chat[chat], time.Duration(0)
	if l.ChatEvery > 0 {
		own, wait2 = pace(own, now, l.ChatEvery, max(1, l.ChatBurst))
	}
	if wait := max(wait1, wait2); wait > 0 {
		return int((wait + time.Second - 1) / time.Second)
	}
	s.rate.overall = overall
	if l.ChatEvery > 0 {
		s.rate.chat[chat] = own
	}
	return 0
}

// pace is one step of the generic cell rate algorithm: the new theoretical
// arrival time, or how long to wait.
func pace(tat, now time.Time, every time.Duration, burst int) (time.Time, time.Duration) {
	if tat.Before(now) {
		tat = now
	}
	if wait := tat.Sub(now) - every*time.Duration(burst-1); wait > 0 {
		return tat, wait
	}
	return tat.Add(every), 0
}
