package bot

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
