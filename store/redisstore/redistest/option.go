package redistest

import "fmt"

// Option changes how a rig is set up.
type Option func(*plan)

// plan is how a rig is to be set up.
type plan struct {
	lines []string // settings of the servers that hold data
	front func(addr string) (string, error)

	unmended bool
}

// Fsync is how often the append-only file is synced: "always", which is how rigs start
// when nothing is said, "everysec" or "no".
func Fsync(how string) Option { return Setting("appendfsync", how) }

// Setting is a line of redis.conf for the servers that hold data. The last of a name
// counts.
func Setting(name, value string) Option {
	if value == "" {
		value = `""`
	}
	return func(p *plan) { p.lines = append(p.lines, name+" "+value) }
}

// Via puts something in front of each server that holds data, such as a proxy with
// faults: it is given the server's address and returns that of the front, at 127.0.0.1.
// The servers announce the front as their address, so that clients, replicas and
// Sentinels go through it; a Cluster's own bus and the rig itself do not.
func Via(front func(addr string) (string, error)) Option {
	return func(p *plan) { p.front = front }
}

func newPlan(opts []Option) *plan {
	p := &plan{}
	for _, opt := range opts {
		opt(p)
	}
	return p
}

// settings are the lines for a server that holds data, which are the same for each.
func (p *plan) settings(more ...string) []string {
	lines := []string{
		`save ""`,
		"appendonly yes",
		"appendfsync always",
		"maxmemory-policy noeviction",
		// Replicas are there within a second, and as soon again after a loss.
		"repl-diskless-sync yes",
		"repl-diskless-sync-delay 0",
		"repl-ping-replica-period 1",
		"repl-timeout 10",
		"repl-backlog-size 32mb",
		"client-output-buffer-limit replica 0 0 0",
	}
	return append(append(lines, more...), p.lines...)
}

// node makes one server that holds data, behind the front if there is one.
func (p *plan) node(dir, name string, ports *ports, announce string, more ...string) (*Node, error) {
	n, err := newNode(dir, name, ports)
	if err != nil {
		return nil, err
	}
	n.lines, n.unmended = p.settings(more...), p.unmended
	if p.front == nil {
		return n, nil
	}
	if n.front, err = p.front(n.addr); err != nil {
		return nil, fmt.Errorf("redistest: front: %w", err)
	}
	if announce != "" {
		port, err := portOf(n.front)
		if err != nil {
			return nil, err
		}
		n.lines = append(n.lines, fmt.Sprintf("%s %d", announce, port))
	}
	return n, nil
}
