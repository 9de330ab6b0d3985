package locales

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const sampleTexts = `
"plain" = "as it is"
"name" = "Hello, <b>{{.Name}}</b> of {{.Place}}"
"files" = { one = "{{.PluralCount}} file", other = "{{.PluralCount}} files from {{.Name}}" }
"words.yes" = """
yes
 ok 
yes
"""
`

func sample(t testing.TB, tag string) *Catalogue {
	t.Helper()
	c, err := loadSample(tag, sampleTexts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestText(t *testing.T) {
	c := sample(t, "en")
	for _, tt := range []struct {
		tag, key string
		args     map[string]any
		want     string
		err      error
	}{
		{"en", "plain", nil, "as it is", nil},
		{"en", "name", map[string]any{"Name": "A & B", "Place": "Pune"}, "Hello, <b>A & B</b> of Pune", nil},
		{"en", "name", map[string]any{"Name": "A"}, "", ErrValue},
		{"en", "name", map[string]any{"Name": "A", "Place": nil}, "", ErrValue},
		{"en", "name", nil, "", ErrValue},
		{"en", "files", map[string]any{"Name": "A"}, "", ErrValue}, // counted: needs Plural
		{"en", "absent", nil, "", ErrMessage},
		{"hi", "plain", nil, "", ErrLanguage},
		{"", "plain", nil, "", ErrLanguage},
	} {
		got, err := c.Text(tt.tag, tt.key, tt.args)
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("Text(%q, %q, %v) = %q, %v; want %q, %v", tt.tag, tt.key, tt.args, got, err, tt.want, tt.err)
		}
	}
}

// English says "0 files", Hindi's rule takes 0 as one; both show the number.
func TestPlural(t *testing.T) {
	name := map[string]any{"Name": "A"}
	for _, tt := range []struct {
		tag   string
		count int
		want  string
	}{
		{"en", 0, "0 files from A"},
		{"en", 1, "1 file"},
		{"en", 2, "2 files from A"},
		{"en", 123456, "1,23,456 files from A"},
		{"hi", 0, "0 file"},
		{"hi", 1, "1 file"},
		{"hi", 2, "2 files from A"},
	} {
		got, err := sample(t, tt.tag).Plural(tt.tag, "files", tt.count, name)
		if err != nil || got != tt.want {
			t.Errorf("%s %d: %q, %v; want %q", tt.tag, tt.count, got, err, tt.want)
		}
	}
	if len(name) != 1 {
		t.Errorf("Plural changed the caller's map: %v", name)
	}
}

func TestPluralRefuses(t *testing.T) {
	c := sample(t, "en")
	if got, err := c.Plural("en", "plain", 2, nil); got != "" || !errors.Is(err, ErrMessage) {
		t.Errorf("a message without forms: %q, %v", got, err)
	}
	if got, err := c.Plural("en", "files", 2, nil); got != "" || !errors.Is(err, ErrValue) {
		t.Errorf("a missing value: %q, %v", got, err)
	}
}

// Sanskrit has no rule of its own in go-i18n; borrowed from Santali it has its dual.
func TestBorrowedRule(t *testing.T) {
	c, err := loadSample("sa", `
"meta.plural" = "sat"
"n" = { one = "एकम् {{.PluralCount}}", two = "द्वे {{.PluralCount}}", other = "बहूनि {{.PluralCount}}" }`)
	if err != nil {
		t.Fatal(err)
	}
	for count, want := range map[int]string{1: "एकम् 1", 2: "द्वे 2", 5: "बहूनि 5"} {
		if got, err := c.Plural("sa", "n", count, nil); err != nil || got != want {
			t.Errorf("%d: %q, %v; want %q", count, got, err, want)
		}
	}
}

func TestHasAndKeys(t *testing.T) {
	c := sample(t, "en")
	if !c.Has("en", "plain") || c.Has("en", "absent") || c.Has("hi", "plain") || c.Has("en", "meta.name") {
		t.Error("Has is wrong about what there is")
	}
	if got := strings.Join(c.Keys("en"), " "); got != "files name plain words.yes" {
		t.Errorf("Keys: %s", got)
	}
	if c.Keys("hi") != nil {
		t.Error("an unknown language has keys")
	}
}

func TestWords(t *testing.T) {
	c := sample(t, "en")
	if got := strings.Join(c.Words("yes"), "|"); got != "yes|ok" {
		t.Errorf("Words(yes) = %s", got)
	}
	if got := c.Words("absent"); len(got) != 0 {
		t.Errorf("Words(absent) = %v", got)
	}
}

// Whatever stands in a value, it comes out whole: a value is never read as a template.
func TestValuesAreNotTemplates(t *testing.T) {
	c := sample(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.Just("{{.Place}}")).Draw(t, "name")
		got, err := c.Text("en", "name", map[string]any{"Name": name, "Place": "Pune"})
		if want := "Hello, <b>" + name + "</b> of Pune"; err != nil || got != want {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	})
}

func BenchmarkText(b *testing.B) {
	c := sample(b, "en")
	args := map[string]any{"Name": "Asha", "Place": "Pune", "PluralCount": "2"}
	for _, key := range []string{"plain", "name"} {
		b.Run(key, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Text("en", key, args); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("plural", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.Plural("en", "files", 2, args); err != nil {
				b.Fatal(err)
			}
		}
	})
}
