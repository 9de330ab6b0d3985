package redistest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

const program = "redis-server"

// ErrDown says that a server does not run, or ended by itself.
var ErrDown = errors.New("redistest: the server is down")

// Node is one server, running or not.
type Node struct {
	name  string
	dir   string
	addr  string
	port  int
	front string   // "" when nothing stands in front of it
	lines []string // settings
	args  []string
	rdb   *redis.Client

	unmended bool

	mu     sync.Mutex
	cmd    *exec.Cmd // nil: not running
	ended  chan struct{}
	frozen bool
}

func newNode(dir, name string, ports *ports) (*Node, error) {
	port, err := ports.take()
	if err != nil {
		return nil, err
	}
	n := &Node{name: name, dir: filepath.Join(dir, name), addr: local(port), port: port}
	n.rdb = redis.NewClient(&redis.Options{
		Addr: n.addr, MaxRetries: -1, DialTimeout: time.Second, ReadTimeout: 2 * time.Second, ContextTimeoutEnabled: true,
	})
	return n, os.MkdirAll(n.dir, 0o700)
}

// Name is the server's name, which is also its folder in the rig's directory.
func (n *Node) Name() string { return n.name }

// Dir is the folder of all the server writes, its log among them.
func (n *Node) Dir() string { return n.dir }

// Addr is the address of the server itself.
func (n *Node) Addr() string { return n.addr }

// Front is the address that clients use: of what stands in front of the server, or its own.
func (n *Node) Front() string {
	if n.front != "" {
		return n.front
	}
	return n.addr
}

// Client speaks with the server itself, past any front, and repeats nothing. It is the
// rig's: do not close it.
func (n *Node) Client() *redis.Client { return n.rdb }

// Start starts the server, or starts it again with the data it has, and waits until it
// answers. It does nothing when the server runs.
func (n *Node) Start(ctx context.Context) error {
	ended, err := n.spawn()
	if err != nil {
		return err
	}
	return until(ctx, func() error {
		select {
		case <-ended:
			return n.obituary()
		default:
			return n.rdb.Ping(ctx).Err()
		}
	})
}

// spawn starts the process. Its settings are written the first time only: a server
// writes into them who its master is.
func (n *Node) spawn() (ended chan struct{}, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd != nil {
		return n.ended, nil
	}
	file := filepath.Join(n.dir, "redis.conf")
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		if err := os.WriteFile(file, n.conf(), 0o600); err != nil {
			return nil, err
		}
	}
	if err := n.mend(); err != nil {
		return nil, err
	}
	log, err := os.OpenFile(n.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command(program, append([]string{file}, n.args...)...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = diesWithUs()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("redistest: %w", err)
	}
	n.cmd, n.ended, n.frozen = cmd, make(chan struct{}), false
	go func(ended chan struct{}) {
		_ = cmd.Wait() // how it ended is in its log, and mostly it was killed
		close(ended)
	}(n.ended)
	return n.ended, nil
}

func (n *Node) conf() []byte {
	lines := append([]string{"bind 127.0.0.1", fmt.Sprintf("port %d", n.port), "dir " + n.dir}, n.lines...)
	return []byte(strings.Join(lines, "\n") + "\n")
}

func (n *Node) logFile() string { return filepath.Join(n.dir, "log") }

// obituary says that the server ended by itself, with the last of its log.
func (n *Node) obituary() error {
	const last = 500
	said, err := os.ReadFile(n.logFile())
	if err != nil {
		return errors.Join(ErrDown, err)
	}
	return fmt.Errorf("%w: %s: %s", ErrDown, n.name, said[max(0, len(said)-last):])
}

// Kill ends the server as kill -9 does, and waits until it is gone. It does nothing when
// the server does not run.
func (n *Node) Kill() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd == nil {
		return nil
	}
	err := killAll(n.cmd.Process)
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	if err == nil {
		<-n.ended
		n.cmd = nil
	}
	return err
}

// Freeze stops the server in its tracks, with all connections open, until Thaw: to others
// it looks like a machine cut off from the network.
// What was sent to it meanwhile it reads then.
func (n *Node) Freeze() error { return n.signal(syscall.SIGSTOP, true) }

// Thaw has a frozen server go on where it was.
func (n *Node) Thaw() error { return n.signal(syscall.SIGCONT, false) }

func (n *Node) signal(s os.Signal, frozen bool) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd == nil {
		return ErrDown
	}
	n.frozen = frozen
	return n.cmd.Process.Signal(s)
}

// Alive says whether the server runs and is not frozen.
func (n *Node) Alive() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd == nil || n.frozen {
		return false
	}
	select {
	case <-n.ended:
		return false
	default:
		return true
	}
}

// close ends the server for good.
func (n *Node) close() error { return errors.Join(n.Kill(), n.rdb.Close()) }

// takesWrites returns nil when the server answers, and as a master.
func (n *Node) takesWrites(ctx context.Context) error {
	if !n.Alive() {
		return fmt.Errorf("%w: %s", ErrDown, n.name)
	}
	role, err := n.role(ctx)
	if err == nil && role[0] != "master" {
		err = fmt.Errorf("redistest: %s is %v", n.name, role[0])
	}
	return err
}

// follows returns nil when the server is a replica with all of the data.
func (n *Node) follows(ctx context.Context) error {
	role, err := n.role(ctx)
	if err == nil && (role[0] != "slave" || len(role) < 4 || role[3] != "connected") {
		err = fmt.Errorf("redistest: %s does not follow yet: %v", n.name, role)
	}
	return err
}

func (n *Node) role(ctx context.Context) ([]any, error) {
	role, err := n.rdb.Do(ctx, "ROLE").Slice()
	if err == nil && len(role) == 0 {
		err = fmt.Errorf("redistest: %s knows no role", n.name)
	}
	return role, err
}
