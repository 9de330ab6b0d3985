package storetest

import (
	"testing"

	"satark/store"
	"satark/store/seal"
)

// Carry brings a store of one place into many states, has it carried to another place,
// perhaps of another engine, and holds the copy to every answer of what was copied. The
// operator's key is that of the store.
func Carry(t *testing.T, from, to Fresh, carry func(from, to store.Engine, keys *seal.Operator)) {
	r := newRig(t, from)
	c := fill(r)
	at := r.clock.now()
	copied := &rig{T: t, fresh: to, place: to(t), key: r.key, clock: &clock{at: at}}
	copied.open()
	t.Cleanup(func() { copied.engine.Close() })
	carry(r.engine, copied.engine, operator(t, r.key))
	before, after := byKey(r, r.walk(5)), byKey(r, copied.walk(5))
	delete(before, "name carry")
	delete(after, "name carry")
	for key, want := range before {
		if got, want := plain(r, after[key]), plain(r, want); got != want {
			t.Errorf("%s\nis %s\nwas %s", key, got, want)
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d entries became %d", len(before), len(after))
	}
	if got, want := answers(copied, c), answers(r, c); got != want {
		t.Errorf("the copy answers\n%s\nwant\n%s", got, want)
	}
}
