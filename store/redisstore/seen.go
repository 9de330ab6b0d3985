package redisstore

import (
	"strconv"
	"strings"
	"time"

	"satark/store"
)

// encodeSeen writes a seen mark as commit.lua does.
func encodeSeen(s store.Seen) string {
	line := " 0 "
	if s.Line {
		line = " 1 "
	}
	return s.Op + line + strconv.FormatInt(s.Until.UnixMilli(), 10)
}

// decodeSeen reads a seen mark. One of an older version does not say until when it is
// kept: then that is when its key ends.
func decodeSeen(mark string, ends time.Time, s *store.Seen) error {
	op, rest, ok := strings.Cut(mark, " ")
	line, until, dated := strings.Cut(rest, " ")
	if !ok || (line != "0" && line != "1") {
		return errRecord
	}
	s.Op, s.Line, s.Until = op, line == "1", ends
	if !dated {
		return nil
	}
	ms, err := strconv.ParseInt(until, 10, 64)
	if err != nil {
		return errRecord
	}
	s.Until = time.UnixMilli(ms).UTC()
	return nil
}
