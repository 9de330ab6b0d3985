package sandbox

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func inline(buttons ...params) params {
	return params{"inline_keyboard": [][]params{buttons}}
}

func TestRefusals(t *testing.T) {
	r := newRig(t, Options{})
	stranger := r.Citizen(7002, Profile{First: "Imran"})
	sent := r.send("first", nil)
	mine := r.asha
	mine.Say("my own")
	own := mine.Messages()[1].ID
	keyboard := r.send("keys", params{"reply_markup": params{"keyboard": [][]params{{{"text": "Share", "request_contact": true}}}}})

	tests := []struct {
		name, method string
		p            params
		code         int
		want         string
	}{
		{"unknown method", "sendMassage", params{}, 404, "Not Found: method not found"},
		{"no chat", "sendMessage", params{"text": "a"}, 400, "Bad Request: chat_id is empty"},
		{"no text", "sendMessage", params{"chat_id": ashaID}, 400, "Bad Request: message text is empty"},
		{"blank text", "sendMessage", params{"chat_id": ashaID, "text": " \n "}, 400, "Bad Request: message text is empty"},
		{"markup without text", "sendMessage", params{"chat_id": ashaID, "text": "<b></b>", "parse_mode": "HTML"}, 400, "Bad Request: message text is empty"},
		{"chat of nobody", "sendMessage", params{"chat_id": 99, "text": "a"}, 400, "Bad Request: chat not found"},
		{"null chat", "sendMessage", params{"chat_id": nil, "text": "a"}, 400, "Bad Request: chat not found"},
		{"never met", "sendMessage", params{"chat_id": stranger.ID(), "text": "a"}, 403, "Forbidden: bot can't initiate conversation with a user"},
		{"too long", "sendMessage", params{"chat_id": ashaID, "text": strings.Repeat("क", 4097)}, 400, "Bad Request: message is too long"},
		{"too long in UTF-16", "sendMessage", params{"chat_id": ashaID, "text": strings.Repeat("😀", 2049)}, 400, "Bad Request: message is too long"},
		{"unknown parameter", "sendMessage", params{"chat_id": ashaID, "text": "a", "texts": "b"}, 400, `Bad Request: sandbox: unknown parameter "texts"`},
		{"wrong type", "sendMessage", params{"chat_id": ashaID, "text": "a", "protect_content": "perhaps"}, 400, `Bad Request: sandbox: parameter "protect_content" is not of type Boolean`},
		{"not UTF-8", "sendMessage", params{"chat_id": ashaID, "text": "a\xff"}, 400, "Bad Request: strings must be encoded in UTF-8"},
		{"bad mode", "sendMessage", params{"chat_id": ashaID, "text": "a", "parse_mode": "XML"}, 400, "Bad Request: unsupported parse_mode"},
		{"unclosed tag", "sendMessage", params{"chat_id": ashaID, "text": "<b>a", "parse_mode": "HTML"}, 400, `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"unknown tag", "sendMessage", params{"chat_id": ashaID, "text": "यह <int>", "parse_mode": "HTML"}, 400, `Bad Request: can't parse entities: Unsupported start tag "int" at byte offset 7`},
		{"entity outside", "sendMessage", params{"chat_id": ashaID, "text": "a", "entities": []params{{"type": "bold", "offset": 0, "length": 2}}}, 400, "Bad Request: can't parse entities: entity ends after the end of the text at UTF-16 offset 2"},
		{"null markup", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": nil}, 400, "Bad Request: object expected as reply markup"},
		{"broken markup", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": "{"}, 400, "Bad Request: can't parse reply markup JSON object"},
		{"unknown field", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b", "callback_data": "c", "colour": "red"})}, 400, `Bad Request: sandbox: unknown field "colour" in InlineKeyboardButton`},
		{"field of wrong type", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": 5, "callback_data": "c"})}, 400, "Bad Request: sandbox: reply_markup.inline_keyboard[0][0].text is not of type String"},
		{"button without text", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"callback_data": "c"})}, 400, `Bad Request: can't parse InlineKeyboardButton: can't find field "text"`},
		{"button without action", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b"})}, 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"empty copy", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b", "copy_text": params{"text": ""}})}, 400, "Bad Request: BUTTON_COPY_TEXT_INVALID"},
		{"long copy", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b", "copy_text": params{"text": strings.Repeat("x", 257)}})}, 400, "Bad Request: sandbox: length of reply_markup.inline_keyboard[0][0].copy_text.text is 257, not 0 to 256"},
		{"65 bytes of data", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b", "callback_data": strings.Repeat("x", 65)})}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		{"22 letters of 3 bytes", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b", "callback_data": strings.Repeat("क", 22)})}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		{"two actions", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b", "callback_data": "c", "url": "https://a.in/"})}, 400, "Bad Request: sandbox: an inline keyboard button has exactly one action"},
		{"tel link", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b", "url": "tel:1930"})}, 400, "Bad Request: inline keyboard button URL 'tel:1930' is invalid: Unsupported URL protocol"},
		{"local link", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_markup": inline(params{"text": "b", "url": "http://localhost/"})}, 400, "Bad Request: inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"},
		{"reply to nothing", "sendMessage", params{"chat_id": ashaID, "text": "a", "reply_parameters": params{"message_id": 999}}, 400, "Bad Request: message to be replied not found"},
		{"contact without name", "sendContact", params{"chat_id": ashaID, "phone_number": "1930"}, 400, "Bad Request: first name is empty"},
		{"contact without number", "sendContact", params{"chat_id": ashaID, "first_name": "a"}, 400, "Bad Request: phone number is empty"},
		{"no document", "sendDocument", params{"chat_id": ashaID}, 400, "Bad Request: there is no document in the request"},
		{"unknown file", "sendDocument", params{"chat_id": ashaID, "document": "abc"}, 400, "Bad Request: wrong file identifier/HTTP URL specified"},
		{"file by link", "sendDocument", params{"chat_id": ashaID, "document": "https://a.in/f"}, 400, "Bad Request: failed to get HTTP URL content"},
		{"long caption", "sendDocument", params{"chat_id": ashaID, "document": "abc", "caption": strings.Repeat("x", 1025)}, 400, "Bad Request: message caption is too long"},
		{"bad action", "sendChatAction", params{"chat_id": ashaID, "action": "sleeping"}, 400, "Bad Request: wrong parameter action in request"},
		{"same text", "editMessageText", params{"chat_id": ashaID, "message_id": sent.MessageID, "text": "first"}, 400, "Bad Request: " + notModified},
		{"same markup", "editMessageReplyMarkup", params{"chat_id": ashaID, "message_id": sent.MessageID}, 400, "Bad Request: " + notModified},
		{"edit nothing", "editMessageText", params{"chat_id": ashaID, "message_id": 999, "text": "a"}, 400, "Bad Request: message to edit not found"},
		{"edit theirs", "editMessageText", params{"chat_id": ashaID, "message_id": own, "text": "a"}, 400, "Bad Request: message can't be edited"},
		{"edit under a reply keyboard", "editMessageText", params{"chat_id": ashaID, "message_id": keyboard.MessageID, "text": "a"}, 400, "Bad Request: message can't be edited"},
		{"edit without number", "editMessageText", params{"chat_id": ashaID, "text": "a"}, 400, "Bad Request: message identifier is not specified"},
		{"delete nothing", "deleteMessage", params{"chat_id": ashaID, "message_id": 999}, 400, "Bad Request: message to delete not found"},
		{"unknown press", "answerCallbackQuery", params{"callback_query_id": "1"}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"capital command", "setMyCommands", params{"commands": []params{{"command": "Start", "description": "a"}}}, 400, "Bad Request: BOT_COMMAND_INVALID"},
		{"command without words", "setMyCommands", params{"commands": []params{{"command": "a", "description": ""}}}, 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"three-letter language", "setMyCommands", params{"commands": []params{}, "language_code": "sat"}, 400, "Bad Request: invalid language code specified"},
		{"unknown scope", "setMyCommands", params{"commands": []params{}, "scope": params{"type": "moon"}}, 400, "Bad Request: can't parse BotCommandScope: unsupported type specified"},
		{"long description", "setMyShortDescription", params{"short_description": strings.Repeat("x", 121)}, 400, "Bad Request: sandbox: length of short_description is 121, not 0 to 120"},
		{"no file id", "getFile", params{}, 400, "Bad Request: file_id not specified"},
		{"unknown file id", "getFile", params{"file_id": "x"}, 400, "Bad Request: wrong file_id or the file is temporarily unavailable"},
		{"plain webhook", "setWebhook", params{"url": "http://example.org/"}, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"},
		{"bad secret", "setWebhook", params{"url": "https://example.org/", "secret_token": "a b"}, 400, "Bad Request: secret token contains unallowed characters"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, got := r.call(tt.method, tt.p)
			if code != tt.code || got.ErrorCode != tt.code || got.OK || got.Description != tt.want {
				t.Errorf("got %d %q, want %d %q", code, got.Description, tt.code, tt.want)
			}
		})
	}
	if n := len(mine.Messages()); n != 3 {
		t.Errorf("%d messages on the screen: a refused call left something", n)
	}
}

func TestLimitsThatJustFit(t *testing.T) {
	r := newRig(t, Options{})
	r.send(strings.Repeat("😀", 2048), nil)
	r.send("<b>"+strings.Repeat("क", 4096)+"</b>", params{"parse_mode": "HTML"})
	r.send("a", params{"reply_markup": inline(
		params{"text": "b", "callback_data": strings.Repeat("x", 64), "copy_text": params{"text": ""}},
		params{"text": "c", "copy_text": params{"text": strings.Repeat("x", 256)}},
	)})
	if got := len(r.asha.Messages()); got != 3 {
		t.Errorf("%d messages", got)
	}
}

func TestToken(t *testing.T) {
	r := newRig(t, Options{})
	for path, want := range map[string]int{
		"/bot1:wrong/getMe": 401, "/bot1/getMe": 404, "/bot" + DefaultToken: 404,
		"/bot" + DefaultToken + "/getMe": 200, "/bot" + DefaultToken + "/GETME": 200,
		"/file/bot1:wrong/x": 401, "/file/bot" + DefaultToken + "/x": 404,
	} {
		if code, got := r.do(httptest.NewRequest("GET", path, nil)); code != want || got.OK != (want == 200) {
			t.Errorf("%s: %d, want %d", path, code, want)
		}
	}
}

func TestEncodings(t *testing.T) {
	r := newRig(t, Options{})
	for kind, body := range map[string]string{
		"application/json":                  `{"chat_id":7001,"text":"hello","protect_content":true}`,
		"application/json; charset=utf-8":   `{"chat_id":"7001","text":"hello"}`,
		"application/x-www-form-urlencoded": "chat_id=7001&text=hello",
	} {
		req := httptest.NewRequest("POST", "/bot"+DefaultToken+"/sendMessage", strings.NewReader(body))
		req.Header.Set("Content-Type", kind)
		if code, got := r.do(req); code != 200 {
			t.Errorf("%s: %s", kind, got.Description)
		}
	}
	if code, got := r.do(httptest.NewRequest("GET", "/bot"+DefaultToken+"/sendMessage?chat_id=7001&text=hello", nil)); code != 200 {
		t.Errorf("query: %s", got.Description)
	}
	for _, m := range r.asha.Messages() {
		if m.Text != "hello" {
			t.Errorf("text %q", m.Text)
		}
	}
	req := httptest.NewRequest("POST", "/bot"+DefaultToken+"/sendMessage", strings.NewReader("{"))
	req.Header.Set("Content-Type", "application/json")
	if code, _ := r.do(req); code != 400 {
		t.Errorf("broken JSON: %d", code)
	}
}
