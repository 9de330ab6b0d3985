package sandbox

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestSpecIsWhole(t *testing.T) {
	sp := loadSpec()
	for name, m := range methodTable() {
		if _, ok := sp.methods[name]; !ok {
			t.Errorf("%s is served but not in api.json", m.name)
		}
	}
	for name := range sp.methods {
		if _, ok := methodTable()[name]; !ok {
			t.Errorf("%s is in api.json but not served", name)
		}
	}
	scalars := map[string]bool{"Integer": true, "String": true, "Boolean": true, "Float": true, "InputFile": true}
	check := func(where string, list fields) {
		for _, f := range list {
			for _, kind := range f.types {
				for strings.HasPrefix(kind, "Array of ") {
					kind = strings.TrimPrefix(kind, "Array of ")
				}
				if _, ok := sp.types[kind]; !ok && !scalars[kind] && sp.oneOf[kind] == nil {
					t.Errorf("%s.%s is of type %q, which is not there", where, f.name, kind)
				}
			}
		}
	}
	for name, list := range sp.methods {
		check(name, list)
	}
	for name, list := range sp.types {
		check(name, list)
	}
	for union, byType := range sp.oneOf {
		for _, name := range byType {
			if sp.types[name] == nil {
				t.Errorf("%s names %s, which is not there", union, name)
			}
		}
	}
}

func TestParseSpecErrors(t *testing.T) {
	for _, raw := range []string{`{`, `{"methods":{"a":{"b":"String 1-x bytes"}}}`, `{"types":{"a":{"b":"1-2 bytes"}}}`} {
		if _, err := parseSpec([]byte(raw)); err == nil {
			t.Errorf("%s was read", raw)
		}
	}
}

func FuzzValidate(f *testing.F) {
	sp := loadSpec()
	f.Add("sendMessage", "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)
	f.Add("setMyCommands", "commands", `[{"command":"a","description":"b"}]`)
	f.Add("setMyCommands", "scope", `{"type":"chat","chat_id":1}`)
	f.Add("sendMessage", "entities", `[{"type":"bold","offset":0,"length":1e9}]`)
	f.Add("sendMessage", "reply_markup", `{"keyboard":[[{"text":"a","request_contact":true}]]}`)
	f.Add("getUpdates", "offset", "-5")
	f.Fuzz(func(t *testing.T, method, param, value string) {
		r := &request{method: strings.ToLower(method), values: map[string]string{"chat_id": "1", "text": "a", param: value}, files: map[string]upload{}}
		err := sp.validate(r)
		var refusal *apiError
		if err != nil && (!errors.As(err, &refusal) || refusal.code != 400 || !strings.HasPrefix(refusal.text, "Bad Request: ")) {
			t.Fatalf("not a refusal: %v", err)
		}
		if err == nil && param == "reply_markup" && value != "" && !json.Valid([]byte(value)) {
			t.Fatalf("%q passed as markup", value)
		}
		if err == nil && r.method == "sendmessage" {
			// What passes can be read without another surprise.
			if _, err := readMarkup(r); err != nil && !errors.As(err, &refusal) {
				t.Fatal(err)
			}
		}
	})
}

func FuzzReadRequest(f *testing.F) {
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\r\n--x--\r\n")
	f.Add("application/json", `{"text":"a","chat_id":1,"reply_markup":{"a":[]}}`)
	f.Add("application/x-www-form-urlencoded", "text=a&chat_id=%zz")
	f.Fuzz(func(t *testing.T, kind, body string) {
		r, err := readRequest("sendMessage", post(kind, body))
		if (r == nil) == (err == nil) {
			t.Fatalf("request %v, error %v", r, err)
		}
		if err == nil && kind == "application/json" && len(r.values) > 0 && !json.Valid([]byte(body)) {
			t.Fatalf("%q was read as JSON", body)
		}
	})
}
