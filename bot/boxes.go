package bot

import (
	"time"

	"satark/store"
)

// outbox holds what is to be sent to one chat, in order. The sender's lock guards it.
//
// It is idle, waits, is ready, is with a worker, or rests until marks are written: the next
// message goes out only when it is written down that the one before did.
type outbox struct {
	chat  int64
	queue []parcel
	pace  pace
	lease time.Time // end of the lease of the chat's line, as far as we know
	idle  bool      // in no list and nobody works on it
	at    time.Time // when waiting: until when
	place int       // in the heap when waiting, else -1

	recalled  bool      // what it holds goes back to the store before anything is sent
	returning int       // marks on their way that give the line back
	returned  int       // the sweep during which the last of them was written, 0: none
	back      time.Time // until when a straggler of the line may come that was given back with it
	again     time.Time // when the line is due there
}

// parcel is one delivery in an outbox.
type parcel struct {
	store.Delivery
	out    Outgoing
	broken bool // out could not be read
	done   bool // its mark is on the way
	tries  int
}

func (b *outbox) holds(id string) bool {
	for _, p := range b.queue {
		if p.ID == id {
			return true
		}
	}
	return false
}

// renew notes that the line is leased for longer.
func (b *outbox) renew(d store.Delivery) {
	if d.Kind == kindSend && d.Leased.After(b.lease) {
		b.lease = d.Leased
	}
}

// leaves reports whether what comes for the chat has to follow its line back to the store.
// What a sweep brings is in line again, unless the sweep may be older than the return.
func (b *outbox) leaves(swept bool, sweep int) bool {
	switch {
	case b.returning > 0:
		return true
	case swept:
		return b.returned != 0 && b.returned == sweep
	}
	return time.Now().Before(b.back)
}

// whole reports whether nothing would be lost if the outbox were made anew.
func (b *outbox) whole(now time.Time) bool {
	return b.idle && b.returning == 0 && b.pace.whole(now) && !now.Before(b.back)
}

// fifo is a queue of outboxes.
type fifo struct {
	boxes []*outbox
	head  int
}

func (q *fifo) empty() bool { return q.head == len(q.boxes) }

func (q *fifo) push(b *outbox) { q.boxes = append(q.boxes, b) }

func (q *fifo) pop() *outbox {
	b := q.boxes[q.head]
	q.boxes[q.head] = nil
	if q.head++; q.empty() {
		q.boxes, q.head = q.boxes[:0], 0
	} else if q.head > 1024 && q.head > len(q.boxes)/2 {
		q.boxes = append([]*outbox(nil), q.boxes[q.head:]...)
		q.head = 0
	}
	return b
}

// waiting is a heap of outboxes by the moment they may send.
type waiting []*outbox

func (w waiting) Len() int           { return len(w) }
func (w waiting) Less(i, j int) bool { return w[i].at.Before(w[j].at) }
func (w waiting) Swap(i, j int) {
	w[i], w[j] = w[j], w[i]
	w[i].place, w[j].place = i, j
}

func (w *waiting) Push(x any) {
	b := x.(*outbox)
	b.place = len(*w)
	*w = append(*w, b)
}

func (w *waiting) Pop() any {
	old := *w
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*w = old[:len(old)-1]
	last.place = -1
	return last
}
