package bot

import (
	"time"

	"satark/store"
)

// outbox holds what is to be sent to one chat, in order. The sender's lock guards it.
type outbox struct {
	chat  int64
	queue []parcel
	pace  pace
	at    time.Time // when waiting: until when
	lease time.Time // end of the lease of the chat's line, as far as we know
	idle  bool      // in no list and nobody sends for it
	back  time.Time // until when the line is on its way back to the store
	again time.Time // when it is due there
}

// parcel is one delivery in an outbox.
type parcel struct {
	store.Delivery
	out   Outgoing
	tries int
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
func (w waiting) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *waiting) Push(x any)        { *w = append(*w, x.(*outbox)) }
func (w *waiting) Pop() any {
	old := *w
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*w = old[:len(old)-1]
	return last
}
