package sandbox

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"
)

// Many citizens, a bot that polls and answers, someone watching, faults coming
// and going: nobody hears another's words and nothing is lost.
func TestTogether(t *testing.T) {
	r := newRig(t, Options{Clock: time.Now}).listen()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	stream := events(t, r, "citizen=100&citizen=101")
	stop := make(chan struct{})
	var bot sync.WaitGroup
	bot.Go(func() { echo(r, stop) })
	const citizens, each = 8, 15
	var people sync.WaitGroup
	for i := range citizens {
		people.Go(func() {
			c := r.Citizen(int64(100+i), Profile{First: fmt.Sprint("C", i)})
			for n := range each {
				c.Say(fmt.Sprintf("%d-%d", i, n))
				c.SetFaults(Faults{Duplicate: false})
			}
			err := c.Wait(ctx, func(list []Message) bool { return len(list) == 2*each })
			if err != nil {
				t.Errorf("citizen %d: %v, %d messages", i, err, len(c.Messages()))
				return
			}
			for _, m := range c.Messages() {
				if m.Text[0] != byte('0'+i) {
					t.Errorf("citizen %d reads %q", i, m.Text)
				}
			}
		})
	}
	people.Wait()
	close(stop)
	bot.Wait()
	if first := nextScreen(t, stream); first.ID != 100 && first.ID != 101 {
		t.Errorf("the page was shown citizen %d", first.ID)
	}
}

// echo is a bot that polls and says back what it hears.
func echo(r *rig, stop <-chan struct{}) {
	for offset := int64(0); ; {
		var list []struct {
			ID      int64       `json:"update_id"`
			Message wireMessage `json:"message"`
		}
		r.must(&list, "getUpdates", params{"offset": offset, "limit": 7})
		for _, u := range list {
			r.must(nil, "sendMessage", params{"chat_id": u.Message.Chat.ID, "text": u.Message.Text})
			offset = u.ID + 1
		}
		select {
		case <-stop:
			return
		default:
		}
	}
}
