package soak

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// child is a process of ours. What it says goes to a file.
type child struct {
	cmd   *exec.Cmd
	words *mouth
	ended chan struct{}
	meant atomic.Bool // somebody ended it
}

// errEnded: a process ended though nobody ended it.
var errEnded = errors.New("the process ended by itself")

// spawn starts a process that ends with ctx at the latest. It adds what the process says
// to the file log, and gives what cue's group matches in it, once.
func spawn(ctx context.Context, program string, args, settings []string, log *os.File, cue string) (*child, error) {
	words := &mouth{file: log, cue: regexp.MustCompile(cue), found: make(chan struct{})}
	c := &child{cmd: exec.CommandContext(ctx, program, args...), words: words, ended: make(chan struct{})}
	c.cmd.Env = append(cleanEnvironment(), settings...)
	c.cmd.Stdout, c.cmd.Stderr = words, words
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", args[0], err)
	}
	go func() {
		_ = c.cmd.Wait() // how it ended is in the log, and mostly it was killed
		close(c.ended)
	}()
	return c, nil
}

// cleanEnvironment is ours without settings of the program.
func cleanEnvironment() []string {
	var kept []string
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "SATARK_") {
			kept = append(kept, pair)
		}
	}
	return kept
}

// said waits for the cue, and returns what its group matched.
func (c *child) said(ctx context.Context) (string, error) {
	select {
	case <-c.words.found:
		return c.words.match, nil
	case <-c.ended:
		return "", errEnded
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// hasSaid reports whether the cue was heard.
func (c *child) hasSaid() bool { return isClosed(c.words.found) }

// isOver reports whether the process has ended.
func (c *child) isOver() bool { return isClosed(c.ended) }

func isClosed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}

// kill ends the process as kill -9 does.
func (c *child) kill() {
	c.meant.Store(true)
	_ = c.cmd.Process.Kill() // it fails when the process is gone already
	<-c.ended
}

// stop asks the process to end, and waits until it has.
func (c *child) stop(ctx context.Context) error {
	c.meant.Store(true)
	err := c.cmd.Process.Signal(syscall.SIGTERM)
	if err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop: %w", err)
	}
	select {
	case <-c.ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// mouth writes what a process says to a file, and listens for a cue.
type mouth struct {
	mu    sync.Mutex
	file  *os.File
	cue   *regexp.Regexp
	heard []byte        // until the cue was found
	found chan struct{} // closed when the cue was heard
	match string        // what its group matched, once found is closed
}

// Write never fails for want of a cue.
func (m *mouth) Write(words []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cue != nil {
		m.heard = append(m.heard, words...)
		if match := m.cue.FindSubmatch(m.heard); match != nil {
			m.match = string(match[1])
			m.cue, m.heard = nil, nil
			close(m.found)
		}
	}
	return m.file.Write(words)
}

// freeAddress is an address of this machine that nobody listens at.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
