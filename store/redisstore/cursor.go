package redisstore

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// position is how far a walk over all keys has come.
type position struct {
	epoch uint64 // of the servers it goes over: see servers
	node  int    // which of them is next
	scan  uint64 // that server's own cursor
}

var errCursor = errors.New("redisstore: malformed cursor")

func (p position) String() string { return fmt.Sprintf("%016x-%d-%d", p.epoch, p.node, p.scan) }

// parsePosition reads a cursor. The empty one is the zero position.
func parsePosition(cursor string) (position, error) {
	if cursor == "" {
		return position{}, nil
	}
	parts := strings.Split(cursor, "-")
	if len(parts) != 3 {
		return position{}, errCursor
	}
	epoch, err1 := strconv.ParseUint(parts[0], 16, 64)
	node, err2 := strconv.ParseUint(parts[1], 10, 31)
	scan, err3 := strconv.ParseUint(parts[2], 10, 64)
	if err1 != nil || err2 != nil || err3 != nil {
		return position{}, errCursor
	}
	return position{epoch, int(node), scan}, nil
}
