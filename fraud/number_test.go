package fraud

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawNumber(t *rapid.T) Number {
	n, err := NewNumber(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 7, 7).Draw(t, "random")))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNumberIsReadBackAsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawNumber(t)
		s := string(n)
		for _, typed := range []string{
			s, strings.ToLower(s), s[3:], strings.ReplaceAll(s, "-", ""), strings.ReplaceAll(s, "-", " "), " " + s + ".",
			strings.NewReplacer("0", "O", "1", "l").Replace(s), strings.NewReplacer("0", "o", "1", "I").Replace(s[3:]), native(t, s),
		} {
			if got, err := ParseNumber(typed); err != nil || got != n {
				t.Fatalf("%q read back as %q, %v", typed, got, err)
			}
		}
	})
}

func TestNumberFindsSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := []byte(strings.ReplaceAll(string(drawNumber(t)[3:]), "-", ""))
		i := rapid.IntRange(0, 7).Draw(t, "place")
		wrong := bytes.Clone(s)
		if j := rapid.IntRange(0, 7).Draw(t, "other place"); rapid.Bool().Draw(t, "swap") {
			wrong[i], wrong[j] = wrong[j], wrong[i]
		} else {
			wrong[i] = crockford[rapid.IntRange(0, 31).Draw(t, "character")]
		}
		if got, err := ParseNumber(string(wrong)); !bytes.Equal(s, wrong) && err == nil {
			t.Fatalf("%s typed as %s was taken for %s", s, wrong, got)
		}
	})
}

func TestNumbersDiffer(t *testing.T) {
	seen := map[Number]bool{}
	for range 1000 {
		n, err := NewNumber(rand.Reader)
		if err != nil || seen[n] || len(n) != 12 {
			t.Fatalf("%q %v", n, err)
		}
		seen[n] = true
	}
}

func TestNumberRefuses(t *testing.T) {
	for in, why := range map[string]string{"": "empty", "-- ": "empty", "SK-7F3K": "short", "SK-7F3K-92QX-1": "long", "SK-7F3K-92U*": "chars", "UUUUUUUU": "chars"} {
		_, err := ParseNumber(in)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.What != "number" || invalid.Why != why {
			t.Errorf("ParseNumber(%q): %v, want %s", in, err, why)
		}
	}
	if _, err := NewNumber(bytes.NewReader([]byte{1})); err == nil {
		t.Error("a number was drawn from too little randomness")
	}
}

func FuzzParseNumber(f *testing.F) {
	f.Add("SK-7F3K-92QX")
	f.Add("sk 7f3k ९२qx")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNumber(s)
		if err != nil {
			return
		}
		if again, err := ParseNumber(string(n)); err != nil || again != n {
			t.Errorf("%q gave %q, which gives %q, %v", s, n, again, err)
		}
	})
}
