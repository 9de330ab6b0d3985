package bot

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"satark/dialogs"
	"satark/fraud"
)

func message(fields string) []byte {
	return fmt.Appendf(nil, `{"update_id":7,"message":{"message_id":9,"date":1700000000,"from":{"id":41,"first_name":"A","last_name":"B","language_code":"hi"},"chat":{"id":41,"type":"private"},%s}}`, fields)
}

func TestInbound(t *testing.T) {
	profile := dialogs.Profile{First: "A", Last: "B"}
	at := time.Unix(1700000000, 0).UTC()
	for _, c := range []struct {
		name, fields string
		want         dialogs.Input
	}{
		{"text", `"text":"नमस्ते"`, dialogs.Input{Kind: dialogs.InputText, Text: "नमस्ते"}},
		{"hidden link", `"text":"click 🙏 here","entities":[{"type":"text_link","offset":9,"length":4,"url":"http://bad.example/x"}]`,
			dialogs.Input{Kind: dialogs.InputText, Text: "click 🙏 here\nhttp://bad.example/x"}},
		{"command", `"text":"/start@bot  camp_1 ","entities":[{"type":"bot_command","offset":0,"length":10}]`,
			dialogs.Input{Kind: dialogs.InputCommand, Command: "start", Payload: "camp_1"}},
		{"forwarded text is no command", `"text":"/start","forward_origin":{"type":"hidden_user","date":1700000000,"sender_user_name":"Raj"}`,
			dialogs.Input{Kind: dialogs.InputText, Text: "/start", Forwarded: &dialogs.Origin{At: at, Name: "Raj"}}},
		{"forwarded from a user", `"text":"x","forward_origin":{"type":"user","date":1700000000,"sender_user":{"id":5,"first_name":"R","last_name":"K","username":"rk"}}`,
			dialogs.Input{Kind: dialogs.InputText, Text: "x", Forwarded: &dialogs.Origin{At: at, Name: "R K", Handle: "@rk", ID: 5}}},
		{"forwarded from a channel", `"text":"x","forward_origin":{"type":"channel","date":1700000000,"message_id":3,"chat":{"id":-1005,"type":"channel","title":"Jobs"}}`,
			dialogs.Input{Kind: dialogs.InputText, Text: "x", Forwarded: &dialogs.Origin{At: at, Name: "Jobs", ID: -1005}}},
		{"forwarded from a group", `"text":"x","forward_origin":{"type":"chat","date":1700000000,"sender_chat":{"id":-7,"type":"supergroup","title":"G","username":"g"}}`,
			dialogs.Input{Kind: dialogs.InputText, Text: "x", Forwarded: &dialogs.Origin{At: at, Name: "G", Handle: "@g", ID: -7}}},
		{"photo, the largest", `"photo":[{"file_id":"s","width":90,"height":90,"file_size":10},{"file_id":"l","width":900,"height":900,"file_size":900},{"file_id":"m","width":300,"height":300,"file_size":90}],"caption":"see","media_group_id":"77"`,
			dialogs.Input{Kind: dialogs.InputMedia, Text: "see", Album: "77", Media: &fraud.Evidence{FileID: "l", Kind: "photo", MIME: "image/jpeg", Size: 900, At: at}}},
		{"document", `"document":{"file_id":"d","file_name":"x.pdf","mime_type":"application/pdf","file_size":5}`,
			dialogs.Input{Kind: dialogs.InputMedia, Media: &fraud.Evidence{FileID: "d", Kind: "document", Name: "x.pdf", MIME: "application/pdf", Size: 5, At: at}}},
		{"program", `"document":{"file_id":"d","file_name":"x.apk","file_size":5}`,
			dialogs.Input{Kind: dialogs.InputMedia, Refused: "executable", Media: &fraud.Evidence{FileID: "d", Kind: "document", Name: "x.apk", Size: 5, At: at}}},
		{"too large", `"video":{"file_id":"v","mime_type":"video/mp4","file_size":99999999}`,
			dialogs.Input{Kind: dialogs.InputMedia, Refused: "size", Media: &fraud.Evidence{FileID: "v", Kind: "video", MIME: "video/mp4", Size: 99999999, At: at}}},
		{"voice", `"voice":{"file_id":"v","duration":3,"mime_type":"audio/ogg","file_size":5}`,
			dialogs.Input{Kind: dialogs.InputMedia, Media: &fraud.Evidence{FileID: "v", Kind: "voice", MIME: "audio/ogg", Size: 5, At: at}}},
		{"audio", `"audio":{"file_id":"v","duration":3,"mime_type":"audio/mpeg","file_name":"a.mp3","file_size":5}`,
			dialogs.Input{Kind: dialogs.InputMedia, Media: &fraud.Evidence{FileID: "v", Kind: "audio", Name: "a.mp3", MIME: "audio/mpeg", Size: 5, At: at}}},
		{"round video", `"video_note":{"file_id":"v","length":3,"duration":3,"file_size":5}`,
			dialogs.Input{Kind: dialogs.InputMedia, Media: &fraud.Evidence{FileID: "v", Kind: "video", MIME: "video/mp4", Size: 5, At: at}}},
		{"animation", `"animation":{"file_id":"v","file_name":"a.mp4","mime_type":"video/mp4","file_size":5},"document":{"file_id":"v"}`,
			dialogs.Input{Kind: dialogs.InputMedia, Media: &fraud.Evidence{FileID: "v", Kind: "video", Name: "a.mp4", MIME: "video/mp4", Size: 5, At: at}}},
		{"own contact", `"contact":{"phone_number":"919876501234","first_name":"A","user_id":41}`,
			dialogs.Input{Kind: dialogs.InputContact, Contact: &dialogs.Contact{Phone: "919876501234", Name: "A", Own: true}}},
		{"another's contact", `"contact":{"phone_number":"919876501234","first_name":"T"}`,
			dialogs.Input{Kind: dialogs.InputContact, Contact: &dialogs.Contact{Phone: "919876501234", Name: "T"}}},
		{"own contact forwarded", `"contact":{"phone_number":"919876501234","first_name":"A","user_id":41},"forward_origin":{"type":"hidden_user","date":1700000000,"sender_user_name":"R"}`,
			dialogs.Input{Kind: dialogs.InputContact, Contact: &dialogs.Contact{Phone: "919876501234", Name: "A"}, Forwarded: &dialogs.Origin{At: at, Name: "R"}}},
		{"place", `"location":{"latitude":28.5,"longitude":77.25}`, dialogs.Input{Kind: dialogs.InputPlace, Place: &dialogs.Place{Latitude: 28.5, Longitude: 77.25}}},
		{"sticker", `"sticker":{"file_id":"s","type":"regular","width":5,"height":5}`, dialogs.Input{Kind: dialogs.InputOther}},
		{"dice", `"dice":{"emoji":"🎲","value":3}`, dialogs.Input{Kind: dialogs.InputOther}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := decode(message(c.fields))
			if err != nil {
				t.Fatal(err)
			}
			c.want.Profile = profile
			if e.update != 7 || e.chat != 41 || e.message != 9 || e.lang != "hi" || e.ignore != "" {
				t.Errorf("event %+v", e)
			}
			if !reflect.DeepEqual(e.in, c.want) {
				t.Errorf("got  %+v\nwant %+v", e.in, c.want)
			}
		})
	}
}

