package sandbox

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseHTML(t *testing.T) {
	tests := []struct {
		src, text string
		list      []Entity
	}{
		{"plain", "plain", nil},
		{"a &lt;b&gt; &amp;&quot; &copy; &#2325; &#x905;", `a <b> &" &copy; क अ`, nil},
		{"<b>क्या</b> <i>हुआ</i>", "क्या हुआ", []Entity{{Type: "bold", Length: 4}, {Type: "italic", Offset: 5, Length: 3}}},
		{"😀<b>😀</b>", "😀😀", []Entity{{Type: "bold", Offset: 2, Length: 2}}},
		{"<b>a<i>b</i></b>", "ab", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		{"<STRONG>a</strong><em>b</EM>", "ab", []Entity{{Type: "bold", Length: 1}, {Type: "italic", Offset: 1, Length: 1}}},
		{"<b>a</>", "a", []Entity{{Type: "bold", Length: 1}}},
		{"<b></b>a", "a", nil},
		{`<a href="https://a.in/?x=1&amp;y=2">go</a>`, "go", []Entity{{Type: "text_link", Length: 2, URL: "https://a.in/?x=1&y=2"}}},
		{`<a href='javascript:alert(1)'>go</a>`, "go", nil},
		{`<a>a.in</a>`, "a.in", []Entity{{Type: "text_link", Length: 4, URL: "http://a.in/"}}},
		{`<pre><code class="language-go">x</code></pre>`, "x", []Entity{{Type: "pre", Length: 1, Language: "go"}}},
		{"<code><b>1</b>2</code>", "12", []Entity{{Type: "code", Length: 2}}},
		{"<blockquote expandable>q</blockquote>", "q", []Entity{{Type: "expandable_blockquote", Length: 1}}},
		{`<span class="tg-spoiler">s</span>`, "s", []Entity{{Type: "spoiler", Length: 1}}},
	}
	for _, tt := range tests {
		text, list, err := parseHTML(tt.src)
		if err != nil || text != tt.text || len(list)+len(tt.list) > 0 && !reflect.DeepEqual(list, tt.list) {
			t.Errorf("%q: %q %+v %v, want %q %+v", tt.src, text, list, err, tt.text, tt.list)
		}
	}
}

// The offsets count bytes; "🏟 🏟&lt;" has 13.
func TestParseHTMLErrors(t *testing.T) {
	const lead = "🏟 🏟&lt;"
	for src, want := range map[string]string{
		"<abac>":           `Unsupported start tag "abac" at byte offset 13`,
		"<i   =aba>":       `Empty attribute name in the tag "i" at byte offset 13`,
		"<i    aba>":       `Can't find end tag corresponding to start tag "i"`,
		"<i    aba  =  ":   `Unclosed start tag "i" at byte offset 13`,
		`<i aba="&lt;>`:    `Unclosed start tag at byte offset 13`,
		"<i":               `Unclosed start tag at byte offset 13`,
		"</":               `Unexpected end tag at byte offset 13`,
		"<b></b></":        `Unexpected end tag at byte offset 20`,
		"<i>a</i   ":       `Unclosed end tag at byte offset 17`,
		"<i>a</em   >":     `Unmatched end tag at byte offset 17, expected "</i>", found "</em>"`,
		"<span>a</span>":   `Tag "span" must have class "tg-spoiler" at byte offset 13`,
		"<b>a<i>b</b></i>": `Unmatched end tag at byte offset 21, expected "</i>", found "</b>"`,
		"<>":               `Unsupported start tag "" at byte offset 13`,
	} {
		if _, _, err := parseHTML(lead + src); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}

func TestDetect(t *testing.T) {
	tests := map[string]string{
		"/start now":                         "bot_command /start",
		"नमस्ते /lost@satark_bot":            "bot_command /lost@satark_bot",
		"a/b and 1/2":                        "",
		"see http://sbi-kyc.in/verify, now.": "url http://sbi-kyc.in/verify",
		"sbi-kyc.in/verify":                  "url sbi-kyc.in/verify",
		"mail a.b@c.gov.in or @handle_x":     "email a.b@c.gov.in; mention @handle_x",
		"pay abc@upi":                        "",
		"call +91 98765 43210":               "phone_number +91 98765 43210",
		"😀 www.a.com।":                       "url www.a.com",
	}
	for text, want := range tests {
		var got []string
		for _, e := range detect(text, nil) {
			got = append(got, e.Type+" "+cutUTF16(text, e.Offset, e.Length))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTrimText(t *testing.T) {
	text, list := trimText("  a b \n", []Entity{{Type: "bold", Length: 3}, {Type: "italic", Offset: 4, Length: 3}, {Type: "code", Length: 2}})
	want := []Entity{{Type: "bold", Offset: 0, Length: 1}, {Type: "italic", Offset: 2, Length: 1}}
	if text != "a b" || !reflect.DeepEqual(list, want) {
		t.Errorf("%q %+v", text, list)
	}
}

// cutUTF16 is the part of s from offset, both counted in UTF-16 units.
func cutUTF16(s string, offset, length int) string {
	var b strings.Builder
	at := 0
	for _, r := range s {
		if at >= offset && at < offset+length {
			b.WriteRune(r)
		}
		at += units(r)
	}
	return b.String()
}

func FuzzParseHTML(f *testing.F) {
	for _, src := range []string{"<b>a</b>", "<a href=x>", "&#x;", "<pre><code class='language-a'>b</code></pre>", "<b>😀<i> क</i>&lt;</b>", "</b", "<i a=\"b", "<b>\xff"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		text, list, err := parseHTML(src)
		if err != nil {
			if err.Error() == "" || text != "" {
				t.Fatalf("error %q with text %q", err, text)
			}
			return
		}
		text, list = trimText(text, list)
		if utf8.ValidString(src) && !utf8.ValidString(text) {
			t.Fatal("the text is no longer UTF-8")
		}
		if len(text) > len(src) && !strings.Contains(src, "&#") {
			t.Fatal("the text grew")
		}
		size := utf16Len(text)
		for _, e := range detect(text, list) {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > size || e.Type == "" {
				t.Fatalf("entity %+v in a text of %d", e, size)
			}
		}
		if strings.TrimFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n\v\f", r) }) != text {
			t.Fatal("white space is left at an end")
		}
	})
}

func FuzzSplitText(f *testing.F) {
	f.Add("नमस्ते 😀", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit < 2 || limit > 5000 || !utf8.ValidString(text) {
			return
		}
		pieces := splitText(text, limit)
		for _, p := range pieces {
			if utf16Len(p) > limit {
				t.Fatalf("a piece of %d units, limit %d", utf16Len(p), limit)
			}
		}
		if strings.Join(pieces, "") != text {
			t.Fatal("the pieces are not the text")
		}
	})
}
