// Package sqlitestore is the store's embedded engine: SQLite in one directory, with
// no service to start.
//
// All changes go through one writer. It takes whatever is waiting, writes it in one
// transaction with a savepoint for each change, and syncs once: under load many chats
// share the price of one fsync, and alone a chat does not wait for company. Readers
// have connections of their own and never wait for the writer (WAL).
//
// What was answered is on the disk: synchronous is FULL, and the directory is held by
// a lock so that no second process serves from it. A single process holds all leases;
// after a crash the first Beat frees them at once, and later ones cost nothing as long as
// nobody else has leased.
//
// Two processes: beside the holder of the lock, a guest (Options.Guest) may open the
// directory for an operator's command. It reads, walks, parks, unparks, rewraps, commits,
// marks, forgets, trims, imports and checks like any other, each change whole and durable.
// The two take turns change by change, and wait for each other for milliseconds. A
// guest leases nothing: Lease and Beat return an error, and what it commits is due at
// once for the holder to lease, even where the contract has Commit lease it. A guest
// that is killed leaves nothing half done and nothing locked; one that is only stopped in the
// middle of a change holds the other up until it goes on or ends. No other code of these
// processes may open the database's files: closing one lets go of SQLite's locks.
//
// A full or failing disk: the change gets an error and leaves nothing, readers go on, and
// with room again so do changes. Each row carries a sum, so that Check finds what a disk has
// changed since.
//
// Deleted content is overwritten with zeros (secure_delete), and the log is cut back
// after Forget, Trim and Replace, so that a wrapped key does not linger in free pages. While
// somebody reads, that waits for the next change or the next Beat. What a file
// system or a disk keeps of overwritten blocks, and backups, is beyond it.
package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"satark/store"
)

// Faults of the directory that an operator can mend.
var (
	// ErrInUse: another process has the directory open.
	ErrInUse = errors.New("sqlitestore: the directory is in use by another process")
	// ErrNewer: a later version of this program wrote the database.
	ErrNewer = errors.New("sqlitestore: the database was written by a later version")
)

const fileName = "satark.db"

// Options shape the engine. The zero value is fit for use.
type Options struct {
	// Batch is how many changes share one transaction at most; 256 when zero.
	Batch int
	// Readers is how many reads run at a time; 4 when zero.
	Readers int
	// Guest opens a directory beside the process that holds it, for an operator's
	// command: without the lock, and without bringing the schema up to date.
	Guest bool
}

func (o Options) withDefaults() Options {
	if o.Batch <= 0 {
		o.Batch = 256
	}
	if o.Readers <= 0 {
		o.Readers = 4
	}
	return o
}

// Engine is a store.Engine over one directory.
type Engine struct {
	dir    string
	guest  bool
	lock   *os.File // nil for a guest
	writes *writer
	db     *sql.DB // the writer's own pool of one
	reads  *sql.DB
	stmts  *statements // of reads

	spent   *allowances
	holders *holders
}

var _ store.Engine = (*Engine)(nil)

// Open opens the directory dir, making it (mode 0700) and the database when they are
// not there. It returns ErrInUse, ErrNewer or ErrDamaged for what an operator has to decide,
// and to a guest ErrOlder or fs.ErrNotExist as well.
func Open(ctx context.Context, dir string, opt Options) (*Engine, error) {
	opt = opt.withDefaults()
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: %w", err)
	}
	e := &Engine{dir: dir, guest: opt.Guest, spent: newAllowances(), holders: newHolders()}
	if err := e.enter(); err != nil {
		return nil, err
	}
	if err := e.openFiles(ctx, opt); err != nil {
		if damaged(err) {
			err = fmt.Errorf("%w (%w)", ErrDamaged, err)
		}
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// enter takes the directory or, as a guest, looks whether there is anything.
func (e *Engine) enter() (err error) {
	if e.guest {
		return findDatabase(e.dir)
	}
	if err := os.MkdirAll(e.dir, 0o700); err != nil {
		return fmt.Errorf("sqlitestore: %w", err)
	}
	e.lock, err = lockDir(e.dir)
	return err
}

func (e *Engine) openFiles(ctx context.Context, opt Options) (err error) {
	path := filepath.Join(e.dir, fileName)
	if e.db, err = sql.Open("sqlite", e.dsn(path, writing()...)); err != nil {
		return fmt.Errorf("sqlitestore: %w", err)
	}
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("sqlitestore: open %s: %w", fileName, err)
	}
	prepare := migrate
	if e.guest {
		prepare = sameSchema
	}
	if err := prepare(ctx, conn); err != nil {
		return errors.Join(err, conn.Close())
	}
	e.writes, err = startWriter(ctx, conn, opt.Batch, &tx{guest: e.guest, holders: e.holders})
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	if e.reads, err = sql.Open("sqlite", e.dsn(path, "query_only(ON)")); err != nil {
		return fmt.Errorf("sqlitestore: %w", err)
	}
	e.reads.SetMaxOpenConns(opt.Readers)
	e.reads.SetMaxIdleConns(opt.Readers)
	e.stmts = newStatements(e.reads)
	if e.guest {
		return nil
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("sqlitestore: %w", err)
	}
	return nil
}

// writing are the writer's pragmas: durable, tidy, and with a cache of 32 MB, since
// pages read again and savepoints spilled to a file cost more than the writes.
func writing() []string {
	return []string{
		"synchronous(FULL)", "secure_delete(ON)",
		"cache_size(-32768)", "temp_store(MEMORY)", "wal_autocheckpoint(4096)",
	}
}

// dsn names a database file with the pragmas every connection needs and some more.
func (e *Engine) dsn(path string, pragmas ...string) string {
	q := url.Values{"_pragma": append([]string{"busy_timeout(5000)", "journal_mode(WAL)"}, pragmas...)}
	if e.guest {
		q.Set("mode", "rw") // which makes no file
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

// Close finishes the changes under way, closes the files and lets go of the directory.
func (e *Engine) Close() error {
	var errs []error
	if e.writes != nil {
		errs = append(errs, e.writes.close())
	}
	if e.stmts != nil {
		errs = append(errs, e.stmts.close())
	}
	for _, db := range []*sql.DB{e.reads, e.db} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if e.lock != nil {
		errs = append(errs, e.lock.Close())
	}
	return errors.Join(errs...)
}