func TestInboundPress(t *testing.T) {
	for _, c := range []struct {
		body    string
		message int
		ignore  string
	}{
		{`{"update_id":7,"callback_query":{"id":"q","from":{"id":41},"data":"y","message":{"message_id":9,"date":5,"chat":{"id":41,"type":"private"}}}}`, 9, ""},
		{`{"update_id":7,"callback_query":{"id":"q","from":{"id":41},"data":"y","message":{"message_id":9,"date":0,"chat":{"id":41,"type":"private"}}}}`, 0, ""},
		{`{"update_id":7,"callback_query":{"id":"q","from":{"id":41},"data":"y","inline_message_id":"z"}}`, 0, ""},
		{`{"update_id":7,"callback_query":{"id":"q","from":{"id":41},"data":"y","message":{"message_id":9,"date":5,"chat":{"id":-41,"type":"group"}}}}`, 9, ignoreGroup},
	} {
		e, err := decode([]byte(c.body))
		if err != nil || e.press != "q" || e.in.Data != "y" || e.in.Kind != dialogs.InputPress || e.message != c.message || e.ignore != c.ignore {
			t.Errorf("%s: %+v, %v", c.body, e, err)
		}
	}
}

func TestInboundEdited(t *testing.T) {
	e, err := decode([]byte(`{"update_id":7,"edited_message":{"message_id":9,"date":5,"from":{"id":41},"chat":{"id":41,"type":"private"},"text":"/lost x"}}`))
	if err != nil || e.in.Kind != dialogs.InputEdited || e.in.Command != "" {
		t.Errorf("%+v, %v", e.in, err)
	}
}

