package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"
)

// updates reads what waits with the Telegram library's own types.
func (r *rig) updates() []models.Update {
	r.t.Helper()
	var list []models.Update
	r.must(&list, "getUpdates", nil)
	if len(list) > 0 {
		r.must(nil, "getUpdates", params{"offset": list[len(list)-1].ID + 1})
	}
	return list
}

func (r *rig) update() models.Update {
	r.t.Helper()
	list := r.updates()
	if len(list) != 1 {
		r.t.Fatalf("%d updates, want 1", len(list))
	}
	return list[0]
}

func picture(t testing.TB, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTextUpdate(t *testing.T) {
	r := newRig(t, Options{})
	id := r.asha.Command("start", "ref_1")
	u := r.update()
	m := u.Message
	switch {
	case u.ID != id, m.Text != "/start ref_1", m.From.ID != ashaID, m.From.LanguageCode != "hi", m.Chat.ID != ashaID,
		string(m.Chat.Type) != "private", m.Date != int(r.clock.Now().Unix()):
		t.Errorf("%+v", m)
	case len(m.Entities) != 1 || m.Entities[0].Type != "bot_command" || m.Entities[0].Length != 6:
		t.Errorf("entities %+v", m.Entities)
	}
}

func TestLongTextIsSplit(t *testing.T) {
	r := newRig(t, Options{})
	r.asha.Say(strings.Repeat("क", 5000))
	if list := r.updates(); len(list) != 2 || utf16Len(list[0].Message.Text) != 4096 {
		t.Errorf("%d updates", len(list))
	}
}

func TestFileUpdates(t *testing.T) {
	r := newRig(t, Options{})
	r.asha.SendPhoto("a.png", picture(t, 900, 450))
	photo := r.update().Message.Photo
	if len(photo) != 2 || photo[0].Width != 90 || photo[0].Height != 45 || photo[1].Width != 900 || photo[0].FileID == photo[1].FileID {
		t.Errorf("sizes %+v", photo)
	}
	r.asha.SendFile("a caption", Attachment{Kind: KindDocument, Name: "bill.pdf", Mime: "application/pdf", Data: []byte("%PDF")})
	if m := r.update().Message; m.Caption != "a caption" || m.Document.FileName != "bill.pdf" || m.Document.MimeType != "application/pdf" || m.Document.FileSize != 4 {
		t.Errorf("%+v", m.Document)
	}
	r.asha.SendVoice([]byte("OggS"), 7)
	if v := r.update().Message.Voice; v == nil || v.Duration != 7 || v.MimeType != "audio/ogg" {
		t.Errorf("%+v", v)
	}
	r.asha.SendFile("", Attachment{Kind: KindVideo, Mime: "video/mp4", Duration: 3, Data: []byte("mp4")})
	if v := r.update().Message.Video; v == nil || v.Duration != 3 {
		t.Errorf("%+v", v)
	}
	r.asha.SendFile("", Attachment{Kind: KindSticker, Data: []byte("webp")})
	if v := r.update().Message.Sticker; v == nil || v.FileID == "" {
		t.Errorf("%+v", v)
	}
}

func TestAlbumUpdate(t *testing.T) {
	r := newRig(t, Options{})
	a := Attachment{Kind: KindPhoto, Data: []byte("any bytes")}
	if got := r.asha.SendAlbum("two", a, a); len(got) != 2 {
		t.Fatalf("%d ids", len(got))
	}
	r.asha.SendAlbum("", a, a)
	list := r.updates()
	one, two, other := list[0].Message, list[1].Message, list[2].Message
	if one.MediaGroupID == "" || one.MediaGroupID != two.MediaGroupID || other.MediaGroupID == one.MediaGroupID {
		t.Errorf("groups %q %q %q", one.MediaGroupID, two.MediaGroupID, other.MediaGroupID)
	}
	if one.Caption != "two" || two.Caption != "" {
		t.Errorf("captions %q %q", one.Caption, two.Caption)
	}
	if one.Photo[0].FileUniqueID != two.Photo[0].FileUniqueID || one.Photo[0].FileID == two.Photo[0].FileID {
		t.Error("the same bytes have one unique id and an id each")
	}
}

func TestContactAndPlaceUpdates(t *testing.T) {
	r := newRig(t, Options{})
	r.asha.ShareContact("+919876543210")
	if c := r.update().Message.Contact; c.PhoneNumber != "+919876543210" || c.UserID != ashaID {
		t.Errorf("own %+v", c)
	}
	r.asha.SendContact(Contact{Phone: "+911234", First: "Ravi"})
	if c := r.update().Message.Contact; c.FirstName != "Ravi" || c.UserID != 0 {
		t.Errorf("other %+v", c)
	}
	r.asha.SendLocation(26.9, 75.8)
	if l := r.update().Message.Location; l.Latitude != 26.9 || l.Longitude != 75.8 {
		t.Errorf("%+v", l)
	}
}

func TestForwardUpdates(t *testing.T) {
	r := newRig(t, Options{})
	at := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	r.asha.Forward("win now", Origin{Name: "VM-LOTTERY", At: at})
	if o := r.update().Message.ForwardOrigin; o.MessageOriginHiddenUser == nil || o.MessageOriginHiddenUser.SenderUserName != "VM-LOTTERY" || o.MessageOriginHiddenUser.Date != int(at.Unix()) {
		t.Errorf("hidden %+v", o)
	}
	r.asha.Forward("win now", Origin{Name: "Ravi", Username: "ravi", ID: 5})
	if o := r.update().Message.ForwardOrigin; o.MessageOriginUser == nil || o.MessageOriginUser.SenderUser.Username != "ravi" {
		t.Errorf("user %+v", o)
	}
	r.asha.Forward("win now", Origin{Name: "Tips", Username: "tips", ID: -1005, Channel: true})
	if o := r.update().Message.ForwardOrigin; o.MessageOriginChannel == nil || o.MessageOriginChannel.Chat.Title != "Tips" {
		t.Errorf("channel %+v", o)
	}
}

func TestEditedUpdate(t *testing.T) {
	r := newRig(t, Options{})
	r.asha.Say("frist")
	id := r.asha.Messages()[0].ID
	r.updates()
	r.clock.advance(time.Minute)
	r.asha.Edit(id, "first")
	m := r.update().EditedMessage
	if m == nil || m.ID != id || m.Text != "first" || m.EditDate != m.Date+60 {
		t.Errorf("%+v", m)
	}
	if got := r.asha.Messages()[0]; got.Text != "first" || got.Edited.IsZero() {
		t.Errorf("screen %+v", got)
	}
	bot := r.send("of the bot", nil)
	if _, err := r.asha.Do(Act{Kind: ActEdit, Message: bot.MessageID, Text: "a"}); !errors.Is(err, ErrNoMessage) {
		t.Errorf("editing the bot's: %v", err)
	}
}

func TestPress(t *testing.T) {
	r := newRig(t, Options{})
	m := r.send("sure?", params{"reply_markup": inline(params{"text": "Yes", "callback_data": "y"}, params{"text": "Site", "url": "https://a.in/"})})
	if _, err := r.asha.PressLabel("Yes"); err != nil {
		t.Fatal(err)
	}
	u := r.update()
	q := u.CallbackQuery
	if q == nil || q.Data != "y" || q.From.ID != ashaID || q.Message.Message.ID != m.MessageID || len(q.Message.Message.ReplyMarkup.InlineKeyboard[0]) != 2 {
		t.Fatalf("%+v", q)
	}
	r.must(nil, "answerCallbackQuery", params{"callback_query_id": q.ID, "text": "Noted", "show_alert": true})
	if got := r.asha.Toasts(); len(got) != 1 || got[0].Text != "Noted" || !got[0].Alert {
		t.Errorf("toasts %+v", got)
	}
	for _, label := range []string{"Site", "No"} {
		if _, err := r.asha.PressLabel(label); !errors.Is(err, ErrNoButton) {
			t.Errorf("%s: %v", label, err)
		}
	}
	r.must(nil, "deleteMessage", params{"chat_id": ashaID, "message_id": m.MessageID})
	if _, err := r.asha.PressLabel("Yes"); !errors.Is(err, ErrNoButton) {
		t.Errorf("on a deleted message: %v", err)
	}
	r.asha.Press(m.MessageID, "y") // was under way when the message went
	if late := r.update().CallbackQuery.Message; late.Type != models.MaybeInaccessibleMessageTypeInaccessibleMessage {
		t.Errorf("a press on a deleted message: %+v", late)
	}
	r.clock.advance(queryLimit + time.Second)
	if code := r.code("answerCallbackQuery", params{"callback_query_id": q.ID}); code != 400 {
		t.Errorf("too late: %d", code)
	}
}

func TestReplyKeyboard(t *testing.T) {
	r := newRig(t, Options{})
	keys := [][]params{{{"text": "Share my number", "request_contact": true}}, {{"text": "Skip"}}}
	r.send("who?", params{"reply_markup": params{"keyboard": keys, "one_time_keyboard": true}})
	if k := r.asha.Keyboard(); k == nil || !k.Rows[0][0].Contact || !k.OneTime {
		t.Fatalf("%+v", k)
	}
	if _, err := r.asha.PressLabel("Share my number"); err != nil {
		t.Fatal(err)
	}
	if c := r.update().Message.Contact; c == nil || c.UserID != ashaID {
		t.Errorf("%+v", c)
	}
	if r.asha.Keyboard() != nil {
		t.Error("a one-time keyboard stays open")
	}
	r.send("who?", params{"reply_markup": params{"keyboard": keys}})
	if _, err := r.asha.PressLabel("Skip"); err != nil {
		t.Fatal(err)
	}
	if text := r.update().Message.Text; text != "Skip" || r.asha.Keyboard() == nil {
		t.Errorf("said %q", text)
	}
	r.send("thanks", params{"reply_markup": params{"remove_keyboard": true}})
	if r.asha.Keyboard() != nil {
		t.Error("the keyboard was not taken away")
	}
}

func TestEditAndDelete(t *testing.T) {
	r := newRig(t, Options{})
	m := r.send("one", params{"reply_markup": inline(params{"text": "a", "callback_data": "a"})})
	before := r.asha.Messages()
	r.must(nil, "editMessageText", params{"chat_id": ashaID, "message_id": m.MessageID, "text": "<b>two</b>", "parse_mode": "HTML"})
	got := r.asha.Messages()[0]
	if got.Text != "two" || got.Buttons != nil || got.Edited.IsZero() || got.Entities[0].Type != "bold" {
		t.Errorf("%+v", got)
	}
	if before[0].Text != "one" || before[0].Buttons == nil {
		t.Error("a message that was handed out has changed")
	}
	r.must(nil, "editMessageReplyMarkup", params{"chat_id": ashaID, "message_id": m.MessageID, "reply_markup": inline(params{"text": "b", "callback_data": "b"})})
	if got := r.asha.Messages()[0]; got.Text != "two" || got.Buttons[0][0].Text != "b" {
		t.Errorf("%+v", got)
	}
	r.asha.Say("a secret")
	secret := r.asha.Messages()[1].ID
	r.must(nil, "deleteMessage", params{"chat_id": ashaID, "message_id": secret})
	if !r.asha.Messages()[1].Deleted {
		t.Error("the citizen's message stays")
	}
	if code := r.code("deleteMessage", params{"chat_id": ashaID, "message_id": secret}); code != 400 {
		t.Errorf("a second time: %d", code)
	}
	r.clock.advance(deleteLimit + time.Second)
	if code := r.code("deleteMessage", params{"chat_id": ashaID, "message_id": m.MessageID}); code != 400 {
		t.Errorf("after 48 hours: %d", code)
	}
}

func TestFilesBothWays(t *testing.T) {
	r := newRig(t, Options{})
	r.asha.SendDocument("../x/Bill.PDF", "application/pdf", []byte("%PDF-1.7"))
	id := r.update().Message.Document.FileID
	var file wireFile
	r.must(&file, "getFile", params{"file_id": id})
	if file.Path != "documents/file_1.pdf" {
		t.Errorf("path %q", file.Path)
	}
	w := httptest.NewRecorder()
	r.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/file/bot"+DefaultToken+"/"+file.Path, nil))
	if w.Code != 200 || w.Body.String() != "%PDF-1.7" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	r.must(nil, "sendDocument", params{"chat_id": ashaID, "document": id, "caption": "<i>yours</i>", "parse_mode": "HTML"})
	r.must(nil, "sendPhoto", params{"chat_id": ashaID}, upload{"chart.png", "photo", picture(t, 300, 200)})
	r.must(nil, "sendVoice", params{"chat_id": ashaID, "duration": 3}, upload{"v.oga", "voice", []byte("OggS")})
	list := r.asha.Messages()
	if got := list[1]; string(got.File.Data) != "%PDF-1.7" || got.Text != "yours" || !got.FromBot {
		t.Errorf("%+v", got)
	}
	if got := list[2]; got.Kind != KindPhoto || got.File.Width != 300 {
		t.Errorf("%+v", got.File)
	}
	if got := list[3]; got.Kind != KindVoice || got.File.Duration != 3 {
		t.Errorf("%+v", got.File)
	}
	for name, tt := range map[string]struct {
		method string
		file   upload
		want   string
	}{
		"no picture":     {"sendPhoto", upload{"a.png", "photo", []byte("text")}, "Bad Request: IMAGE_PROCESS_FAILED"},
		"a thin picture": {"sendPhoto", upload{"a.png", "photo", picture(t, 210, 10)}, "Bad Request: PHOTO_INVALID_DIMENSIONS"},
		"empty":          {"sendDocument", upload{"a", "document", nil}, "Bad Request: file must be non-empty"},
		"not a file":     {"sendDocument", upload{"a", "caption", []byte("a")}, `Bad Request: sandbox: parameter "caption" cannot be a file`},
	} {
		if _, got := r.call(tt.method, params{"chat_id": ashaID}, tt.file); got.Description != tt.want {
			t.Errorf("%s: %q", name, got.Description)
		}
	}
	if _, got := r.call("sendPhoto", params{"chat_id": ashaID, "photo": id}); got.Description != "Bad Request: type of file mismatch" {
		t.Errorf("a document as a photo: %q", got.Description)
	}
	r.asha.SendDocument("big", "", make([]byte, maxDownload+1))
	if _, got := r.call("getFile", params{"file_id": r.update().Message.Document.FileID}); got.Description != "Bad Request: file is too big" {
		t.Errorf("over 20 MB: %q", got.Description)
	}
}

func TestMenus(t *testing.T) {
	r := newRig(t, Options{})
	set := func(word, lang string, scope params) {
		t.Helper()
		p := params{"commands": []params{{"command": "start", "description": word}}, "language_code": lang}
		if scope != nil {
			p["scope"] = scope
		}
		r.must(nil, "setMyCommands", p)
	}
	look := func(want string) {
		t.Helper()
		got := ""
		if menu := r.asha.Menu(); len(menu) > 0 {
			got = menu[0].Description
		}
		if got != want {
			t.Errorf("the citizen sees %q, want %q", got, want)
		}
	}
	look("")
	set("everyone", "", nil)
	look("everyone")
	set("hindi", "hi", nil)
	look("hindi")
	set("private", "", params{"type": "all_private_chats"})
	look("private")
	set("hers", "", params{"type": "chat", "chat_id": ashaID})
	look("hers")
	r.must(nil, "deleteMyCommands", params{"scope": params{"type": "chat", "chat_id": ashaID}})
	look("private")
	var list []BotCommand
	r.must(&list, "getMyCommands", params{"language_code": "hi"})
	if len(list) != 1 || list[0].Description != "hindi" {
		t.Errorf("%+v", list)
	}
	r.must(&list, "getMyCommands", params{"language_code": "ta"})
	if len(list) != 0 {
		t.Errorf("none were set for Tamil: %+v", list)
	}
	r.must(nil, "setChatMenuButton", params{"chat_id": ashaID, "menu_button": params{"type": "default"}})
	var button struct{ Type string }
	r.must(&button, "getChatMenuButton", params{"chat_id": ashaID})
	if button.Type != "default" {
		t.Errorf("button %q", button.Type)
	}
}

func TestNames(t *testing.T) {
	r := newRig(t, Options{Name: "Satark"})
	var got map[string]string
	r.must(nil, "setMyName", params{"name": "सतर्क", "language_code": "hi"})
	for lang, want := range map[string]string{"hi": "सतर्क", "": "Satark", "ta": "Satark"} {
		r.must(&got, "getMyName", params{"language_code": lang})
		if got["name"] != want {
			t.Errorf("%q: %q", lang, got["name"])
		}
	}
	r.must(nil, "setMyDescription", params{"description": "Unofficial"})
	r.must(&got, "getMyDescription", params{"language_code": "hi"})
	if got["description"] != "Unofficial" {
		t.Errorf("%v", got)
	}
}

func TestBadActs(t *testing.T) {
	r := newRig(t, Options{})
	for name, a := range map[string]Act{
		"nothing":       {},
		"no text":       {Kind: ActSay, Text: "  "},
		"not UTF-8":     {Kind: ActSay, Text: "\xff"},
		"no files":      {Kind: ActSend},
		"unknown file":  {Kind: ActSend, Files: []Attachment{{Kind: "dice"}}},
		"no origin":     {Kind: ActForward, Text: "a"},
		"no place":      {Kind: ActLocation},
		"press nothing": {Kind: ActPress, Message: 99, Data: "a"},
	} {
		if ids, err := r.asha.Do(a); err == nil || len(ids) > 0 {
			t.Errorf("%s: %v %v", name, ids, err)
		}
	}
	if n := r.Pending(); n != 0 {
		t.Errorf("%d updates of acts that cannot be", n)
	}
}

func TestCalls(t *testing.T) {
	r := newRig(t, Options{})
	m := r.send("hello", nil)
	r.call("sendMessage", params{"chat_id": 99, "text": "hello"})
	r.poll(nil)
	got := r.Calls()
	want := []Call{
		{At: r.clock.Now(), Method: "sendMessage", Chat: ashaID, Message: m.MessageID, Code: 200, OK: true},
		{At: r.clock.Now(), Method: "sendMessage", Chat: 99, Code: 400, Description: "Bad Request: chat not found"},
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%+v", got)
	}
	raw, err := json.Marshal(got)
	if err != nil || strings.Contains(string(raw), "hello") {
		t.Errorf("the log holds the text of a message: %s %v", raw, err)
	}
}
