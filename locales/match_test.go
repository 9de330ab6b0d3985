package locales

import (
	"testing"
	"testing/fstest"
)

// many loads languages that share one text, to test choosing among them.
func many(t *testing.T, languages map[string]string) *Catalogue {
	t.Helper()
	files := fstest.MapFS{}
	for tag, extra := range languages {
		files["active."+tag+".toml"] = &fstest.MapFile{Data: []byte(sampleMeta + extra)}
	}
	c, err := load(files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMatch(t *testing.T) {
	c := mustLoad(t)
	for _, tt := range []struct {
		code, want string
	}{
		{"hi", "hi"}, {"hi-IN", "hi"}, {"HI_in", "hi"}, {"en", "en"}, {"en-GB", "en"}, {"hi-Deva-IN", "hi"},
		{"hin", "hi"}, // the three-letter code of the same language
		{"hi-Latn", ""}, {"bho", ""}, {"awa", ""}, {"fa", ""}, {"xx", ""}, {"", ""}, {"-", ""}, {"नमस्ते", ""}, {"h", ""},
	} {
		got, ok := c.Match(tt.code)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Match(%q) = %q, %v; want %q", tt.code, got, ok, tt.want)
		}
	}
}

func TestMatchByScript(t *testing.T) {
	c := many(t, map[string]string{"mr": "", "mni-Mtei": `"meta.plural" = "mr"`})
	for code, want := range map[string]string{
		"mni-mtei": "mni-Mtei", "mni": "", "mni-Beng": "", "mr-Latn": "mr", "mr-Deva": "", // the sample says its script is Latn
	} {
		if got, _ := c.Match(code); got != want {
			t.Errorf("Match(%q) = %q; want %q", code, got, want)
		}
	}
}

func TestPick(t *testing.T) {
	c := many(t, map[string]string{"ks": `"meta.fallback" = "ur hi"`, "ta": ""})
	for _, tt := range []struct {
		tag  string
		have []string
		want string
	}{
		{"ks", []string{"en", "ks", "ur"}, "ks"},
		{"ks", []string{"en", "hi", "ur"}, "ur"},
		{"ks", []string{"en", "hi"}, "hi"},
		{"ks", []string{"en"}, ""},
		{"ta", []string{"en", "hi"}, ""},
		{"xx", []string{"xx"}, ""},
	} {
		got, ok := c.Pick(tt.tag, tt.have)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Pick(%q, %v) = %q, %v; want %q", tt.tag, tt.have, got, ok, tt.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	c := mustLoad(t)
	l, err := c.Language("hi")
	if err != nil || l.Autonym != "हिन्दी" || l.Script != "Deva" || l.Direction != LeftToRight {
		t.Errorf("Language(hi) = %+v, %v", l, err)
	}
}
