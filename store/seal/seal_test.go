package seal_test

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"satark/store/seal"
)

func ring(t testing.TB) *seal.Keyring {
	t.Helper()
	o, err := seal.NewOperator(seal.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	r, err := seal.NewKeyring(o, seal.NewRoot())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryRecordOpensAsItself(t *testing.T) {
	box := ring(t).Own()
	label := rapid.Custom(func(t *rapid.T) seal.Label {
		return seal.Label{
			Kind: rapid.StringN(0, 3, 8).Draw(t, "kind"), Person: rapid.StringN(0, 3, 8).Draw(t, "person"),
			ID: rapid.StringN(0, 3, 8).Draw(t, "id"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		plain, mine, theirs := rapid.SliceOf(rapid.Byte()).Draw(t, "plain"), label.Draw(t, "mine"), label.Draw(t, "theirs")
		sealed := box.Seal(mine, plain)
		if len(sealed) != len(plain)+seal.Overhead {
			t.Fatalf("%d bytes sealed are %d", len(plain), len(sealed))
		}
		got, err := box.Open(mine, sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("opened %x, %v", got, err)
		}
		if _, err := box.Open(theirs, sealed); mine != theirs && !errors.Is(err, seal.ErrOpen) {
			t.Fatalf("%+v opens as %+v: %v", mine, theirs, err)
		}
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := box.Open(mine, sealed); !errors.Is(err, seal.ErrOpen) {
			t.Fatalf("a changed byte %d goes unnoticed: %v", at, err)
		}
	})
}

func TestLabelsDoNotRunTogether(t *testing.T) {
	box := ring(t).Own()
	sealed := box.Seal(seal.Label{Kind: "ab", Person: "c"}, []byte("x"))
	for _, l := range []seal.Label{{Kind: "a", Person: "bc"}, {Kind: "abc"}, {Person: "abc"}, {Kind: "ab", ID: "c"}} {
		if _, err := box.Open(l, sealed); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("%+v opens it: %v", l, err)
		}
	}
}

func TestTheSameWordsNeverLookTheSame(t *testing.T) {
	box := ring(t).Own()
	if bytes.Equal(box.Seal(seal.Label{}, []byte("x")), box.Seal(seal.Label{}, []byte("x"))) {
		t.Error("two seals of the same words are equal")
	}
}

func TestPersonsKeys(t *testing.T) {
	mine, theirs := ring(t), ring(t)
	box, wrapped, err := mine.NewPerson("p")
	if err != nil {
		t.Fatal(err)
	}
	sealed := box.Seal(seal.Label{}, []byte("x"))
	again, err := mine.OpenPerson("p", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(seal.Label{}, sealed); err != nil || string(got) != "x" {
		t.Errorf("the unwrapped key opens %q, %v", got, err)
	}
	for name, open := range map[string]func() (*seal.Box, error){
		"another person's":   func() (*seal.Box, error) { return mine.OpenPerson("q", wrapped) },
		"another operator's": func() (*seal.Box, error) { return theirs.OpenPerson("p", wrapped) },
		"an empty":           func() (*seal.Box, error) { return mine.OpenPerson("p", nil) },
	} {
		if _, err := open(); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("%s key is unwrapped: %v", name, err)
		}
	}
	other, _, err := mine.NewPerson("p")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(seal.Label{}, sealed); !errors.Is(err, seal.ErrOpen) {
		t.Errorf("a new key of the same person opens what the old sealed: %v", err)
	}
}

func TestHashes(t *testing.T) {
	a, b := ring(t), ring(t)
	if first, again := a.Person(1), a.Person(1); len(first) != 32 || first != again {
		t.Errorf("the hash of a person is %q, then %q", first, again)
	}
	seen := map[string]string{}
	for name, h := range map[string]string{
		"person 1": a.Person(1), "person -1": a.Person(-1), "other key": b.Person(1),
		"other domain": a.Hash("number", "1"), "run together": a.Hash("person1", ""), "empty": a.Hash("", ""),
	} {
		if twin, ok := seen[h]; ok {
			t.Errorf("%s and %s have the same hash", name, twin)
		}
		seen[h] = name
	}
}

func FuzzOpen(f *testing.F) {
	r := ring(f)
	label := seal.Label{Kind: "session", Person: "p"}
	f.Add(r.Own().Seal(label, []byte("x")))
	f.Add([]byte{})
	f.Add(make([]byte, seal.Overhead))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		if plain, err := r.Own().Open(label, sealed); err == nil {
			if string(plain) != "x" {
				t.Errorf("opens as %x", plain)
			}
		} else if !errors.Is(err, seal.ErrOpen) {
			t.Errorf("the error is %v", err)
		}
		if _, err := r.OpenPerson("p", sealed); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("as a key: %v", err)
		}
	})
}
