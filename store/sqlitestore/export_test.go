package sqlitestore

import (
	"context"
	"strconv"
)

// Limit lets the database grow to so many pages of 4 KB, as if the disk were full then.
func (e *Engine) Limit(ctx context.Context, pages int) error {
	return e.writes.do(ctx, &change{run: func(t *tx) error {
		var got int
		return t.row("PRAGMA max_page_count = "+strconv.Itoa(pages), nil, &got)
	}})
}

// Schema is the version of the schema that this program writes.
func Schema() int { return len(migrations) }

// Migrations are the statements that make the schema of an earlier version.
func Migrations(version int) []string {
	return append(migrations[:version:version], "PRAGMA user_version = "+strconv.Itoa(version))
}
