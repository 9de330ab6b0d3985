package soak

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satark/fraud"
)

func create(t *testing.T, dir string) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// A secret is found in any script, in groups or not, among any bytes.
func TestFinderFindsWhatWasTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		secret := newPlant(r)
		f := newFinder(talkTime())
		f.number(secret.digits, "it")
		before := rapid.SliceOf(rapid.Byte()).Draw(t, "before")
		after := rapid.SliceOf(rapid.Byte()).Draw(t, "after")
		text := slices.Concat(before, []byte(": "+secret.typed+"\""), after)
		if got := f.in(text); !slices.Equal(got, []string{"it"}) {
			t.Fatalf("%s in %q: found %v", secret.digits, text, got)
		}
		if got := f.in([]byte(secret.masked)); got != nil {
			t.Fatalf("found %v in the mask %q", got, secret.masked)
		}
	})
}

func TestFinderTellsSecretsFromHashes(t *testing.T) {
	f := newFinder(talkTime())
	f.number("482913", "otp")
	f.number("9876543210", "phone")
	f.word("Belozuna", "name")
	f.word("short", "never")
	for text, want := range map[string]string{
		"otp 482913 here":                  "otp",
		`{"x":"482-913"}`:                  "otp",
		"४८२ ९१३":                          "otp",
		"1482913":                          "",
		"a482913":                          "",
		"482913f0":                         "",
		"482  913":                         "",
		"+919876543210":                    "phone",
		"98765 43210, 1":                   "phone",
		"9876543211":                       "",
		`"first":"BELOZUNA"`:               "name",
		"Belozunal":                        "",
		"short":                            "",
		"482913 belozuna\x00+919876543210": "name otp phone",
	} {
		if got := strings.Join(f.in([]byte(text)), " "); got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

// The secrets that are planted are such that the bot knows them, and their masks are
// the ones it writes.
func TestPlantsAreMaskedAsTheyShouldBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		secret := newPlant(r)
		sentence := "I read " + secret.within() + " to him"
		want := strings.Replace(sentence, secret.typed, secret.masked, 1)
		got, kinds := fraud.Scrub(sentence, fraud.Expect{})
		if got != want || len(kinds) != 1 || kinds[0] != secret.kind {
			t.Fatalf("%q became %q with %v, want %q", sentence, got, kinds, want)
		}
	})
}

// Logs are read without their times, and told apart from what a runtime cries.
func TestLogsAreReadWithoutTimes(t *testing.T) {
	log := newUndated(strings.NewReader("{\"time\":\"2026-11-24T11:00:09.876543210Z\",\"msg\":\"x\"}\nWARNING: DATA RACE\npanic: no\n not a panic: yes\n"))
	text, err := io.ReadAll(log)
	if want := ",\"msg\":\"x\"}\nWARNING: DATA RACE\npanic: no\n not a panic: yes\n"; err != nil || string(text) != want || log.cries != 2 {
		t.Errorf("read %q, %d cries, %v", text, log.cries, err)
	}
}

// In a long run some moment holds the digits of any number.
func TestFinderTellsNumbersFromMoments(t *testing.T) {
	f := newFinder(talkTime())
	seconds := fmt.Sprint(talkTime().Unix())
	f.number(seconds[1:]+"7", "phone")
	for text, want := range map[string]bool{
		seconds + "789":         false,
		seconds + "7891":        true,
		"+" + seconds[1:] + "7": true,
		seconds + "789123456":   false,
	} {
		if got := f.in([]byte(text)); (got != nil) != want {
			t.Errorf("%s: found %v", text, got)
		}
	}
}
