package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/go-telegram/bot/models"

	"satark/fraud"
)

func FuzzCommand(f *testing.F) {
	for _, s := range []string{"/start", "/lost@satark_bot now", "/start\u00a0x", "/\x00", "/start " + strings.Repeat("é", 64), "//", "/हेल्प"} {
		f.Add(s, "http://bad.example/x")
	}
	f.Fuzz(func(t *testing.T, text, url string) {
		name, payload, ok := command(text)
		if ok != (name != "") || len(name) > 32 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			t.Errorf("command(%q) = %q, %v", text, name, ok)
		}
		if payload != strings.TrimSpace(payload) || !strings.Contains(text, payload) {
			t.Errorf("payload %q of %q", payload, text)
		}
		if long := withLinks(text, []models.MessageEntity{{Type: models.MessageEntityTypeTextLink, URL: url}}); len(long) > len(text)+maxLink+1 || !strings.HasPrefix(long, text) {
			t.Errorf("%q with %q became %q", text, url, long)
		}
	})
}

func FuzzSkeleton(f *testing.F) {
	for _, s := range []string{`{"update_id":72,"message":["not","an","object"]}`, `{"update_id":7,"callback_query":{"message":{"chat":{"id":41}}}}`,
		`{"update_id":-7,"edited_message":{"chat":{"id":"x"}}}`, `{"update_id":1e3}`, `{"update_id":0}`, `[]`, `{`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := readSkeleton(raw)
		switch {
		case errors.Is(err, errNotUpdate):
			if e.raw != nil || e.update != 0 {
				t.Errorf("%q is no update, and yet %d", raw, e.update)
			}
		case !errors.Is(err, errStrange) || !bytes.Equal(e.raw, raw) || e.ignore == "":
			t.Errorf("%q: %+v, %v", raw, e, err)
		}
	})
}

// FuzzPicture holds that nothing large is drawn, and that a picture is as large as it
// says. Drawing it anew is left to the tests: it takes a thousand times as long.
func FuzzPicture(f *testing.F) {
	const most = 64 * 64
	img := image.NewRGBA(image.Rect(0, 0, 9, 7))
	img.Set(3, 3, color.RGBA{R: 200, A: 255})
	var p, j, g bytes.Buffer
	if png.Encode(&p, img) != nil || jpeg.Encode(&j, img, nil) != nil || gif.Encode(&g, img, nil) != nil {
		f.Fatal("no pictures to begin with")
	}
	f.Add(p.Bytes(), true)
	f.Add(withExif(j.Bytes()), false)
	f.Add(g.Bytes(), true)
	f.Add(sized(p.Bytes(), 60000, 60000), true)
	f.Fuzz(func(t *testing.T, data []byte, isPNG bool) {
		mime := "image/jpeg"
		if isPNG {
			mime = "image/png"
		}
		picture, format, ok := decodePicture(data, mime, most)
		if !ok {
			return
		}
		if size := picture.Bounds().Size(); size.X*size.Y > most || size.X < 1 || size.Y < 1 || format != "png" && format != "jpeg" && format != "gif" {
			t.Errorf("a %s of %v", format, size)
		}
	})
}

// FuzzBody reads a delivery's body as each kind of delivery does.
func FuzzBody(f *testing.F) {
	for _, s := range []string{`{"method":"sendMessage","text":"<b>x</b>","markup":{"inline_keyboard":[]}}`, `{"method":"sendContact","phone":"1930","name":"x"}`,
		`{"id":"x","file_id":"y","kind":"photo"}`, `{"reply":{"key":"k"},"args":[{}]}`, `null`, `{"text":"<","markup":1}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var o Outgoing
		if json.Unmarshal(body, &o) == nil {
			o.paced()
			if again, err := json.Marshal(o); err != nil || !json.Valid(again) {
				t.Errorf("%q cannot be written again: %v", body, err)
			}
			if shown := visible(o.Text); len(shown) > len(o.Text) {
				t.Errorf("%q shows more than there is: %q", o.Text, shown)
			}
		}
		var ev fraud.Evidence
		if json.Unmarshal(body, &ev) == nil {
			_, _ = fileName(ev.Name), mimeType(ev.MIME)
		}
		_, _ = decodeReply(body)
	})
}
