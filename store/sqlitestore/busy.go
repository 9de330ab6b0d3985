package sqlitestore

import (
	"errors"
	"math/rand/v2"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// patience is how long a change waits for another process to be done with its own, which
// takes milliseconds. It runs out only when that process was stopped in the middle.
const patience = 30 * time.Second

// errBusy: another connection is in the way.
var errBusy = errors.New("sqlitestore: the database is busy")

// busy tells what another connection is in the way of.
func busy(err error) bool {
	var fault *sqlite.Error
	return errors.Is(err, errBusy) || errors.As(err, &fault) && fault.Code()&0xff == sqlite3.SQLITE_BUSY
}

// untilFree tries again while another connection is in the way. It looks often, for under
// load the database is free for an instant only between two changes of the other: SQLite's
// own waiting, every tenth of a second in the end, would not meet it.
func untilFree(wait time.Duration, try func() error) error {
	for end := time.Now().Add(wait); ; {
		err := try()
		if !busy(err) || time.Now().After(end) {
			return err
		}
		time.Sleep(200*time.Microsecond + rand.N(800*time.Microsecond))
	}
}
