package store

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"

	"satark/store/seal"
)

// ErrWrongKey says that the store was begun with another operator's key. Nothing in
// it can be opened or even found with this one.
var ErrWrongKey = errors.New("store: made with another operator's key")

// Names under which an engine keeps what belongs to the store as a whole.
const (
	rootName  = "root"  // the root, wrapped
	proofName = "proof" // a hash by the root: tells versions before roots were kept that their key is wrong
)

// openRoot unlocks the root of a store, or begins the store with one.
func openRoot(ctx context.Context, engine Engine, o *seal.Operator) (*seal.Keyring, error) {
	wrapped, err := engine.Kept(ctx, rootName)
	if errors.Is(err, ErrNotFound) {
		wrapped, err = beginRoot(ctx, engine, o)
	}
	if errors.Is(err, ErrWrongKey) { // unless another process has begun it meanwhile: a root is kept before its proof
		if kept, again := engine.Kept(ctx, rootName); again == nil {
			wrapped, err = kept, nil
		}
	}
	if err != nil {
		return nil, opError("open", err)
	}
	root, err := o.UnwrapRoot(wrapped)
	if err != nil {
		return nil, ErrWrongKey
	}
	return seal.NewKeyring(o, root)
}

// beginRoot keeps a root: a fresh one, or that of a store from before roots were kept.
func beginRoot(ctx context.Context, engine Engine, o *seal.Operator) ([]byte, error) {
	root, err := rootBefore(ctx, engine, o)
	if errors.Is(err, ErrNotFound) {
		root, err = seal.NewRoot(), nil
	}
	if err != nil {
		return nil, err
	}
	keys, err := seal.NewKeyring(o, root)
	if err != nil {
		return nil, err
	}
	wrapped, err := engine.Once(ctx, rootName, o.WrapRoot(root))
	if err != nil {
		return nil, err
	}
	_, err = engine.Once(ctx, proofName, []byte(proof(keys)))
	return wrapped, err
}

func proof(keys *seal.Keyring) string { return keys.Hash("proof", "of the operator's key") }

// rootBefore is the root that followed from the operator's key, or ErrNotFound for a store
// that is empty. It returns ErrWrongKey when none of the keys is the one.
func rootBefore(ctx context.Context, engine Engine, o *seal.Operator) (seal.Root, error) {
	kept, err := engine.Kept(ctx, proofName)
	if err != nil {
		return seal.Root{}, err
	}
	for _, key := range o.Keys() {
		root, err := seal.RootOf(key)
		if err != nil {
			return seal.Root{}, err
		}
		keys, err := seal.NewKeyring(o, root)
		if err != nil {
			return seal.Root{}, err
		}
		if subtle.ConstantTimeCompare([]byte(proof(keys)), kept) == 1 {
			return root, nil
		}
	}
	return seal.Root{}, ErrWrongKey
}

// rekeyBatch is how many persons are looked at in one go.
const rekeyBatch = 256

// Rekey wraps with the operator's present key whatever another of the keys had wrapped,
// while the store is in use. It tells step how many persons it has looked at, and
// returns how many keys it wrapped anew. It looks at all of them again until it finds
// nothing to do, for a turn under way may have brought another one.
//
// Processes whose keys come from files use the present one at their next Beat after the
// end; others have to be started with it. Asked once more after that, it returns 0, and the
// other keys can be destroyed. It may be asked at any time.
func (s *Store) Rekey(ctx context.Context, step func(looked int)) (changed int, err error) {
	for {
		did, err := s.rewrapAll(ctx, step)
		if changed += did; err != nil {
			return changed, opError("rekey", err)
		}
		if did == 0 {
			return changed, s.rewrapRoot(ctx)
		}
		step = nil // only the first look is worth telling of
	}
}

// rewrapAll looks at everyone once.
func (s *Store) rewrapAll(ctx context.Context, step func(looked int)) (changed int, err error) {
	looked := 0
	err = follow(func(cursor string) (string, error) {
		some, next, err := s.engine.People(ctx, cursor, rekeyBatch)
		for _, p := range some {
			did, err := s.rewrap(ctx, p)
			if err != nil {
				return "", err
			}
			if did {
				changed++
			}
		}
		if looked += len(some); step != nil && err == nil {
			step(looked)
		}
		return next, err
	})
	return changed, err
}

// follow takes steps from one cursor to the next, until there is none or one fails.
func follow(step func(cursor string) (next string, err error)) error {
	for cursor := ""; ; {
		next, err := step(cursor)
		if err != nil || next == "" {
			return err
		}
		cursor = next
	}
}

func (s *Store) rewrap(ctx context.Context, p Wrapped) (did bool, err error) {
	wrap, err := s.keys.Rewrap(p.Person, p.Wrap)
	if err != nil || wrap == nil {
		return false, err
	}
	return s.engine.Rewrap(ctx, p.Person, p.Wrap, wrap)
}

// rewrapRoot goes last: until then Check tells that the change is not carried through.
func (s *Store) rewrapRoot(ctx context.Context) error {
	kept, err := s.engine.Kept(ctx, rootName)
	if err != nil {
		return opError("rekey", err)
	}
	if s.operator.CurrentRoot(kept) {
		return nil
	}
	root, err := s.operator.UnwrapRoot(kept)
	if err != nil {
		return opError("rekey", err)
	}
	done, err := s.engine.Replace(ctx, rootName, kept, s.operator.WrapRoot(root))
	if err == nil && !done {
		err = errors.New("another process changed the root meanwhile")
	}
	if err != nil {
		return fmt.Errorf("store: rekey: %w", err)
	}
	return nil
}
