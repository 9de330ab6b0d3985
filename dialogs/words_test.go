package dialogs

import "testing"

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"✅ No, nothing lost": "no nothing lost",
		"  HELLO!! ":         "hello",
		"पैसे कट गए।":        "पैसे कट गए",
		"१२ रुपये":           "12 रुपये",
		"🆘":                  "",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}