func TestCommand(t *testing.T) {
	for _, c := range []struct {
		text, name, payload string
		ok                  bool
	}{
		{"/lost", "lost", "", true},
		{"/LOST", "lost", "", true},
		{"/report@satark_bot", "report", "", true},
		{"/start 🙏 नमस्ते", "start", "🙏 नमस्ते", true},
		{"/start\nx", "start", "x", true},
		{"/start\u00a0x", "start", "x", true},
		{"नमस्ते /report", "", "", false},
		{"/", "", "", false},
		{"/ lost", "", "", false},
		{"/@bot", "", "", false},
		{"/हेल्प", "", "", false},
		{"/5,000 rupees", "", "", false},
		{"//lost", "", "", false},
		{"", "", "", false},
	} {
		name, payload, ok := command(c.text)
		if name != c.name || payload != c.payload || ok != c.ok {
			t.Errorf("command(%q) = %q, %q, %v", c.text, name, payload, ok)
		}
	}
}

func TestDecodeRefusesWhatIsNoUpdate(t *testing.T) {
	for _, body := range []string{"", "null", "[]", `"x"`, "{", `{"message":{}}`, `{"update_id":"x"}`} {
		if e, err := decode([]byte(body)); !errors.Is(err, errNotUpdate) {
			t.Errorf("decode(%q) = %+v, %v", body, e, err)
		}
	}
}

func FuzzInbound(f *testing.F) {
	f.Add(message(`"text":"x"`))
	f.Add([]byte(`{"update_id":7,"callback_query":{"id":"q","from":{"id":41},"data":"y","message":{"message_id":9,"date":0,"chat":{"id":41,"type":"private"}}}}`))
	f.Add([]byte(`{"update_id":7,"my_chat_member":{"chat":{"id":41,"type":"private"},"new_chat_member":{"status":"kicked"}}}`))
	f.Add([]byte(`{"update_id":7,"message":null,"edited_message":{}}`))
	f.Fuzz(func(t *testing.T, body []byte) { checkInbound(t, body) })
}

func checkInbound(t *testing.T, body []byte) {
	e, err := decode(body)
	switch {
	case errors.Is(err, errNotUpdate):
	case err != nil && !errors.Is(err, errStrange):
		t.Errorf("an error of an unknown kind: %v", err)
	case err == nil && e.ignore == "" && e.in.Kind == "":
		t.Errorf("an event of no kind is conversed with: %s", body)
	case err == nil && e.ignore == "":
		clean(e.in, fraud.Expect{})
		heard(e.in)
	}
}

// TestInboundOfRandomShapes sends objects of the right names and wrong shapes.
func TestInboundOfRandomShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(1930, 1))
	for range 5_000 {
		checkInbound(t, fmt.Appendf(nil, `{"update_id":%d,%s}`, r.IntN(3), fields(r, 4)))
	}
}

// fields draws members of an object that Telegram might send, one day.
func fields(r *rand.Rand, deep int) string {
	names := []string{"message", "edited_message", "callback_query", "my_chat_member", "chat", "from", "text", "id", "type", "date",
		"photo", "document", "forward_origin", "sender_user", "entities", "caption", "contact", "data", "message_id", "new_chat_member", "status"}
	out := ""
	for i := range 1 + r.IntN(5) {
		if i > 0 {
			out += ","
		}
		out += fmt.Sprintf("%q:%s", names[r.IntN(len(names))], value(r, deep))
	}
	return out
}

func value(r *rand.Rand, deep int) string {
	switch n := r.IntN(8); {
	case n < 4 && deep > 0:
		return "{" + fields(r, deep-1) + "}"
	case n == 4 && deep > 0:
		return "[" + value(r, deep-1) + "]"
	case n == 5:
		return "null"
	case n == 6:
		return []string{`"private"`, `"user"`, `"kicked"`, `"channel"`, `""`}[r.IntN(5)]
	}
	return fmt.Sprint(r.IntN(100) - 50)
}
