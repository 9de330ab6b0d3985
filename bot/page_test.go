package bot

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"satark/dialogs"
	"satark/fraud"
	"satark/locales"
	"satark/store"
)

// hostile are names and words that would do harm in a page that does not escape them.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title><b>`, `<b>unclosed`, `</div></main>`, `&lt;script&gt;`,
	`javascript:alert(1)`, `{{.Title}}`, `<a href="https://evil.example">win</a>`, "\u202eevil\u2066", `<style>*{display:none}</style>`,
	`<link rel=stylesheet href=//evil.example>`, `<!-- `, `]]>`, `' onload='x`, `<iframe src=//evil.example>`, `<b onclick=x>hi</b>`, `<code><b></code></b>`,
	"नमस्ते <b>दुनिया</b>", "a\x00b", "\xff\xfe", `<base href=//evil.example>`, `<meta http-equiv=refresh content="0;url=//evil.example">`,
}

// held draws what a store may hold of a person.
func heldOf(t *rapid.T) store.Everything {
	text := func(name string) string {
		return rapid.OneOf(rapid.SampledFrom(hostile), rapid.String()).Draw(t, name)
	}
	at := func(name string) time.Time {
		return time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, name), 0).UTC()
	}
	file := func(i int) fraud.Evidence {
		return fraud.Evidence{ID: text("id"), FileID: "f", Kind: rapid.SampledFrom([]string{"photo", "voice", "odd", ""}).Draw(t, "kind"), Name: text("file"), At: at("at")}
	}
	answers := map[string]dialogs.Answer{}
	for _, key := range []string{"medium", "suspect", "details", "category", "when", "name", "mobile", "bank.1", "amount.1", "place", text("key")} {
		answers[key] = dialogs.Answer{
			Code: rapid.SampledFrom([]string{"", "call", "upi", "MH", text("code")}).Draw(t, "code"), Text: text("text"),
			Skipped: rapid.SampledFrom([]string{"", "skip", "unknown", "odd"}).Draw(t, "skipped"),
		}
	}
	draft := &dialogs.Draft{
		ID: "1", Form: rapid.SampledFrom([]string{"suspected", "loss", "odd"}).Draw(t, "form"), Begun: at("begun"), Rows: rapid.IntRange(0, 3).Draw(t, "rows"),
		Answers: answers, Evidence: []fraud.Evidence{file(1), {}},
	}
	raw, _ := json.Marshal(draft)
	all := store.Everything{Session: dialogs.Session{
		Lang: "en", Source: text("source"), Heard: at("heard"), Consent: dialogs.Consent{Version: rapid.IntRange(0, 3).Draw(t, "consent"), At: at("agreed")},
		Drafts: map[string]*dialogs.Draft{"1": draft, "2": nil},
	}}
	all.Reports = []fraud.Report{{
		Number: fraud.Number(text("number")), Route: fraud.Route(text("route")), Status: fraud.StatusFiled, Created: at("created"), Answers: raw,
		Decision: fraud.Decision{Reason: text("reason")}, Evidence: draft.Evidence,
		Filings: []fraud.Filing{{Desk: text("desk"), Reference: fraud.Identifier{Kind: fraud.KindHandle, Value: text("reference")}, At: at("filed")}},
	}, {Answers: json.RawMessage("nonsense")}}
	for range rapid.IntRange(0, 6).Draw(t, "lines") {
		all.Transcript = append(all.Transcript, store.Line{
			At: at("said"), Who: rapid.SampledFrom([]string{"citizen", "bot", "staff", text("who")}).Draw(t, "who"), Text: text("said"),
			Media: rapid.SampledFrom([]string{"", "photo", "contact", "place", "other", text("media")}).Draw(t, "media"),
			Data:  rapid.SampledFrom([]string{"", "", "g:home", "q:1:medium:call", text("data")}).Draw(t, "data"),
		})
	}
	return all
}

// mayStand are the elements and attributes that the page itself is made of.
var mayStand = map[string][]string{
	"html": {"lang", "dir"}, "head": {}, "meta": {"charset", "http-equiv", "content", "name"}, "title": {}, "style": {}, "body": {}, "main": {},
	"h1": {}, "h2": {}, "h3": {"dir"}, "p": {"class", "dir"}, "section": {}, "div": {"class", "dir"}, "small": {}, "b": {}, "i": {}, "code": {},
}

