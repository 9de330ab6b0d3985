package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"satark/store/seal"
)

func operator(t testing.TB, keys ...seal.Key) *seal.Operator {
	t.Helper()
	o, err := seal.NewOperator(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

var label = seal.Label{Kind: "key", Person: "p"}

func TestOperatorsKeysChange(t *testing.T) {
	old, fresh := seal.NewKey(), seal.NewKey()
	o := operator(t, old)
	wrapped := o.Wrap(label, []byte("key"))
	if err := o.Use(fresh, old); err != nil {
		t.Fatal(err)
	}
	if got, err := o.Unwrap(label, wrapped); err != nil || string(got) != "key" {
		t.Errorf("what the key of before wrapped: %q, %v", got, err)
	}
	if o.Current(label, wrapped) || !o.Current(label, o.Wrap(label, []byte("key"))) {
		t.Error("it does not know which key wraps now")
	}
	if err := o.Use(fresh); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Unwrap(label, wrapped); !errors.Is(err, seal.ErrOpen) {
		t.Errorf("a key that was dropped opens: %v", err)
	}
	if err := o.Use(); !errors.Is(err, seal.ErrKeyMissing) {
		t.Errorf("no key at all: %v", err)
	}
	if keys := o.Keys(); len(keys) != 1 || keys[0] != fresh {
		t.Errorf("the keys are %d", len(keys))
	}
	if _, err := seal.NewOperator(); !errors.Is(err, seal.ErrKeyMissing) {
		t.Errorf("an operator without a key: %v", err)
	}
}

// TestOperatorAsks has keys change in a file while the program runs.
func TestOperatorAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old, fresh := seal.NewKey(), seal.NewKey()
		o, wrapped := operator(t, old), operator(t, fresh).Wrap(label, []byte("key"))
		if err := o.Refresh(); err != nil || o.Keys()[0] != old {
			t.Errorf("keys are read from nowhere: %v", err)
		}
		asked, file := 0, []seal.Key{old}
		o.Ask(func() ([]seal.Key, error) {
			if asked++; file == nil {
				return nil, errors.New("no such file")
			}
			return file, nil
		})
		opens := func(want bool, times int) {
			t.Helper()
			if _, err := o.Unwrap(label, wrapped); (err == nil) != want || asked != times {
				t.Errorf("asked %d times, want %d; opened: %v", asked, times, err)
			}
		}
		opens(false, 1)
		file = nil
		opens(false, 1) // less than a second ago
		time.Sleep(time.Second)
		opens(false, 2)
		if o.Keys()[0] != old {
			t.Error("keys that cannot be read take the place of those that could")
		}
		time.Sleep(time.Second)
		file = []seal.Key{fresh, old}
		opens(true, 3)
		opens(true, 3)
		if o.Keys()[0] != fresh {
			t.Error("the key that wraps is the one of before")
		}
		file = nil
		if err := o.Refresh(); err == nil || o.Keys()[0] != fresh {
			t.Errorf("keys that cannot be read: %v", err)
		}
	})
}

func TestRoot(t *testing.T) {
	key := seal.NewKey()
	o, root := operator(t, key), seal.NewRoot()
	wrapped := o.WrapRoot(root)
	if !o.CurrentRoot(wrapped) {
		t.Error("a root just wrapped is not current")
	}
	back, err := o.UnwrapRoot(wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if hashOf(t, o, back) != hashOf(t, o, root) || hashOf(t, o, seal.NewRoot()) == hashOf(t, o, root) {
		t.Error("a root comes back as another")
	}
	other := operator(t, seal.NewKey())
	if _, err := other.UnwrapRoot(wrapped); !errors.Is(err, seal.ErrOpen) || other.CurrentRoot(wrapped) {
		t.Errorf("another operator's key: %v", err)
	}
	// A store from before roots were kept has always the same.
	first, err := seal.RootOf(key)
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.RootOf(key)
	if err != nil || hashOf(t, o, first) != hashOf(t, o, again) || hashOf(t, o, first) == hashOf(t, o, root) {
		t.Errorf("the root that follows from a key is not one, %v", err)
	}
	short := o.Wrap(seal.Label{Kind: "root"}, []byte("short"))
	if _, err := o.UnwrapRoot(short); !errors.Is(err, seal.ErrOpen) {
		t.Errorf("a root that is too short: %v", err)
	}
}

func hashOf(t *testing.T, o *seal.Operator, r seal.Root) string {
	t.Helper()
	keys, err := seal.NewKeyring(o, r)
	if err != nil {
		t.Fatal(err)
	}
	return keys.Person(1)
}

func TestRewrap(t *testing.T) {
	old, fresh := seal.NewKey(), seal.NewKey()
	o := operator(t, old)
	keys, err := seal.NewKeyring(o, seal.NewRoot())
	if err != nil {
		t.Fatal(err)
	}
	box, wrapped, err := keys.NewPerson("p")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := keys.Rewrap("p", wrapped); err != nil || again != nil {
		t.Errorf("wrapped anew for nothing: %x, %v", again, err)
	}
	if err := o.Use(fresh, old); err != nil {
		t.Fatal(err)
	}
	anew, err := keys.Rewrap("p", wrapped)
	if err != nil || anew == nil || bytes.Equal(anew, wrapped) {
		t.Fatalf("wrapped anew: %x, %v", anew, err)
	}
	if err := o.Use(fresh); err != nil {
		t.Fatal(err)
	}
	same, err := keys.OpenPerson("p", anew)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := same.Open(label, box.Seal(label, []byte("x"))); err != nil || string(got) != "x" {
		t.Errorf("another key came of it: %q, %v", got, err)
	}
	for _, wrong := range []string{"q", ""} {
		if _, err := keys.Rewrap(wrong, anew[:len(anew)-1]); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("what is no wrapped key of %q: %v", wrong, err)
		}
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	key := seal.NewKey()
	o := operator(t, key)
	root, err := seal.RootOf(key)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.NewKeyring(o, root)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "operator", o, "root", root, "keys", keys)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		fmt.Fprintf(&log, verb+" "+verb+" "+verb+" ", o, root, keys)
	}
	printed := log.String()
	for _, name := range []string{"[operator's keys]", "[root]", "[keyring]"} {
		printed = strings.ReplaceAll(printed, name, "")
	}
	if left := strings.Trim(printed, " \n"); strings.Contains(left, "[") || strings.Contains(left, "{") || strings.Contains(left, "0x") || len(left) > 120 {
		t.Errorf("something is printed: %s", log.String())
	}
}
