package redistest

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A crash may cut off the last write to the append-only file anywhere. When that is in the
// midst of a script's changes, Redis 7 drops them all when it starts, but takes only the
// last of them out of the file, and does the rest on the start after that: half a turn
// that nobody committed. (https://github.com/valkey-io/valkey/pull/4342 tells of it.) Its
// own tool takes out the whole; compose.yaml runs it before each start, and so do rigs.
const mender = "redis-check-aof"

// Unmended starts servers on their files as a crash left them.
func Unmended() Option { return func(p *plan) { p.unmended = true } }

// mend takes what is cut off out of the append-only file, if there is one.
func (n *Node) mend() error {
	manifests, err := filepath.Glob(filepath.Join(n.dir, "appendonlydir", "*.manifest"))
	if err != nil || n.unmended {
		return err
	}
	for _, manifest := range manifests {
		cmd := exec.Command(mender, "--fix", manifest)
		cmd.Stdin = strings.NewReader("y\n")
		if said, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("redistest: %s: %w: %s", mender, err, said)
		}
	}
	return nil
}

var errNoFile = errors.New("redistest: there is no append-only file")

// Tear takes the last bytes from the append-only file, as a crash does that cuts off the
// last write. The server must not run.
func (n *Node) Tear(bytes int64) error {
	files, err := filepath.Glob(filepath.Join(n.dir, "appendonlydir", "*.incr.aof"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errNoFile
	}
	// Their numbers rise: a longer name is later.
	last := slices.MaxFunc(files, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	info, err := os.Stat(last)
	if err != nil {
		return err
	}
	return os.Truncate(last, max(0, info.Size()-bytes))
}
