package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"satark/dialogs"
	"satark/fraud"
)

func TestLegible(t *testing.T) {
	for in, want := range map[string]string{
		"नमस्ते क्\u200dष 👩\u200d👧":      "नमस्ते क्\u200dष 👩\u200d👧",
		"a\x00b\x1b[2Jc\x7f\u0085d\r\ne": "ab[2Jc\nd\ne",
		"\u202egpj.exe\u202c":            "gpj.exe",
		"\u2067\u2066a\u2069\ufeff":      "a",
		"سلام \u200f1930":                "سلام \u200f1930",
		"a\u2028b\u2029c":                "a\nb\nc",
		"a\xffb":                         "a\ufffdb",
		"":                               "",
	} {
		if got := legible(in); got != want {
			t.Errorf("legible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{
		"shot.png":                         "shot.png",
		"../../../etc/passwd":              "passwd",
		`..\..\c:\windows\system.ini`:      "system.ini",
		"/":                                "",
		"..":                               "",
		".bashrc":                          "bashrc",
		"photo\u202egpj.exe":               "photogpj.exe",
		"a\nb\x00 \t c.pdf":                "a b c.pdf",
		strings.Repeat("x", 4096) + ".pdf": strings.Repeat("x", 116) + ".pdf",
		strings.Repeat("क", 200):           strings.Repeat("क", 120),
		"a." + strings.Repeat("e", 300):    "a." + strings.Repeat("e", 118),
	} {
		if got := fileName(in); got != want {
			t.Errorf("fileName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanMakesEveryFieldLegible(t *testing.T) {
	evil := "a\x00\u202eb/../c"
	in := clean(dialogs.Input{
		Text: evil, Payload: evil, Profile: dialogs.Profile{First: evil, Last: evil},
		Media:     &fraud.Evidence{Name: evil, MIME: evil},
		Contact:   &dialogs.Contact{Name: evil, Phone: "4111 1111 1111 1111"},
		Forwarded: &dialogs.Origin{Name: evil},
	}, fraud.Expect{})
	if got, want := in.Text+in.Payload+in.Profile.First+in.Profile.Last+in.Contact.Name+in.Forwarded.Name, strings.Repeat("ab/../c", 6); got != want {
		t.Errorf("words %q", got)
	}
	if in.Media.Name != "c" || in.Media.MIME != "" {
		t.Errorf("file %+v", in.Media)
	}
	if strings.Contains(in.Contact.Phone, "4111") || len(in.Secrets) == 0 {
		t.Errorf("contact %+v, secrets %v", in.Contact, in.Secrets)
	}
	for _, phone := range []string{"+919876501234", "919876501234", "1930", "+86 138 0013 8000"} {
		if got := clean(dialogs.Input{Contact: &dialogs.Contact{Phone: phone}}, fraud.Expect{}).Contact.Phone; got != phone {
			t.Errorf("the number %s became %s", phone, got)
		}
	}
}

func FuzzFileName(f *testing.F) {
	for name := range hostileWords() {
		f.Add(hostileWords()[name])
	}
	f.Add("../a\\b\x00.apk")
	f.Fuzz(func(t *testing.T, s string) {
		name := fileName(s)
		if strings.ContainsAny(name, "/\\\x00\n") || strings.HasPrefix(name, ".") || utf8.RuneCountInString(name) > maxName || !utf8.ValidString(name) {
			t.Errorf("fileName(%q) = %q", s, name)
		}
		if again := fileName(name); again != name {
			t.Errorf("%q became %q", name, again)
		}
		if twice := legible(legible(s)); twice != legible(s) {
			t.Errorf("legible(%q) is not steady", s)
		}
		if m := mimeType(s); m != "" && m != s {
			t.Errorf("type %q of %q", m, s)
		}
		refusal(s, s, int64(len(s)))
	})
}
