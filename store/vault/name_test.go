package vault

import (
	"testing"
	"time"
)

func TestNames(t *testing.T) {
	at := time.Date(2027, 11, 24, 4, 30, 0, 1, time.FixedZone("IST", 19800))
	a, b := nameOf(at), nameOf(at)
	if a == b {
		t.Errorf("two archives are called %q", a)
	}
	if got, ok := parseName(a); !ok || got.Before(at) || got.Sub(at) >= time.Second {
		t.Errorf("%q is read as %v, %v", a, got, ok)
	}
	if early := nameOf(at.Add(-time.Second)); early >= a || early >= b {
		t.Errorf("%q does not sort before %q", early, a)
	}
}

// FuzzParseName holds that only what nameOf writes is taken for an archive: Purge deletes it.
func FuzzParseName(f *testing.F) {
	f.Add(nameOf(time.Date(2027, 11, 24, 4, 30, 0, 0, time.UTC)))
	f.Add("20271124T043000Z-.age")
	f.Add("new-123")
	f.Fuzz(func(t *testing.T, name string) {
		until, ok := parseName(name)
		if ok && (until.Format(moment) != name[:len(moment)] || len(name) != len(nameOf(until))) {
			t.Errorf("%q is read as %v", name, until)
		}
	})
}
