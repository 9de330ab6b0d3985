package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// errClosed: the engine was closed.
var errClosed = errors.New("sqlitestore: closed")

// change is one thing to be written: whole, or not at all.
type change struct {
	run   func(*tx) error
	scrub bool // what it deletes must not linger in the log
	err   error
	done  chan struct{}
}

// tx is the writer's connection within a transaction. A transaction once begun is not
// interrupted: what a caller no longer waits for shares it with what others do.
type tx struct {
	stmts   *statements
	ctx     context.Context
	guest   bool // whether another process holds the directory, and the leases
	holders *holders
}

func (t *tx) exec(text string, args ...any) error {
	_, err := t.stmts.exec(t.ctx, text, args...)
	return err
}

func (t *tx) row(text string, args []any, dest ...any) error {
	return t.stmts.row(t.ctx, text, args, dest...)
}

func (t *tx) each(text string, args []any, scan func(*sql.Rows) error) error {
	return t.stmts.each(t.ctx, text, args, scan)
}

// writer owns the one connection that writes.
type writer struct {
	conn    *sql.Conn
	tx      *tx
	batch   int
	queue   chan *change
	scrub   atomic.Bool // the log has to be cut back as soon as no reader needs it
	wrote   bool        // whether the log holds anything of ours
	stopped chan struct{}

	mu     sync.RWMutex // held for reading while a change is put in the queue
	closed bool
}

// startWriter takes over a connection. It waits in its own way, see untilFree.
func startWriter(ctx context.Context, conn *sql.Conn, batch int, t *tx) (*writer, error) {
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
		return nil, fmt.Errorf("sqlitestore: %w", err)
	}
	t.stmts, t.ctx = newStatements(conn), context.Background()
	w := &writer{
		conn: conn, batch: batch, tx: t,
		queue: make(chan *change, batch), stopped: make(chan struct{}),
	}
	w.scrub.Store(!t.guest) // what the process before could not cut back
	go w.loop()
	return w, nil
}

// do has a change written and waits for it to be on the disk. When ctx ends first the
// change may or may not be written.
func (w *writer) do(ctx context.Context, c *change) error {
	c.done = make(chan struct{})
	if err := w.enqueue(ctx, c); err != nil {
		return err
	}
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) enqueue(ctx context.Context, c *change) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	select {
	case w.queue <- c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) close() error {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.stopped
	if w.wrote {
		w.scrub.Store(true)
		w.cutBack(time.Second)
	}
	return errors.Join(w.tx.stmts.close(), w.conn.Close())
}

func (w *writer) loop() {
	defer close(w.stopped)
	for first := range w.queue {
		batch := w.gather(first)
		if err := w.write(batch); err != nil {
			for _, c := range batch {
				c.err = err
			}
			w.scrub.Store(true) // on a full disk an empty log makes room
		}
		w.wrote = true
		w.scrubAfter(batch)
		for _, c := range batch {
			close(c.done)
		}
	}
}

// gather takes what is waiting behind first, without waiting itself.
func (w *writer) gather(first *change) []*change {
	batch := []*change{first}
	for len(batch) < w.batch {
		select {
		case c, ok := <-w.queue:
			if !ok {
				return batch
			}
			batch = append(batch, c)
		default:
			return batch
		}
	}
	return batch
}

// write runs a batch in one transaction. A change that fails is undone alone and keeps
// its error; an error returned means that none of the batch was written.
func (w *writer) write(batch []*change) error {
	if err := untilFree(patience, func() error { return w.tx.exec("BEGIN IMMEDIATE") }); err != nil {
		return fmt.Errorf("sqlitestore: begin: %w", err)
	}
	if w.tx.guest {
		if err := sameSchema(w.tx.ctx, w.conn); err != nil {
			return errors.Join(err, w.tx.exec("ROLLBACK"))
		}
	}
	for _, c := range batch {
		if err := w.apply(c); err != nil {
			return errors.Join(err, w.tx.exec("ROLLBACK"))
		}
	}
	if err := w.tx.exec("COMMIT"); err != nil {
		return errors.Join(fmt.Errorf("sqlitestore: commit: %w", err), w.tx.exec("ROLLBACK"))
	}
	return nil
}

// apply runs one change. The error returned is of the savepoint, not of the change.
func (w *writer) apply(c *change) error {
	if err := w.tx.exec("SAVEPOINT one"); err != nil {
		return fmt.Errorf("sqlitestore: savepoint: %w", err)
	}
	if c.err = c.run(w.tx); c.err != nil {
		if err := w.tx.exec("ROLLBACK TO one"); err != nil {
			return fmt.Errorf("sqlitestore: undo: %w", err)
		}
	}
	if err := w.tx.exec("RELEASE one"); err != nil {
		return fmt.Errorf("sqlitestore: savepoint: %w", err)
	}
	return nil
}

// scrubPatience is how long the caller of Forget waits for readers to let go of the log,
// and with it everybody.
const scrubPatience = 50 * time.Millisecond

// scrubAfter cuts the log back when a change of the batch asks for it, or one before could
// not. Only who asks waits for readers.
func (w *writer) scrubAfter(batch []*change) {
	wait := time.Duration(0)
	for _, c := range batch {
		if c.scrub {
			w.scrub.Store(true)
			wait = scrubPatience
		}
	}
	w.cutBack(wait)
}

// lingers says whether the log has still to be cut back.
func (w *writer) lingers() bool { return w.scrub.Load() }

// cutBack empties the log after something was forgotten. While a reader needs the log
// it stays wanted, and is tried again with the next batch.
func (w *writer) cutBack(wait time.Duration) {
	if !w.scrub.Load() {
		return
	}
	err := untilFree(wait, func() error {
		var held, pages, moved int
		err := w.conn.QueryRowContext(w.tx.ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&held, &pages, &moved)
		if err == nil && held != 0 {
			return errBusy
		}
		return err
	})
	w.scrub.Store(err != nil)
}
