package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
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
	stmts *statements
	ctx   context.Context
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
	scrub   bool // the log has to be cut back as soon as no reader needs it
	stopped chan struct{}

	mu     sync.RWMutex // held for reading while a change is put in the queue
	closed bool
}

func startWriter(conn *sql.Conn, batch int) *writer {
	w := &writer{
		conn: conn, batch: batch,
		tx:    &tx{stmts: newStatements(conn), ctx: context.Background()},
		queue: make(chan *change, batch), stopped: make(chan struct{}),
	}
	go w.loop()
	return w
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
		}
		for _, c := range batch {
			w.scrub = w.scrub || c.scrub
		}
		w.cutBack()
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
	if err := w.tx.exec("BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("sqlitestore: begin: %w", err)
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

// cutBack empties the log after something was forgotten. While a reader needs the log
// it stays wanted, and is tried again with the next batch.
func (w *writer) cutBack() {
	if !w.scrub {
		return
	}
	var busy, pages, moved int
	err := w.conn.QueryRowContext(w.tx.ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	w.scrub = err != nil || busy != 0
}