// whole parses a page strictly: every element closed in order, and none that is not ours.
func whole(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("not UTF-8")
	}
	text := strings.TrimPrefix(string(data), "<!DOCTYPE html>\n")
	for _, empty := range []string{`charset="utf-8"`, `content="default-src 'none'; style-src 'unsafe-inline'"`, `content="no-referrer"`, `content="width=device-width, initial-scale=1"`, `content="light dark"`} {
		text = strings.Replace(text, empty+">", empty+"/>", 1)
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.Entity = map[string]string{"#34": `"`, "#39": "'", "#43": "+"}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		attributes, known := mayStand[element.Name.Local]
		if !known {
			return errors.New("element " + element.Name.Local)
		}
		for _, a := range element.Attr {
			if !strings.Contains(" "+strings.Join(attributes, " ")+" ", " "+a.Name.Local+" ") {
				return errors.New("attribute " + a.Name.Local + " of " + element.Name.Local)
			}
		}
	}
}

// Whatever a store holds, in each language the page is whole, made of our own elements
// only, and nothing in it can be fetched.
func TestAnyPageIsWholeAndEscaped(t *testing.T) {
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		all := heldOf(rt)
		all.Session.Lang = rapid.SampledFrom([]string{"en", "hi"}).Draw(rt, "lang")
		kept := map[string]FileMeta{all.Reports[0].Evidence[0].ID: {SHA256: rapid.SampledFrom(hostile).Draw(rt, "sum")}}
		p, err := pageOf(words, all.Session.Lang, 41, all, time.Unix(0, 0), kept)
		if err != nil {
			rt.Fatal(err)
		}
		data, err := p.render()
		if err != nil {
			rt.Fatal(err)
		}
		if err := whole(data); err != nil {
			rt.Fatalf("%v\n%s", err, data)
		}
	})
}

func TestPageMarkup(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                             "plain",
		"<b>bold</b> &amp; &lt;b&gt;":       "<b>bold</b> &amp; &lt;b&gt;",
		"<b>open":                           "<b>open</b>",
		"<b><i>crossed</b></i>":             "<b><i>crossed</i></b>",
		`<a href="https://x.example">x</a>`: "x",
		"<b onclick=x>hi</b>":               "hi",
		"<script>alert(1)</script>":         "alert(1)",
		"1 < 2 and 3 > 2":                   "1  2",
		"a <":                               "a &lt;",
		"&lt;script&gt;":                    "&lt;script&gt;",
		"</b></i>":                          "",
	} {
		if got := string(pageMarkup(in)); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzPageMarkup(f *testing.F) {
	for _, h := range hostile {
		f.Add(h)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out := string(pageMarkup(text))
		for _, tag := range []string{"<b>", "</b>", "<i>", "</i>", "<code>", "</code>"} {
			out = strings.ReplaceAll(out, tag, "")
		}
		if strings.ContainsAny(out, `<>"'`) {
			t.Errorf("%q became %q", text, out)
		}
	})
}

// The page says in the citizen's words what they told, whole.
func TestThePageTellsEverything(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.start()
	c := o.citizen(41)
	long := story + strings.Repeat(" and he called again and again", 40) + " ENDOFSTORY"
	number := o.reports(c, long)
	o.does(c, "/mydata")
	all := c.Messages()
	page := string(all[len(all)-2].File.Data)
	if err := whole([]byte(page)); err != nil {
		t.Fatal(err)
	}
	var got exported
	if err := json.Unmarshal(all[len(all)-1].File.Data, &got); err != nil || len(got.Reports) != 1 || len(got.Files) != 1 {
		t.Fatalf("for machines: %d reports, %d files, %v", len(got.Reports), len(got.Files), err)
	}
	sum := got.Files[got.Reports[0].Evidence[0].ID]
	for _, want := range []string{
		string(number), "Who: <b>+91 98765 43210</b>", "How: <b>📞 Phone call</b>", "ENDOFSTORY", "Ready for you to file", "photo",
		sum.SHA256, "kept here, encrypted", "You pressed a button", "📞 Phone call", "Everything", "24 November 2026", "Unfinished",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := bytes.Count([]byte(page), []byte("class=\"said")); n != len(got.Transcript) {
		t.Errorf("%d of %d lines are shown", n, len(got.Transcript))
	}
}
