package sandbox

// pulse wakes everyone who waits for a change. It is guarded by Server.mu: take
// the channel of next under the lock that shows the state, then wait without it.
type pulse struct{ ch chan struct{} }

func (p *pulse) next() <-chan struct{} {
	if p.ch == nil {
		p.ch = make(chan struct{})
	}
	return p.ch
}

func (p *pulse) beat() {
	if p.ch != nil {
		close(p.ch)
		p.ch = nil
	}
}
