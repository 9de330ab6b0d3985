package seal_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"satark/store/seal"
)

func TestParseKey(t *testing.T) {
	raw := make([]byte, seal.KeySize)
	for i := range raw {
		raw[i] = byte(0xf0 + i)
	}
	std, hex := base64.StdEncoding.EncodeToString(raw), fmt.Sprintf("%x", raw)
	tests := []struct {
		name, text string
		want       error
	}{
		{"hexadecimal", hex, nil},
		{"upper case", strings.ToUpper(hex), nil},
		{"base64", std, nil},
		{"base64 without padding", strings.TrimRight(std, "="), nil},
		{"base64 for URLs", base64.URLEncoding.EncodeToString(raw), nil},
		{"a line of a file", " " + hex + "\r\n", nil},
		{"nothing", "", seal.ErrKeyMissing},
		{"white space", " \n", seal.ErrKeyMissing},
		{"a digit short", hex[1:], seal.ErrKeyLength}, // 63 characters are base64
		{"a byte short", hex[2:], seal.ErrKeyLength},
		{"a byte long", hex + "00", seal.ErrKeyLength},
		{"a password", "correct horse battery staple!", seal.ErrKeyText},
		{"zeros", strings.Repeat("00", 32), seal.ErrKeyWeak},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			key, err := seal.ParseKey(tt.text)
			if !errors.Is(err, tt.want) || (err == nil && key.Text() != hex) {
				t.Fatalf("got %q, %v; want %v", key.Text(), err, tt.want)
			}
			if err != nil && len(tt.text) > 8 && strings.Contains(err.Error(), tt.text) {
				t.Errorf("the error repeats the text: %v", err)
			}
		})
	}
}

func TestAKeyDoesNotPrint(t *testing.T) {
	key := seal.NewKey()
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "key", key, "pointer", &key, "in", struct{ K seal.Key }{key})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		fmt.Fprintf(&log, verb+" "+verb+" ", key, struct{ K seal.Key }{key})
	}
	for _, part := range []string{key.Text(), strings.ToUpper(key.Text()), key.Text()[:8]} {
		if strings.Contains(log.String(), part) {
			t.Errorf("the key is printed: %s", log.String())
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add(strings.Repeat("a1", 32))
	f.Add("AAAA====")
	f.Fuzz(func(t *testing.T, text string) {
		key, err := seal.ParseKey(text)
		if err != nil {
			return
		}
		if again, err := seal.ParseKey(key.Text()); err != nil || again != key {
			t.Errorf("a key does not survive its own text: %v", err)
		}
	})
}
