package sqlitestore

import (
	"context"
	"errors"
	"time"

	"satark/store"
)

func (e *Engine) Spend(context.Context, string, time.Time, time.Duration, int) (time.Duration, error) {
	return 0, nil
}
func (e *Engine) Trim(context.Context, string, []string, int) error { return errors.ErrUnsupported }
func (e *Engine) Rewrap(context.Context, string, []byte, []byte) (bool, error) {
	return false, errors.ErrUnsupported
}
func (e *Engine) Replace(context.Context, string, []byte, []byte) (bool, error) {
	return false, errors.ErrUnsupported
}
func (e *Engine) People(context.Context, string, int) ([]store.Wrapped, string, error) {
	return nil, "", errors.ErrUnsupported
}
func (e *Engine) Walk(context.Context, string, int) ([]store.Entry, string, error) {
	return nil, "", errors.ErrUnsupported
}
func (e *Engine) Import(context.Context, []store.Entry) error { return errors.ErrUnsupported }
