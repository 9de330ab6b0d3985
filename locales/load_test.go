package locales

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

const sampleMeta = `
"meta.name" = "Sample"
"meta.autonym" = "Sample"
"meta.script" = "Latn"
"meta.dir" = "ltr"
"meta.state" = "draft"
"meta.order" = "1"
`

// loadSample loads one language, "en" unless the text borrows another rule.
func loadSample(tag, text string) (*Catalogue, error) {
	return load(fstest.MapFS{"active." + tag + ".toml": {Data: []byte(sampleMeta + text)}})
}

func mustLoad(t testing.TB) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLoadRefuses(t *testing.T) {
	for _, tt := range []struct{ name, tag, text, says string }{
		{"broken TOML", "en", `"a" = `, "expected value"},
		{"nested key", "en", `a.b = "x"`, "in quotes"},
		{"nested key that looks like a form", "en", `a.other = "x"`, "in quotes"},
		{"a number", "en", `"a" = 7`, "want a text"},
		{"empty text", "en", `"a" = "  "`, "empty"},
		{"a form missing", "sat", `"a" = { one = "1", other = "2" }`, `"two" is missing`},
		{"a form too many", "en", `"a" = { one = "1", few = "3", other = "2" }`, `"few" does not exist`},
		{"no form other", "en", `"a" = { one = "1", two = "2" }`, "not plural forms"},
		{"a form that is no text", "en", `"a" = { one = 1, other = "2" }`, "want a text"},
		{"logic in a text", "en", `"a" = "{{if .X}}y{{end}}"`, "not a placeholder"},
		{"a lower-case placeholder", "en", `"a" = "{{.name}}"`, "not a placeholder"},
		{"an open placeholder", "en", `"a" = "{{.Name"`, "brace"},
		{"no plural rule", "mai", ``, "meta.plural"},
		{"an unknown plural rule", "en", `"meta.plural" = "??"`, "plural rule"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := loadSample(tt.tag, tt.text)
			if !errors.Is(err, ErrCatalogue) {
				t.Fatalf("got %v, want ErrCatalogue", err)
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %q does not say %q", err, tt.says)
			}
		})
	}
}

func TestLoadRefusesMeta(t *testing.T) {
	for _, tt := range []struct{ name, from, to string }{
		{"missing autonym", `"meta.autonym" = "Sample"`, ``},
		{"unknown direction", `"ltr"`, `"up"`},
		{"unknown review", `"draft"`, `"fine"`},
		{"order that is no number", `"meta.order" = "1"`, `"meta.order" = "first"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(sampleMeta, tt.from, tt.to, 1)
			_, err := load(fstest.MapFS{"active.en.toml": {Data: []byte(text)}})
			if !errors.Is(err, ErrCatalogue) {
				t.Errorf("got %v, want ErrCatalogue", err)
			}
		})
	}
}

// A language is one file: nothing but the file makes it appear, in its order.
func TestLanguageIsOneFile(t *testing.T) {
	sample := func(order string) *fstest.MapFile {
		text := strings.Replace(sampleMeta, `"meta.order" = "1"`, `"meta.order" = "`+order+`"`, 1)
		return &fstest.MapFile{Data: []byte(text)}
	}
	c, err := load(fstest.MapFS{"active.ta.toml": sample("2"), "active.mni-Mtei.toml": {
		Data: []byte(sampleMeta + `"meta.plural" = "mr"`),
	}, "active.bn.toml": sample("3")})
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, l := range c.Languages() {
		tags = append(tags, l.Tag)
	}
	if got := strings.Join(tags, " "); got != "mni-Mtei ta bn" {
		t.Errorf("languages in order: %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`"a" = "x"`, `"a" = { one = "1", other = "2" }`, "\"a\" = \"\"\"\nx\n\"\"\"", `a.b = 1`, ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		entries, err := parse(raw)
		if err != nil {
			return
		}
		for key, e := range entries {
			if strings.TrimSpace(e[formOther]) == "" {
				t.Errorf("key %q was accepted without a text: %v", key, e)
			}
		}
	})
}
