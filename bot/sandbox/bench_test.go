package sandbox

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// One send with markup and an inline keyboard, without the network.
func BenchmarkSend(b *testing.B) {
	r := newRig(b, Options{Clock: time.Now})
	h := r.Handler()
	body := `{"chat_id":7001,"parse_mode":"HTML","text":"<b>नमस्ते</b>, 1930 पर फ़ोन करें: https://cybercrime.gov.in/","reply_markup":{"inline_keyboard":[[{"text":"हाँ","callback_data":"y","copy_text":{"text":""}},{"text":"नहीं","callback_data":"n","copy_text":{"text":""}}]]}}`
	b.ReportAllocs()
	for b.Loop() {
		req := httptest.NewRequest("POST", "/bot"+DefaultToken+"/sendMessage", strings.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}

func BenchmarkParseHTML(b *testing.B) {
	const src = `<b>नमस्ते</b>, <a href="https://cybercrime.gov.in/">पोर्टल</a> &amp; <code>412345678901</code>`
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := parseHTML(src); err != nil {
			b.Fatal(err)
		}
	}
}
